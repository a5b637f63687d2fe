"""Decisions on the stage: people at a shop, and a Slack that is a list of notices."""

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

import handlers
from analysis.model import Lang
from bot.plain import text as plain
from handlers.command import Call, Origin, Shop
from handlers.mentions import spoken, written
from storage.records import Stand
from tests.handlers.alert_stage import ANA, NOW, SALES, Outgoing

ACTIONS = {action.id: action.run for action in handlers.ACTIONS}
FORMS = {form.id: form for form in handlers.FORMS}
WHAT = "Move 20% of search spend to email"
GIVEN = {
    "what": WHAT,
    "why": "Search is dry",
    "stage": "decided",
    "options": "Wait\n* Move 20%\nStop search",
    "owner": "U0BO",
    "consulted": "U0SAM,U0LI",
    "metric": "revenue",
    "effect": "+5%",
    "review": "2026-12-06",
    "tags": "pricing, #双11",
}


def spelt(text):
    return written(text, spoken)


@dataclass
class Desk:
    """What people do, one after another."""

    shop: Shop
    mail: Outgoing = field(default_factory=Outgoing)
    channel: str = SALES

    def __post_init__(self):
        self.shop = replace(self.shop, mail=self.mail)

    def say(self, text, person=ANA, *, lang=Lang.EN, thread=None, origin=Origin.SLASH, at=NOW, channel=None):
        call = Call(text, person, lang, at, origin, channel or self.channel, thread)
        return handlers.answer(call, self.shop)

    def call(self, value="", person=ANA, *, lang=Lang.EN, thread=None, at=NOW, fields=None, text=""):
        place = (self.channel, thread, thread)
        return Call(text, person, lang, at, Origin.ACTION, *place, value, fields or {})

    def send(self, form="decide.log", value="", person=ANA, *, lang=Lang.EN, thread=None, at=NOW, **given):
        """A form filled in and sent off; what is told to its sender."""
        fields = (GIVEN | given) if form in ("decide.log", "alert.decide") else given
        call = self.call(value, person, lang=lang, thread=thread, at=at, fields=fields)
        faults = FORMS[form].check(fields, lang, self.shop.catalog)
        return faults or FORMS[form].run(call, self.shop)

    def open(self, form, value="", person=ANA, *, lang=Lang.EN):
        """The form as it opens: its inputs, and what it carries."""
        call = self.call(value, person, lang=lang)
        shown = FORMS[form]
        if shown.load:
            filled = shown.load(call, self.shop)
            return {field.id: field.initial for field in filled.fields}, filled.value
        return {field.id: field.initial for field in shown.fields(call, self.shop.catalog)}, value

    def press(self, action, value, person=ANA, *, text="", at=NOW + timedelta(hours=1)):
        return ACTIONS[action](self.call(value, person, text=text, at=at), self.shop)

    def stands(self, number=1, ts="1700000000.000500"):
        """The card of a decision has arrived in Slack."""
        self.shop.records.standing.put(f"D-{number}", Stand(SALES, ts), NOW)
        return ts

    def find(self, number=1):
        return self.shop.records.decisions.find(number)

    def keys(self):
        return [notice.key for notice in self.mail.notices]

    def card(self):
        """The latest card, as people read it."""
        notice = next(each for each in reversed(self.mail.notices) if not each.key.endswith("/line"))
        return re.sub(" {2,}", " ", spelt(plain(notice.reply, notice.lang)))

    def lines(self):
        return [spelt(each.reply.headline) for each in self.mail.notices if each.key.endswith("/line")]
