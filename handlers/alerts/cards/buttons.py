"""What can be pressed on a card, by how people stand to it."""

from collections.abc import Mapping

from analysis.alerts.condition import Told
from analysis.alerts.handling import allowed
from analysis.alerts.people import Handled, Verb
from analysis.model import Lang, Text
from handlers.alerts.cards.choices import CLOSE, PRESETS
from handlers.alerts.cards.view import View
from handlers.command import Option, Step


def steps(view: View) -> tuple[Step, ...]:
    """The buttons of the card, those that make sense now."""
    about, lang = f"A-{view.episode.id}", view.lang
    shown = (
        *_handling(view, about),
        Step("alert.why", _WHY.of(lang), about),
        Step("alert.decide", _DECIDE.of(lang), about),
    )
    if view.over:
        return (*shown, *_verdict(view, about))
    return (*shown, *_closing(view, about))


def _handling(view: View, about: str) -> tuple[Step, ...]:
    handling, lang = view.handling, view.lang
    if view.over:
        return ()
    found = []
    if allowed(handling, Verb.ACK):
        held, asked = handling.state is Handled.ACKNOWLEDGED, view.episode.told is Told.REMINDER
        if not held or asked:
            found.append(Step("alert.ack", (_STILL if held else _ACK).of(lang), about, primary=True))
        if held:
            found.append(Step("alert.unack", _UNACK.of(lang), about))
    if allowed(handling, Verb.WAKE):
        found.append(Step("alert.wake", _WAKE.of(lang), about))
    elif allowed(handling, Verb.SNOOZE):
        found.append(Step("alert.snooze", _SNOOZE.of(lang), about, _options(PRESETS, lang)))
        found.append(Step("alert.until", _UNTIL.of(lang), about))
    if allowed(handling, Verb.ASSIGN):
        found.append(Step("alert.assign", _ASSIGN.of(lang), about, people=True))
    return tuple(found)


def _closing(view: View, about: str) -> tuple[Step, ...]:
    handling, lang = view.handling, view.lang
    if allowed(handling, Verb.REOPEN):
        return (*_unexplained(view, about), Step("alert.reopen", _REOPEN.of(lang), about))
    return (*_verdict(view, about), Step("alert.resolve", _RESOLVE.of(lang), about))


def _unexplained(view: View, about: str) -> tuple[Step, ...]:
    """An emoji says that it was nothing, not why."""
    if view.handling.state is not Handled.FALSE_ALARM or view.handling.why:
        return ()
    return (Step("alert.false", _REASON.of(view.lang), about, _options(CLOSE, view.lang)),)


def _verdict(view: View, about: str) -> tuple[Step, ...]:
    if view.handling.state is Handled.FALSE_ALARM:
        return _unexplained(view, about)
    return (Step("alert.false", _FALSE.of(view.lang), about, _options(CLOSE, view.lang)),)


def _options(labels: Mapping[str, Text], lang: Lang) -> tuple[Option, ...]:
    return tuple(Option(label.of(lang), value) for value, label in labels.items())


_ACK = Text("Acknowledge", "我来处理")
_STILL = Text("Still on it", "仍在处理")
_UNACK = Text("Not on it any more", "不再处理")
_SNOOZE = Text("Snooze", "暂停提醒")
_UNTIL = Text("Pick a time", "选择时间")
_WAKE = Text("End snooze", "恢复提醒")
_ASSIGN = Text("Assign", "指派")
_WHY = Text("Why", "为什么")
_DECIDE = Text("Log decision", "记录决策")
_REASON = Text("Why a false alarm", "误报原因")
_FALSE = Text("False alarm", "误报")
_RESOLVE = Text("Resolve", "已解决")
_REOPEN = Text("Open again", "重新打开")
