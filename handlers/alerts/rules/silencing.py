"""Keep quiet for a while: silences by what they cover, and a rule muted by its number."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from analysis import words as written
from analysis.alerts import instances, text
from analysis.alerts.matching import matchers
from analysis.alerts.people import Silence
from analysis.alerts.silences import matches
from analysis.errors import Mistake, UnclearName, UnclearPeriod, UnknownName
from analysis.model import Lang, Text
from handlers.alerts import naming
from handlers.alerts.cards import quieted
from handlers.alerts.cards.times import Times
from handlers.ask import words
from handlers.command import Call, Item, Reply, Shop, Step
from storage.records import Deed
from storage.records.alerts.model import Status

MORNING = time(9)
LONGEST_WHY = 300
_QUOTED = re.compile(r'"([^"]*)"')
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.|~|至|到)(\d{4}-\d{2}-\d{2})")
_UNTIL = re.compile(r"(?:\b(?:until|till)\s+|(?:直到|等到|到|至)\s*)(.+)$", re.IGNORECASE)
_SILENCE = re.compile(r"S-?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class _Span:
    """From when to when, and what was said before that."""

    start: datetime
    end: datetime
    before: str


def silence(call: Call, shop: Shop) -> Reply:
    """Keep quiet about what is named until a time, by default until tomorrow morning; why may follow in quotes."""
    why, span = _read(call, shop)
    covered = matchers(span.before, words(shop), call.now)
    return _kept(Silence(0, covered, span.start, span.end, call.person, why), call, shop)


def mute(call: Call, shop: Shop) -> Reply:
    """Keep one rule quiet, until a time or over days: it goes on judging."""
    why, span = _read(call, shop)
    found = naming.said(replace(call, text=span.before), shop, "mute")
    kept = found.kept
    if found.rest:
        _until(found.rest, f"alert mute {naming.named(kept)}", call, shop)
    covered = {"rule": (naming.named(kept),)}
    return _kept(Silence(0, covered, span.start, span.end, call.person, why), call, shop)


def unmute(call: Call, shop: Shop) -> Reply:
    """End what was muted of one rule."""
    kept = naming.said(call, shop, "unmute").kept
    own = {"rule": (naming.named(kept),)}
    found = [each for each in shop.records.silences.standing(call.now) if dict(each.matchers) == own]
    for each in found:
        _ended(each, call, shop)
    name = naming.title(kept, shop, call.lang)
    return Reply((_UNMUTED if found else _NOT_MUTED).of(call.lang, rule=name))


def silences(call: Call, shop: Shop) -> Reply:
    """What is kept quiet, or will be, each with its end, its person and its reason."""
    standing = shop.records.silences.standing(call.now)
    if not standing:
        return Reply(_NONE.of(call.lang), body=(_HOW.of(call.lang),))
    items = tuple(Item(_line(each, call, shop), _lift(each, call.lang)) for each in standing)
    return Reply(_STANDING.of(call.lang, n=len(standing)), items=items)


def unsilence(call: Call, shop: Shop) -> Reply:
    """End a silence by its number; the only one without."""
    standing = shop.records.silences.standing(call.now)
    found = _SILENCE.search(call.value or call.text)
    number = int(found[1]) if found else standing[0].id if len(standing) == 1 else 0
    wanted = next((each for each in standing if each.id == number), None)
    if wanted is None:
        if found:
            return Reply(_OVER.of(call.lang, id=number))
        offers = tuple(f"alert unsilence S-{each.id}" for each in standing[:5])
        raise UnclearName(_WHICH if offers else _NONE, offers or ("alert silences",))
    _ended(wanted, call, shop)
    return Reply(_LIFTED.of(call.lang, what=covers(wanted, shop, call.lang), id=number))


def covers(each: Silence, shop: Shop, lang: Lang) -> str:
    """What a silence covers, by name: "Revenue · East or South"."""
    parts = []
    for label, values in each.matchers.items():
        parts.append(written.listing([_named(label, value, shop, lang) for value in values], lang))
    return " · ".join(parts)


def _named(label: str, value: str, shop: Shop, lang: Lang) -> str:
    """What people call a value of a label; as it is kept where the catalog no longer knows it."""
    try:
        match label:
            case "metric":
                return shop.catalog.metric(value).label.of(lang)
            case "rule":
                kept = shop.records.rules.find(int(value.removeprefix("R-")))
                return naming.title(kept, shop, lang) if kept else value
        return shop.catalog.dimension(label).name(value or None, lang)
    except UnknownName:
        return value


def _read(call: Call, shop: Shop) -> tuple[str, _Span]:
    """The reason in quotes, and the span at the end of the rest. Raises UnclearPeriod."""
    quoted = _QUOTED.search(call.text)
    rest = _QUOTED.sub(" ", call.text).strip()
    return (quoted[1].strip()[:LONGEST_WHY] if quoted else ""), _span(rest, call, shop)


def _span(said: str, call: Call, shop: Shop) -> _Span:
    zone = shop.catalog.zone
    if days := _DAYS.search(said):
        try:
            first, last = date.fromisoformat(days[1]), date.fromisoformat(days[2])
        except ValueError as fault:
            raise UnclearPeriod(_NO_DAYS, ("alert mute R-3 2h",)) from fault
        start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
        if end <= max(start, call.now):
            raise UnclearPeriod(_NO_DAYS, ("alert mute R-3 2h",))
        return _Span(start, end, _DAYS.sub(" ", said).strip())
    pieces = said.split()
    for place in range(len(pieces)):
        try:
            end = text.until(" ".join(pieces[place:]), call.now, zone)
        except Mistake:
            continue
        return _Span(call.now, end, " ".join(pieces[:place]))
    if unread := _UNTIL.search(said):
        _until(unread[1], f"alert silence {said[: unread.start()]}".strip(), call, shop)
    tomorrow = call.now.astimezone(zone).date() + timedelta(days=1)
    return _Span(call.now, datetime.combine(tomorrow, MORNING, zone), said)


def _until(said: str, command: str, call: Call, shop: Shop) -> datetime:
    """The end that words name. Raises UnclearPeriod, whose suggestions are the command with one that works."""
    try:
        return text.until(said, call.now, shop.catalog.zone)
    except UnclearPeriod as slip:
        raise UnclearPeriod(slip.sentence, tuple(f"{command} {when}" for when in slip.suggestions)) from slip


def _kept(new: Silence, call: Call, shop: Shop) -> Reply:
    """Keep a silence, and say what it covers now."""
    with shop.records.begin() as within:
        kept = shop.records.silences.add(new, within)
        said = f"S-{kept.id} {dict(kept.matchers)}"
        trace = Deed(call.now, call.person, "alert.silence", said, call.origin.value, call.channel)
        shop.records.audit.note(trace, within)
    alone = set(kept.matchers) == {"rule"}
    touched = [] if alone else _touched(kept, shop)
    said = _TOUCHED.of(call.lang, rules=written.listing(touched, call.lang)) if touched else _UNTOUCHED.of(call.lang)
    body = () if alone else (said,)
    times = Times(shop.catalog.zone, call.lang, call.now)
    later = new.start > call.now
    headline = (_FROM if later else _SILENCED).of(
        call.lang, what=covers(kept, shop, call.lang), start=times.clock(kept.start), end=times.clock(kept.end)
    )
    return Reply(
        headline, body=(*body, (_ITS_OWN if alone else _JUDGED).of(call.lang)), steps=(_lift(kept, call.lang),)
    )


def _touched(each: Silence, shop: Shop) -> list[str]:
    """The rules that have an instance it covers."""
    kept = shop.records.rules.all(Status.ACTIVE)
    states = shop.records.windows.states([one.id for one in kept])
    return [
        naming.named(one)
        for one in kept
        if any(matches(each.matchers, instances.labels(one.id, one.rule, key)) for key in states.get(one.id, {}))
        or matches(each.matchers, {"rule": naming.named(one), "metric": one.rule.metric})
    ]


def _ended(each: Silence, call: Call, shop: Shop) -> None:
    with shop.records.begin() as within:
        shop.records.silences.end(each.id, call.now, within)
        trace = Deed(call.now, call.person, "alert.unsilence", f"S-{each.id}", call.origin.value, call.channel)
        shop.records.audit.note(trace, within)


def _line(each: Silence, call: Call, shop: Shop) -> str:
    times = Times(shop.catalog.zone, call.lang, call.now)
    said = f"{covers(each, shop, call.lang)} · {quieted.one(each, times)}"
    if each.start > call.now:
        said += " · " + _STARTS.of(call.lang, start=times.clock(each.start))
    return f"{said} · {each.why}" if each.why else said


def _lift(each: Silence, lang: Lang) -> Step:
    return Step("alert.unsilence", _LIFT.of(lang), f"S-{each.id}")


_SILENCED = Text("🔕 Quiet until {end}: {what}", "🔕 静默至{end}：{what}")
_FROM = Text("🔕 Quiet from {start} until {end}: {what}", "🔕 {start}至{end}静默：{what}")
_TOUCHED = Text("It covers {rules}.", "涉及 {rules}。")
_UNTOUCHED = Text(
    "No rule has anything like that now; it holds for what may come.", "目前没有规则涉及，对之后的预警有效。"
)
_JUDGED = Text("They go on being judged; `alert list` shows what is kept quiet.", "仍会继续计算，可用“预警 列表”查看。")
_ITS_OWN = Text(
    "It goes on being judged; `alert list` shows what is kept quiet.", "仍会继续计算，可用“预警 列表”查看。"
)
_STANDING = Text("Silences: {n}", "静默：{n}")
_STARTS = Text("from {start} on", "{start}起")
_NONE = Text("Nothing is silenced", "目前没有静默")
_HOW = Text(
    'Like this: alert silence revenue East until tomorrow 9:00 "stocktaking"',
    "可以这样说：预警 静默 销售额 华东 明早9点 “盘点”",
)
_WHICH = Text("Which silence?", "要解除哪一个静默？")
_OVER = Text("S-{id} is over already.", "S-{id} 已经结束。")
_LIFTED = Text("🔔 No longer quiet: {what} (S-{id})", "🔔 已解除静默：{what}（S-{id}）")
_UNMUTED = Text("🔔 Speaks again: {rule}", "🔔 已恢复提醒：{rule}")
_NOT_MUTED = Text("It was not muted: {rule}", "它没有被静默：{rule}")
_LIFT = Text("End it", "解除")
_NO_DAYS = Text(
    "Those days are over or out of order: say for example `2026-11-11..2026-11-12`, or `2h`.",
    "这段日期已过或顺序不对：可以写“2026-11-11..2026-11-12”或“2小时”。",
)
