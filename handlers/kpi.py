"""How is a metric doing? Questions in words, and the menus that ask the next one."""

from dataclasses import replace

from analysis import language, periods
from analysis.errors import Mistake, NoData
from analysis.language import Reading
from analysis.model import Query
from analysis.vocabulary import Vocabulary
from handlers import manners, nothing, summary
from handlers.ask import Answered, asked, measure, words
from handlers.command import Audience, Call, Reply, Shop
from storage.records import Deed


def read(call: Call, shop: Shop) -> Reading:
    """What the call's text means: in a thread, as a change of its last question; else in its people's own period."""
    vocabulary = words(shop)
    base = last(call, shop)
    reading = language.read(call.text, vocabulary, call.now, base)
    wish = manners.of(call, shop)
    if base is None and wish.period and reading.query is not None:
        reading = _within(wish.period, call, reading, vocabulary)
    return replace(reading, quietly=reading.quietly or wish.quietly or call.quietly)


def answer(call: Call, shop: Shop) -> Reply:
    """Answer the question in the call's text. Raises Mistake and Unavailable."""
    return told(call, shop, read(call, shop))


def empty(call: Call, shop: Shop, fault: NoData) -> Reply:
    """Say that there is no data there, and offer the nearest that is. Raises `fault` where nothing can be asked."""
    if fault.query is None:
        raise fault
    return nothing.reply(measure(fault.query, shop, call.lang, call.text), shop)


def told(call: Call, shop: Shop, reading: Reading) -> Reply:
    """Measure a question, note who asked, and answer those who may see it."""
    answered = measure(asked(reading), shop, call.lang, call.text)
    note(call, shop, "asked", answered.canonical)
    return summary.reply(answered, shop, manners.audience(call, answered.answer.metric, quietly=reading.quietly))


def pressed(call: Call, shop: Shop) -> Reply:
    """Answer the question a menu was turned to.

    The asker's own answer gives way to the new one; under somebody else's, the new one stands in its thread.
    """
    answered, post = question(call, shop), manners.standing(call, shop)
    note(call, shop, "asked", answered.canonical)
    audience = manners.audience(call, answered.answer.metric, quietly=post is None)
    if audience is Audience.PERSON:
        return replace(summary.reply(answered, shop, audience), replaces=post is None and call.message is not None)
    if post is not None and post.person != call.person:
        return summary.reply(answered, shop, Audience.THREAD)
    return replace(summary.reply(answered, shop, audience), replaces=True)


def question(call: Call, shop: Shop) -> Answered:
    """The question that a pressed button or a menu carries, measured."""
    return measure(asked(language.read(call.value or call.text, words(shop), call.now)), shop, call.lang)


def last(call: Call, shop: Shop) -> Query | None:
    """The last question of the call's thread; one that no longer makes sense is no base for the next."""
    if call.channel is None or call.thread is None:
        return None
    text = shop.records.posts.question(call.channel, call.thread)
    if not text:
        return None
    try:
        return language.read(text, words(shop), call.now).query
    except Mistake:
        return None


def note(call: Call, shop: Shop, deed: str, subject: str) -> None:
    """Write down who did what, and where."""
    shop.records.audit.note(Deed(call.now, call.person, deed, subject, call.origin.value, call.channel))


def _within(period: str, call: Call, reading: Reading, vocabulary: Vocabulary) -> Reading:
    """The reading over the period people prefer, unless the question names one of its own."""
    usual = periods.default(periods.Clock(call.now, vocabulary.zone, vocabulary.week_start))
    if reading.query is None or reading.query.period != usual:
        return reading
    try:
        return language.read(f"{call.text} {period}", vocabulary, call.now)
    except Mistake:
        # Two periods in one question are refused: it had named the usual one itself.
        return reading
