"""What can be done with digests: list, pause, resume, remove, send now; in words and by buttons."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from analysis.model import Lang, Text
from handlers import kpi
from handlers.command import Call, Item, Reply, Shop, Step
from handlers.digests import letter, place, which
from handlers.digests.create import EXAMPLE, buttons
from storage.records.digests.model import Digest, Outcome, Status


def everything(call: Call, shop: Shop) -> Reply:
    """The caller's digests and those of this channel, each with how it stands and a button."""
    here = which.seen(call, shop)
    examples = tuple(Step("kpi.ask", each.of(call.lang), each.of(call.lang)) for each in EXAMPLES)
    if not here:
        return Reply(_NONE.of(call.lang), body=(_FIRST.of(call.lang),), steps=examples)
    items = [item for each in here for item in lines(each, call, shop)]
    return Reply(_YOURS.of(call.lang, n=len(here)), items=tuple(items), notes=(_HINT.of(call.lang),))


def pause(call: Call, shop: Shop) -> Reply:
    """Send it no more until it is resumed."""
    digest = which.said(call, shop, "pause")
    back = Step("digest.resume", _RESUME.of(call.lang), digest.name)
    if digest.status is Status.REMOVED:
        return Reply(_GONE.of(call.lang, digest=digest.name), steps=(_restore(digest, call.lang),))
    if digest.status is not Status.PAUSED:
        _mark(digest, Status.PAUSED, call, shop)
    return Reply(_PAUSED.of(call.lang, digest=place.title(digest, call.now, shop, call.lang)), steps=(back,))


def resume(call: Call, shop: Shop) -> Reply:
    """Send it again, from its next time on; it undoes a pause and a removal."""
    digest = which.said(call, shop, "resume")
    if digest.status is not Status.ACTIVE:
        digest = _mark(digest, Status.ACTIVE, call, shop)
    when = place.when(digest, digest.next_at, call.now, shop, call.lang)
    title = place.title(digest, call.now, shop, call.lang)
    body = (_NEXT.of(call.lang, when=when, where=place.named(digest.request, call.lang)),)
    return Reply(_RESUMED.of(call.lang, digest=title), body=body, steps=buttons(digest, call.lang))


def remove(call: Call, shop: Shop) -> Reply:
    """Drop it; a button brings it back."""
    digest = which.said(call, shop, "remove")
    if digest.status is not Status.REMOVED:
        _mark(digest, Status.REMOVED, call, shop)
    title = place.title(digest, call.now, shop, call.lang)
    return Reply(_REMOVED.of(call.lang, digest=title), steps=(_restore(digest, call.lang),))


def now(call: Call, shop: Shop) -> Reply:
    """Send it now, where it always goes; its next time stays. Raises Mistake where it cannot be sent."""
    digest = which.said(call, shop, "now")
    if digest.status is Status.REMOVED:
        return Reply(_GONE.of(call.lang, digest=digest.name), steps=(_restore(digest, call.lang),))
    notice = letter.notice(digest, call.now, call.now, shop)
    drafts = shop.mail.pack(replace(notice, key=f"{digest.name}/now/{call.now.isoformat()}"))
    shop.records.outbox.put(drafts, call.now)
    shop.mail.look()
    kpi.note(call, shop, "digest.now", digest.name)
    return Reply(_SENT.of(call.lang, digest=digest.name, where=place.named(digest.request, call.lang)))


def _mark(digest: Digest, status: Status, call: Call, shop: Shop) -> Digest:
    next_at = digest.request.schedule.after(call.now, shop.catalog.zone)
    shop.records.digests.mark(digest, status, next_at)
    kpi.note(call, shop, f"digest.{status.value}", digest.name)
    return replace(digest, status=status, next_at=next_at)


def lines(digest: Digest, call: Call, shop: Shop) -> Iterable[Item]:
    """A digest with its button, and below it how it stands."""
    lang = call.lang
    paused = digest.status is Status.PAUSED
    step = ("digest.resume", _RESUME) if paused else ("digest.pause", _PAUSE)
    title = place.title(digest, call.now, shop, lang)
    stands = _stands(digest, call, shop)
    yield Item(f"{_SIGNS[digest.status]} {title}\n{stands}", Step(step[0], step[1].of(lang), digest.name))


def _stands(digest: Digest, call: Call, shop: Shop) -> str:
    lang = call.lang
    where = place.named(digest.request, lang)
    if digest.status is Status.PAUSED:
        return _IS_PAUSED.of(lang, where=where)
    due = _NEXT.of(lang, when=place.when(digest, digest.next_at, call.now, shop, lang), where=where)
    last = _LAST.get(digest.outcome)
    if last is None or digest.last_at is None:
        return due
    return f"{due} · {last.of(lang, when=place.when(digest, digest.last_at, call.now, shop, lang))}"


def _restore(digest: Digest, lang: Lang) -> Step:
    return Step("digest.resume", _UNDO.of(lang), digest.name)


EXAMPLES: Final = (
    EXAMPLE,
    Text("every weekday 08:30 morning", "每个工作日 8点半 早报"),
)
_SIGNS: Final = {Status.ACTIVE: "⏰", Status.PAUSED: "⏸️", Status.BROKEN: "⚠️"}
_LAST: Final = {
    Outcome.LATE: Text("last one late ({when})", "上次迟到（{when}）"),
    Outcome.SKIPPED: Text("last one skipped, it was too late ({when})", "上次因太晚已跳过（{when}）"),
    Outcome.BROKEN: Text("⚠️ could not be sent ({when})", "⚠️ 上次未能发出（{when}）"),
}
_RESUME = Text("Resume", "恢复")
_PAUSE = Text("Pause", "暂停")
_UNDO = Text("Bring it back", "找回")
_NONE = Text("Nothing is sent on a schedule here yet", "这里还没有定时报告")
_FIRST = Text("Make the first one, like this:", "可以这样新建第一个：")
_YOURS = Text("Digests, yours and this channel's: {n}", "定时报告（您的和本频道的）：{n}")
_HINT = Text(
    "digest now G-4 · digest pause G-4 · digest resume G-4 · digest remove G-4",
    "定时 立即发送 G-4 · 定时 暂停 G-4 · 定时 恢复 G-4 · 定时 删除 G-4",
)
_NEXT = Text("Next: {when}, in {where}", "下次：{when}，发到{where}")
_IS_PAUSED = Text("Paused · in {where}", "已暂停 · 发到{where}")
_PAUSED = Text("⏸️ Paused until you resume it: {digest}", "⏸️ 已暂停，恢复之前不再发送：{digest}")
_RESUMED = Text("⏰ It is on: {digest}", "⏰ 已启用：{digest}")
_REMOVED = Text("🗑️ Removed: {digest}", "🗑️ 已删除：{digest}")
_GONE = Text("{digest} was removed before.", "{digest} 之前已被删除。")
_SENT = Text("{digest} is on its way to {where}. Its next time stays.", "{digest} 正发往{where}，下次发送时间不变。")
