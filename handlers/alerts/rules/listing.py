"""What is open, and what is watched."""

from typing import Final

from analysis.alerts.handling import CLOSED
from analysis.model import Grain, Lang, Text
from handlers.alerts import naming
from handlers.alerts.cards import lines, people, quieted
from handlers.alerts.cards import view as views
from handlers.alerts.cards.view import View
from handlers.alerts.cards.wording import Wording
from handlers.command import Call, Item, Reply, Shop, Step, mention
from storage.records.alerts.model import Kept, Status

MOST_OPEN = 10
MOST_RULES = 20


def everything(call: Call, shop: Shop) -> Reply:
    """What is open, the latest first, each with who is on it or what keeps it quiet; then every rule."""
    kept = tuple(each for each in shop.records.rules.all() if naming.seen(each, call.channel, shop))
    known = {each.id for each in kept}
    episodes = [each for each in shop.records.episodes.open() if each.rule_id in known]
    shown = [views.of(episode.id, shop, call.now, call.lang) for episode in episodes[:MOST_OPEN]]
    items = tuple(Item(opened(view, shop)) for view in shown)
    more = len(episodes) - len(shown)
    broken = tuple(_UNREADABLE.of(call.lang, id=each.id) for each in shop.records.rules.unreadable())
    if not kept and not broken:
        return Reply(_NONE.of(call.lang), body=(_FIRST.of(call.lang),), steps=(_example(call.lang),))
    headline = _OPEN.of(call.lang, n=len(episodes)) if episodes else _CALM.of(call.lang)
    watched = tuple(Item(_watched(each, call, shop), _show(each, call.lang)) for each in kept[:MOST_RULES])
    heading = Item(_RULES.of(call.lang, n=len(kept)))
    rest = len(kept) - len(watched)
    notes = ((_MORE_OPEN.of(call.lang, n=more),) if more else ()) + (
        (_MORE_RULES.of(call.lang, n=rest),) if rest else ()
    )
    return Reply(headline, items=(*items, heading, *watched), notes=(*broken, *notes))


def opened(view: View, shop: Shop, *, here: bool = False) -> str:
    """An alert in a line, with its channel unless it is said `here`: "🔴 A-12 · Revenue … · since 9:00 · muted"."""
    wording = Wording(view, shop)
    if view.over:
        return f"{people.mark(view)} A-{view.episode.id} · {lines.closed(view, wording)} {lines.over(view, wording)}"
    times, handling = wording.times, view.handling
    parts = [
        f"{people.mark(view)} A-{view.episode.id} · {lines.state(wording)}",
        _SINCE.of(view.lang, when=_began(wording)),
    ]
    if handling.state in CLOSED:
        parts += [line.rstrip("。.") for line in people.standing(view, times)[:1]]
    elif quiet := quieted.why(view, shop):
        parts.append(quiet)
    if handling.assignee:
        parts.append(_ASSIGNED.of(view.lang, who=mention(handling.assignee)))
    if not here:
        parts.append(mention(view.episode.channel))
    return " · ".join(parts)


def _began(wording: Wording) -> str:
    """When it turned bad: an hour, a day, the first day of a week, or a month."""
    grain = Grain.DAY if wording.rule.grain is Grain.WEEK else wording.rule.grain
    return wording.times.window(wording.began, grain)


def _watched(kept: Kept, call: Call, shop: Shop) -> str:
    sign = _SIGNS[kept.status]
    said = f"{sign} {naming.title(kept, shop, call.lang)} · {mention(kept.rule.channel)}"
    if kept.status is Status.ACTIVE:
        quiet = quieted.of_rule(kept, shop, call)
        return f"{said} · {quiet}" if quiet else said
    return f"{said} · {STATUS[kept.status].of(call.lang)}"


def _show(kept: Kept, lang: Lang) -> Step:
    return Step("kpi.ask", _SHOW.of(lang), f"alert show {naming.named(kept)}")


def _example(lang: Lang) -> Step:
    text = _EXAMPLE.of(lang)
    return Step("kpi.ask", text, text)


STATUS: Final = {
    Status.ACTIVE: Text("on", "监控中"),
    Status.PAUSED: Text("paused", "已暂停"),
    Status.BROKEN: Text("broken: waits for its owner", "已失效，等待负责人处理"),
    Status.DELETED: Text("deleted", "已删除"),
}
_SIGNS: Final = {Status.ACTIVE: "🟢", Status.PAUSED: "⏸️", Status.BROKEN: "⚠️", Status.DELETED: "🗑️"}
_OPEN = Text("Open alerts: {n}", "未关闭的预警：{n}")
_CALM = Text("No alert is open", "目前没有未关闭的预警")
_RULES = Text("Rules: {n}", "规则：{n}")
_NONE = Text("No rule watches anything yet", "还没有任何预警规则")
_FIRST = Text("Make the first one, like this:", "可以这样新建第一条：")
_EXAMPLE = Text("alert revenue drop 20% vs same weekday", "预警 销售额 下降20% 对比同星期")
_SINCE = Text("since {when}", "{when}起")
_ASSIGNED = Text("assigned to {who}", "已指派给 {who}")
_SHOW = Text("Show", "查看")
_MORE_OPEN = Text("and {n} more open alerts", "另有{n}条未关闭的预警")
_MORE_RULES = Text("and {n} more rules: name one with `alert show R-…`", "另有{n}条规则：用“预警 查看 R-…”查看")
_UNREADABLE = Text("⚠️ R-{id} cannot be read and is not watched", "⚠️ R-{id} 无法读取，未在监控")
