"""What happened the last times: earlier episodes of the same rule, what people did about them, what came of that."""

from typing import Final

from analysis import words
from analysis.alerts.handling import handling
from analysis.alerts.people import Deed, Handled, Handling
from analysis.model import Lang, Text
from handlers.alerts.cards.people import because
from handlers.alerts.cards.wording import Wording
from handlers.command import mention
from storage.records.alerts.decision import Decision, Stage, Verdict
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
        return _elsewhere(wording)
    ids = tuple(episode.id for episode in earlier)
    decided: dict[int | None, Decision] = {}
    for decision in records.decisions.search(Search(episodes=ids)):
        decided.setdefault(decision.origin.episode, decision)
    done = records.deeds.of_all(ids)
    told = [(each, _outcome(wording, each, decided.get(each.id), done[each.id])) for each in earlier]
    last, said = next((pair for pair in told if pair[1]), (earlier[0], ""))
    sentence = _ONCE if len(earlier) == 1 else _OFTEN
    counted = sentence.of(
        wording.lang,
        n=f"{len(earlier)}+" if len(earlier) == MOST else len(earlier),
        when=wording.times.day(last.fired_at),
        said=said or _NOBODY.of(wording.lang, long=_lasting(wording, last)),
    )
    return counted if decided else "\n".join(filter(None, (counted, _elsewhere(wording))))


def _outcome(wording: Wording, episode: Episode, decision: Decision | None, deeds: tuple[Deed, ...]) -> str:
    """What came of an episode, in few words; nothing where nobody did anything."""
    lang = wording.lang
    if decision is not None:
        return _decided(decision, lang)
    stood = handling(deeds, episode.ended_at or wording.view.now)
    sentence = _OUTCOMES.get(stood.state)
    if sentence is None:
        return ""
    return sentence.of(lang, who=mention(stood.by), long=_lasting(wording, episode)) + because(_why(stood), lang)


def _elsewhere(wording: Wording) -> str:
    """The latest reviewed decision in this channel on the same metric, where its own alert was about the same part."""
    view, records = wording.view, wording.shop.records
    wanted = Search(metric=wording.rule.metric, channel=view.episode.channel, stages=(Stage.REVIEWED,), limit=MOST)
    for decision in records.decisions.search(wanted):
        if decision.origin.episode != view.episode.id and _alike(decision, wording):
            when = wording.times.day(decision.at)
            return _BEFORE.of(wording.lang, name=f"D-{decision.id}", when=when, said=_decided(decision, wording.lang))
    return ""


def _alike(decision: Decision, wording: Wording) -> bool:
    """Whether a decision was about one of the instances that are in breach now: the same values, by whichever rule."""
    rule, records = wording.rule, wording.shop.records
    episode = records.episodes.find(decision.origin.episode) if decision.origin.episode is not None else None
    kept = records.rules.find(episode.rule_id) if episode else None
    if episode is None or kept is None:
        return not rule.by and not rule.filters
    same = (kept.rule.by, kept.rule.filters) == (rule.by, rule.filters)
    return same and bool({breach.key for breach in wording.view.breaches} & _instances(episode, wording))


def _instances(episode: Episode, wording: Wording) -> set[str]:
    """Every instance that an episode was about."""
    return {*episode.firing, *(move.key for move in wording.shop.records.windows.transitions_of(episode.id))}


def _decided(decision: Decision, lang: Lang) -> str:
    """What was decided, and once it was reviewed what came of it: "decided “…”; +4.0% (worked)", and the lesson."""
    said = decision.latest.said
    told = _DECIDED.of(lang, what=said.what[:MOST_WORDS])
    if said.verdict is None:
        return told
    verdict = _VERDICTS[said.verdict].of(lang)
    known = _JUDGED if said.measured is None else _MEASURED
    told += known.of(lang, verdict=verdict, by=words.change(said.measured, lang))
    return told + (_LESSON.of(lang, lesson=said.lesson[:MOST_WORDS]) if said.lesson else "")


def _why(stood: Handling) -> str:
    return stood.why[:MOST_WORDS]


def _lasting(wording: Wording, episode: Episode) -> str:
    return wording.times.lasting((episode.ended_at or wording.view.now) - episode.fired_at)


_ONCE = Text("It happened once before, on {when}: {said}", "之前发生过1次（{when}）：{said}")
_OFTEN = Text(
    "{n} similar episodes before. Last time ({when}): {said}", "之前发生过{n}次类似情况，上一次（{when}）：{said}"
)
_DECIDED = Text("decided “{what}”", "决定“{what}”")
_BEFORE = Text("Something similar before, {name} on {when}: {said}", "之前有类似情况，{name}（{when}）：{said}")
_MEASURED = Text("; {by} ({verdict})", "；{by}（{verdict}）")
_JUDGED = Text(" ({verdict})", "（{verdict}）")
_LESSON = Text(". Lesson: {lesson}", "。经验：{lesson}")
_VERDICTS = {
    Verdict.WORKED: Text("worked", "有效"),
    Verdict.DID_NOT: Text("did not work", "无效"),
    Verdict.INCONCLUSIVE: Text("inconclusive", "无法判断"),
}
_NOBODY = Text("nobody acted, over after {long}", "无人处理，{long}后恢复")
_OUTCOMES = {
    Handled.RESOLVED: Text("{who} resolved it", "{who} 已解决"),
    Handled.FALSE_ALARM: Text("a false alarm, said {who}", "{who} 认为是误报"),
    Handled.ACKNOWLEDGED: Text("{who} was on it, over after {long}", "{who} 处理，{long}后恢复"),
}
