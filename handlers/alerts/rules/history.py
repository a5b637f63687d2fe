"""What happened before: the alerts of a rule, of a channel or of all, and the story of one."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from analysis.alerts.noise import Past, Verdict
from analysis.alerts.people import Deed
from analysis.model import Text
from handlers.alerts import naming
from handlers.alerts.cards import lines, people, verdicts
from handlers.alerts.cards import view as views
from handlers.alerts.cards.times import Times
from handlers.alerts.cards.view import Breach, View
from handlers.alerts.cards.wording import DOT, Wording
from handlers.command import Call, Item, Reply, Shop, Step
from handlers.threads import log as threads
from storage.records.alerts.model import Episode, Kept, Status
from storage.records.threads.model import Kind, Subject

MOST: Final = 12
MOST_MOVES: Final = 40
MOST_NAMES: Final = 2


def history(call: Call, shop: Shop) -> Reply:
    """Of a rule its alerts, of an alert its story, of nothing named the latest alerts here."""
    found = naming.alert(call.text)
    if found is not None:
        return _story(found, call, shop)
    if not call.text.strip() and call.thread is None:
        return _latest(call, shop)
    kept = naming.said(call, shop, "history").kept
    episodes = shop.records.episodes.recent(MOST, rule_id=kept.id)
    title = naming.title(kept, shop, call.lang)
    if not episodes:
        return Reply(_NEVER.of(call.lang, rule=title), steps=(_show(kept, call),))
    items = tuple(_item(episode, call, shop) for episode in episodes)
    noise = Step("kpi.ask", _NOISE.of(call.lang), f"alert noise {naming.named(kept)}")
    return Reply(_HISTORY.of(call.lang, rule=title), items=items, steps=(_show(kept, call), noise))


def outcome(episode: Episode, deeds: tuple[Deed, ...]) -> Verdict:
    """What became of an episode."""
    return Past(episode.since, episode.ended_at, episode.told is not None, deeds).verdict


def _latest(call: Call, shop: Shop) -> Reply:
    """The latest alerts of the channel, else of all."""
    here = shop.records.episodes.recent(MOST, channel=call.channel) if call.channel else ()
    hidden = {each.id for each in shop.records.rules.all(*Status) if not naming.seen(each, call.channel, shop)}
    episodes = [each for each in here or shop.records.episodes.recent(MOST) if each.rule_id not in hidden]
    if not episodes:
        return Reply(_NOTHING.of(call.lang))
    headline = _HERE if here else _ALL
    return Reply(headline.of(call.lang), items=tuple(_item(episode, call, shop) for episode in episodes))


def _item(episode: Episode, call: Call, shop: Shop) -> Item:
    """An alert in a line: when, what, how long, what people made of it."""
    view = views.of(episode.id, shop, call.now, call.lang)
    wording = Wording(view, shop)
    times = wording.times
    named = [breach.name for breach in view.breaches[:MOST_NAMES] if breach.name]
    named += ["…"] if len(view.breaches) > MOST_NAMES else []
    what = view.kept.rule.name or wording.subject(*([_COMMA.of(call.lang).join(named)] if named else ()))
    lasted = (episode.ended_at or call.now) - episode.fired_at
    name = f"A-{episode.id}"
    said = [
        f"{people.mark(view)} {name}",
        times.clock(episode.fired_at),
        what,
        # What was over when it was made up for did not last on anybody's clock.
        _LASTED.of(call.lang, long=times.lasting(lasted)) if lasted >= timedelta(minutes=1) else "",
        VERDICTS[outcome(episode, view.deeds)].of(call.lang),
    ]
    return Item(DOT.join(filter(None, said)), Step("kpi.ask", _STORY.of(call.lang), f"alert history {name}"))


def _story(number: int, call: Call, shop: Shop) -> Reply:
    """Everything that happened to one alert, oldest first."""
    naming.said(call, shop, "history")
    view = views.of(number, shop, call.now, call.lang)
    wording = Wording(view, shop)
    log = threads.read(Subject(Kind.ALERT, number), call, shop)
    told = sorted((*_moves(view, shop), *_deeds(view, wording.times), *log.lines), key=lambda each: each[0])
    shown = tuple(f"{wording.times.clock(at)} · {said}" for at, said in told[-MOST_MOVES:])
    more = len(told) - len(shown)
    state = lines.closed(view, wording) if view.over else lines.state(wording)
    why = Step("kpi.ask", _WHY.of(call.lang), f"alert why A-{number}")
    notes = (*([_EARLIER.of(call.lang, n=more)] if more else []), *log.notes)
    return Reply(f"{people.mark(view)} A-{number} · {state}", body=shown, notes=notes, steps=(why,))


def _moves(view: View, shop: Shop) -> Iterator[tuple[datetime, str]]:
    """The changes of condition, each with what was seen."""
    wording = Wording(view, shop)
    for move in shop.records.windows.transitions_of(view.episode.id):
        named = views.names(view.kept, move.key, shop, view.lang)
        yield move.at, verdicts.line(Breach(move.key, named, move.after), wording)


def _deeds(view: View, times: Times) -> Iterator[tuple[datetime, str]]:
    """What people did, and what they took back."""
    for deed in view.deeds:
        yield deed.at, people.did(deed, times)
        if deed.undone:
            yield deed.undone, people.took_back(deed, times)


def _show(kept: Kept, call: Call) -> Step:
    return Step("kpi.ask", _RULE.of(call.lang), f"alert show {naming.named(kept)}")


VERDICTS: Final[Mapping[Verdict, Text]] = {
    Verdict.ACTED: Text("acted on", "已处理"),
    Verdict.FALSE_ALARM: Text("false alarm", "误报"),
    Verdict.IGNORED: Text("nobody acted", "无人处理"),
    Verdict.WAITING: Text("open", "未关闭"),
    Verdict.UNHEARD: Text("kept quiet", "未通知"),
}
"""What became of an alert, in few words."""

_LASTED = Text("{long}", "持续{long}")
_COMMA = Text(", ", "、")
_HISTORY = Text("What {rule} did", "{rule} 的历史")
_NEVER = Text("Never fired: {rule}", "从未触发：{rule}")
_NOTHING = Text("No alert has ever fired", "还没有触发过任何预警")
_HERE = Text("The latest alerts of this channel", "本频道最近的预警")
_ALL = Text("The latest alerts", "最近的预警")
_EARLIER = Text("and {n} earlier entries", "另有{n}条更早的记录")
_STORY = Text("Its story", "经过")
_WHY = Text("Why?", "为什么")
_RULE = Text("The rule", "查看规则")
_NOISE = Text("Noise", "噪音分析")
