"""An alert on the stage: a rule that fires in the South, its card standing in a channel, and people at it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from analysis.alerts import instances
from analysis.alerts.condition import Condition, Outcome, Reason, Seen, State
from analysis.alerts.rule import Baseline, Kind, Rule, Side, Trigger
from analysis.model import Lang
from bot.letters import Letter
from bot.packing import pack_notice
from bot.plain import text as plain
from handlers import decide
from handlers.alerts.cards import view as views
from handlers.alerts.cards.card import card
from handlers.alerts.handling import actions, reactions
from handlers.command import Call, Notice, Origin, Shop
from handlers.mentions import spoken, written
from storage.records import Stand
from storage.records.alerts.model import Episode

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
END = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
SALES, TS = "C0SALES", "1700000000.000100"
ANA, BO, SAM = "U0ANA", "U0BO", "U0SAM"
DROP = Rule(
    "revenue",
    Trigger(Kind.CHANGE, Side.BELOW, 0.1, baseline=Baseline.SAME_WEEKDAY),
    by=("region",),
    pending=2,
    owner=SAM,
    channel=SALES,
)
ACTIONS = {action.id: action.run for action in (*actions.ACTIONS, *decide.ACTIONS)}
ACTIONS |= {form.id: form.run for form in (*actions.FORMS, *decide.FORMS)}
REACTED = {event.id: event.run for event in reactions.EVENTS}


@dataclass
class Outgoing:
    """The mail of a bot whose Slack is this list."""

    notices: list[Notice] = field(default_factory=list)
    looks: int = 0

    def pack(self, notice):
        self.notices.append(notice)
        letter = Letter(notice.reply, notice.lang, channel=notice.channel, key=notice.key)
        return pack_notice(letter, notice, "thread")

    def look(self):
        self.looks += 1

    def reaches(self, _channel):
        return True


def fired(value=812_000.0, baseline=990_000.0, *, breaches=2, **more):
    """The condition of an instance that has been bad for so many days, up to yesterday."""
    seen = Seen(END - timedelta(1), END, Outcome.BREACH, value, baseline, impact=abs(baseline - value), **more)
    return State(Condition.ALERTING, Reason.BREACH, NOW, END - timedelta(breaches - 1), breaches, seen=seen)


def well(value=985_000.0, baseline=990_000.0):
    """The condition of an instance that is normal again."""
    seen = Seen(END - timedelta(1), END, Outcome.CLEAR, value, baseline)
    return State(Condition.NORMAL, Reason.RECOVERED, NOW, clean=1, seen=seen)


def spelt(text):
    """A text with its mentions as they read where Slack does not show names."""
    return written(text, spoken)


def key(*values):
    return instances.key(values)


@dataclass
class Stage:
    """One episode in the records, and what people do to it."""

    shop: Shop
    mail: Outgoing
    episode: int

    def press(self, action, person=ANA, value=None, *, lang=Lang.EN, at=NOW, fields=None):
        """A button of the card pressed, or a menu or a form of it."""
        name = f"A-{self.episode}"
        call = Call(name, person, lang, at, Origin.ACTION, SALES, TS, TS, value or name, fields or {})
        return ACTIONS[action](call, self.shop)

    def react(self, emoji, person=ANA, *, at=NOW, done=None, removed=False, ts=TS):
        """An emoji put on the card, or taken off, at `done`, heard of at `at`."""
        kind = "removed" if removed else "added"
        call = Call(kind, person, Lang.EN, at, Origin.REACTION, SALES, None, ts, emoji, done_at=done or at)
        return REACTED[f"reaction_{kind}"](call, self.shop)

    def view(self, at=NOW):
        return views.of(self.episode, self.shop, at)

    def card(self, at=NOW):
        """The card as it looks now, as text."""
        shown = self.view(at)
        return plain(card(shown, self.shop), shown.lang)

    def buttons(self):
        return [step.action for step in card(self.view(), self.shop).steps]

    def lines(self):
        """What the thread was told, in order."""
        return [spelt(notice.reply.headline) for notice in self.mail.notices if notice.under]

    def cards(self):
        """The texts the card was changed to, in order."""
        return [plain(notice.reply, notice.lang) for notice in self.mail.notices if notice.edits]

    def deeds(self):
        return [
            (deed.person, deed.verb.value, deed.undone is None) for deed in self.shop.records.deeds.of(self.episode)
        ]

    def audit(self):
        return [(deed.person, deed.deed, deed.subject) for deed in reversed(self.shop.records.audit.recent())]


def opened(shop, rule=DROP, states=None, lang=Lang.EN):
    """An episode of a rule with its card standing in Slack."""
    records, states = shop.records, {key("South"): fired()} if states is None else states
    kept = records.rules.add(rule, SAM, lang, NOW - timedelta(30), END)
    number = records.episodes.number()
    firing = tuple(name for name, state in states.items() if state.firing)
    since = min(state.breached for state in states.values() if state.breached)
    episode = Episode(number, kept.id, SALES, since, NOW - timedelta(hours=2), firing=firing, card=f"A-{number}")
    records.episodes.add(replace(episode, told_at=NOW - timedelta(hours=2)))
    records.windows.keep(kept.id, states)
    records.standing.put(f"A-{number}", Stand(SALES, TS), NOW)
    mail = Outgoing()
    return Stage(replace(shop, mail=mail), mail, number)
