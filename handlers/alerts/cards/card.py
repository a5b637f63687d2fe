"""The card of an episode: what is wrong, since when, who is on it, what happened last time, what to do next."""

import logging

from analysis.alerts.handling import CLOSED
from analysis.alerts.people import Handled
from analysis.alerts.rule import Kind
from analysis.errors import Unavailable
from analysis.model import Text
from handlers.alerts import naming
from handlers.alerts.cards import buttons, contributors, lines, people, similar
from handlers.alerts.cards.times import counted
from handlers.alerts.cards.view import View
from handlers.alerts.cards.wording import DOT, Wording
from handlers.command import Audience, Fact, Reply, Shop

log = logging.getLogger(__name__)

MOST_DECISIONS = 3
MOST_WHAT = 200


def card(view: View, shop: Shop) -> Reply:
    """The card as it should look now: full while it needs people, short when it is over or settled."""
    wording = Wording(view, shop)
    if view.over:
        return _reply(view, lines.closed(view, wording), (lines.over(view, wording), *_people(view, wording)), wording)
    headline = f"{people.mark(view)} {lines.state(wording)}"
    if view.handling.state in CLOSED:
        return _reply(view, headline, (*_people(view, wording), _QUIET.of(view.lang)), wording)
    body = (*_ranked(view, wording), *_people(view, wording), contributors.line(wording), similar.line(wording))
    return _reply(view, headline, body, wording, _facts(view, wording))


def name(view: View) -> str:
    """What an episode is called: A-12."""
    return f"A-{view.episode.id}"


def _reply(view: View, headline: str, body: tuple[str, ...], wording: Wording, facts: tuple[Fact, ...] = ()) -> Reply:
    return Reply(
        headline,
        facts=facts,
        body=(*(line for line in body if line), *_decisions(view)),
        notes=_notes(view, wording),
        steps=buttons.steps(view),
        audience=Audience.CHANNEL,
        about=contributors.question(wording),
    )


def _people(view: View, wording: Wording) -> tuple[str, ...]:
    return people.standing(view, wording.times)


def _facts(view: View, wording: Wording) -> tuple[Fact, ...]:
    """Since when and how long; against what."""
    facts = [Fact(_SINCE.of(view.lang), _since(view, wording))]
    seen, firing = view.seen, view.firing
    if len(firing) == 1 and seen is not None and seen.value is not None and seen.baseline is not None:
        usual = view.kept.rule.trigger.kind is Kind.ANOMALY
        against = _EXPECTED.of(view.lang) if usual else _AGAINST.of(view.lang, base=wording.base())
        facts.append(Fact(against, wording.value(seen.baseline)))
    return tuple(facts)


def _since(view: View, wording: Wording) -> str:
    grain, times = view.kept.rule.grain, wording.times
    windows = max((breach.state.breaches for breach in view.firing), default=0)
    last = view.seen.end if view.seen else view.episode.since
    long = counted(windows, grain, view.lang) if windows else times.lasting(last - wording.began)
    first = times.window(wording.began, grain)
    if windows == 1:
        # One window is named; how long it lasts is known, and it may have waited for its data since.
        return first[:1].upper() + first[1:]
    return _FOR.of(view.lang, first=first[:1].upper() + first[1:], long=long)


def _ranked(view: View, wording: Wording) -> tuple[str, ...]:
    """The worst instances, as many as the rule caps them at, and how many more there are."""
    firing = view.firing
    if len(firing) < 2:
        return ()
    shown = firing[: max(view.kept.rule.cap, 1)]
    rows = []
    for breach in shown:
        share = wording.share(breach, firing)
        rows.append(f"• {wording.row(breach)}" + (f" · {share}" if share else ""))
    more = len(firing) - len(shown)
    return (*rows, *((_MORE.of(view.lang, n=more),) if more else ()))


def _decisions(view: View) -> tuple[str, ...]:
    """What was decided about it, the latest first."""
    return tuple(_DECIDED.of(view.lang, what=said.what[:MOST_WHAT]) for said in view.decided[:MOST_DECISIONS])


def _notes(view: View, wording: Wording) -> tuple[str, ...]:
    """Its name and its rule, the zone of its times, and the emoji that work on it."""
    zone = wording.times.zone.key
    note = _NAMED.of(view.lang, name=name(view), rule=_rule(view, wording), zone=zone)
    settled = view.over or view.handling.state in CLOSED or view.handling.state is not Handled.OPEN
    return (note,) if settled else (note, _EMOJI.of(view.lang))


def _rule(view: View, wording: Wording) -> str:
    """The rule by its number and in its words; by its subject while the words cannot be had."""
    try:
        return naming.title(view.kept, wording.shop, view.lang)
    except Unavailable as fault:
        log.warning("R-%d is not spelt out on its card: %s", view.kept.id, fault)
        return f"R-{view.kept.id}{DOT}{wording.subject()}"


_SINCE = Text("Since", "始于")
_AGAINST = Text("Against {base}", "对比{base}")
_EXPECTED = Text("Expected", "预期")
_FOR = Text("{first}, {long}", "{first}，已{long}")
_MORE = Text("and {n} more", "另有{n}项")
_QUIET = Text("I say no more of it until it is back to normal and happens again.", "恢复正常并再次发生之前，不再提醒。")
_DECIDED = Text("⚖️ Decided: {what}", "⚖️ 决定：{what}")
_NAMED = Text("{name} · {rule} · times in {zone}", "{name} · {rule} · 时间为 {zone}")
_EMOJI = Text(
    "React: 👀 on it · 💤 1 h · ✅ resolved · 🚫 false alarm · ⚖️ decision",
    "用表情处理：👀 我来处理 · 💤 暂停1小时 · ✅ 已解决 · 🚫 误报 · ⚖️ 记录决策",
)
