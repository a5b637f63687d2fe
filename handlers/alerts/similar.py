"""What happened the last times: earlier episodes of the same rule, and what people did about them."""

from typing import Final

from analysis.alerts.handling import handling
from analysis.alerts.people import Deed, Handled, Handling
from analysis.model import Text
from handlers.alerts.people import because
from handlers.alerts.wording import Wording
from handlers.command import mention
from storage.records.alerts.decision import Decision
from storage.records.alerts.decisions import Search
from storage.records.alerts.model import Episode

MOST: Final = 20
"""How far back they are counted."""
MOST_WORDS: Final = 200


def line(wording: Wording) -> str:
    """How often it happened before, and what came of the last time that people did something about."""
    records = wording.shop.records
    earlier = records.episodes.similar(wording.view.episode, MOST)
    if not earlier:
        return ""
    ids = tuple(episode.id for episode in earlier)
    decided: dict[int | None, Decision] = {}
    for decision in records.decisions.search(Search(episodes=ids)):
        decided.setdefault(decision.origin.episode, decision)
    done = records.deeds.of_all(ids)
    told = [(each, _outcome(wording, each, decided.get(each.id), done[each.id])) for each in earlier]
    last, said = next((pair for pair in told if pair[1]), (earlier[0], ""))
    sentence = _ONCE if len(earlier) == 1 else _OFTEN
    return sentence.of(
        wording.lang,
        n=f"{len(earlier)}+" if len(earlier) == MOST else len(earlier),
        when=wording.times.day(last.fired_at),
        said=said or _NOBODY.of(wording.lang, long=_lasting(wording, last)),
    )


def _outcome(wording: Wording, episode: Episode, decision: Decision | None, deeds: tuple[Deed, ...]) -> str:
    """What came of an episode, in few words; nothing where nobody did anything."""
    lang = wording.lang
    if decision is not None:
        return _DECIDED.of(lang, what=decision.latest.said.what[:MOST_WORDS])
    stood = handling(deeds, episode.ended_at or wording.view.now)
    sentence = _OUTCOMES.get(stood.state)
    if sentence is None:
        return ""
    return sentence.of(lang, who=mention(stood.by), long=_lasting(wording, episode)) + because(_why(stood), lang)


def _why(stood: Handling) -> str:
    return stood.why[:MOST_WORDS]


def _lasting(wording: Wording, episode: Episode) -> str:
    return wording.times.lasting((episode.ended_at or wording.view.now) - episode.fired_at)


_ONCE = Text("It happened once before, on {when}: {said}", "之前发生过1次（{when}）：{said}")
_OFTEN = Text(
    "{n} similar episodes before. Last time ({when}): {said}", "之前发生过{n}次类似情况，上一次（{when}）：{said}"
)
_DECIDED = Text("decided “{what}”", "决定“{what}”")
_NOBODY = Text("nobody acted, over after {long}", "无人处理，{long}后恢复")
_OUTCOMES = {
    Handled.RESOLVED: Text("{who} resolved it", "{who} 已解决"),
    Handled.FALSE_ALARM: Text("a false alarm, said {who}", "{who} 认为是误报"),
    Handled.ACKNOWLEDGED: Text("{who} was on it, over after {long}", "{who} 处理，{long}后恢复"),
}
