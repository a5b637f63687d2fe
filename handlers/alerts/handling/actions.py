"""The buttons and menus of a card: each does one thing to its alert."""

from collections.abc import Callable
from dataclasses import replace

from analysis.alerts.people import Verb
from analysis.model import Text
from handlers.alerts.cards import view as views
from handlers.alerts.cards.people import ackers
from handlers.alerts.handling import snoozing, which
from handlers.alerts.handling.handle import Act, do, take_back
from handlers.alerts.rules import why
from handlers.command import Call, Reply, Shop
from handlers.tables import Action, Form


def unack(call: Call, shop: Shop) -> None:
    """Whoever is on it no longer is; who is not, takes it off those who are."""
    let_go(which.carried(call), "alert.unack", call, shop)


def let_go(episode_id: int, source: str, call: Call, shop: Shop) -> views.View:
    """The caller's own acknowledgements are undone; one who has none takes it off everybody."""
    mine = call.person in {deed.person for deed in ackers(views.known(episode_id, shop).deeds)}
    if mine:
        return take_back(episode_id, Verb.ACK, "", call, shop)
    return do(episode_id, Act(Verb.UNACK, source), call, shop)


def snooze(call: Call, shop: Shop) -> None:
    """Snooze for the preset that was picked."""
    end = snoozing.until(call.value, call.now, shop.catalog.zone)
    do(which.carried(call), Act(Verb.SNOOZE, "alert.snooze", until=end), call, shop)


def assign(call: Call, shop: Shop) -> None:
    """Ask the person that was picked."""
    do(which.carried(call), Act(Verb.ASSIGN, "alert.assign", whom=call.value), call, shop)


def false_alarm(call: Call, shop: Shop) -> None:
    """It was nothing, for the reason that was picked."""
    do(which.carried(call), Act(Verb.FALSE_ALARM, "alert.false", why=call.value), call, shop)


def tell_why(call: Call, shop: Shop) -> Reply:
    """The whole story of it, for whoever asks."""
    return why.why(replace(call, text=f"A-{which.carried(call)}"), shop)


def _does(verb: Verb, source: str) -> Callable[[Call, Shop], Reply | None]:
    def run(call: Call, shop: Shop) -> None:
        do(which.carried(call), Act(verb, source), call, shop)

    return run


ACTIONS = (
    Action("alert.ack", Text("say that you are on it", "表示由您处理"), _does(Verb.ACK, "alert.ack")),
    Action("alert.unack", Text("let it go again", "表示不再处理"), unack),
    Action("alert.snooze", Text("no reminders for a while", "暂停提醒一段时间"), snooze),
    Action("alert.wake", Text("end the snooze", "恢复提醒"), _does(Verb.WAKE, "alert.wake")),
    Action("alert.assign", Text("ask a person to look at it", "指派给某人"), assign),
    Action("alert.why", Text("tell why you were told", "说明为什么提醒"), tell_why),
    Action("alert.resolve", Text("mark it as resolved", "标记为已解决"), _does(Verb.RESOLVE, "alert.resolve")),
    Action("alert.false", Text("mark it as a false alarm, and why", "标记为误报并说明原因"), false_alarm),
    Action("alert.reopen", Text("open it again", "重新打开"), _does(Verb.REOPEN, "alert.reopen")),
)

FORMS = (
    Form(
        "alert.until",
        Text("Snooze until", "暂停提醒到"),
        Text("Snooze", "暂停"),
        snoozing.fields,
        snoozing.check,
        snoozing.submitted,
    ),
)
