"""A decision proposed from words: said back, with the button that opens its form filled in."""

from analysis.model import Text
from handlers.command import Audience, Call, Origin, Reply, Shop, Step
from handlers.decide import named, written
from handlers.mentions import mention

CARRIED = 1_800
"""So much of the words fits into the button."""


def proposed(call: Call, shop: Shop) -> Reply:
    """`decide move 20% of search to email`: nothing is kept before the form is sent off."""
    lang, text = call.lang, written.kept(call.text)
    thread = _thread(call)
    value = named.carry(what=text, thread=thread)
    notes: tuple[str, ...] = ()
    if len(value) > CARRIED:
        value, notes = named.carry(what=text[: CARRIED // 2], thread=thread), (_CUT.of(lang),)
    episode = shop.records.episodes.of_card(call.channel, thread) if call.channel and thread else None
    about = (_ABOUT.of(lang, name=f"A-{episode.id}"),) if episode else ()
    return Reply(
        _PROPOSED.of(lang),
        body=(*map(written.shown, written.pieces(text)), *about),
        notes=(*notes, _HOW.of(lang, who=mention(call.person))),
        steps=(Step("decide.log", _LOG.of(lang), value, primary=True),),
        audience=Audience.THREAD if call.origin is Origin.MENTION else Audience.PERSON,
    )


def empty(call: Call) -> Step:
    """The button of an empty form, for where the call was made."""
    return Step("decide.log", _LOG.of(call.lang), named.carry(what="", thread=_thread(call)), primary=True)


def _thread(call: Call) -> str:
    """The thread a decision belongs to: the one that was spoken in, or that a mention begins."""
    return call.thread or (call.message if call.origin is Origin.MENTION else "") or ""


_PROPOSED = Text("⚖️ Log this decision?", "⚖️ 记录这条决策？")
_ABOUT = Text("It answers alert {name}.", "针对预警 {name}。")
_CUT = Text(
    "The form takes the first part of it: the rest stays in this message.",
    "表单只带入前一部分，其余内容仍在这条消息里。",
)
_HOW = Text(
    "{who}: add why, who and when in the form; nothing is kept before.",
    "{who}：请在表单中补充原因、负责人和日期，提交后才会保存。",
)
_LOG = Text("Log decision", "记录决策")
