"""A decision about an alert, where only a button can open the form for it."""

from analysis.model import Text
from handlers.command import Call, Reply, Step


def prompt(call: Call, episode_id: int) -> Reply:
    """Offer the form: what a reaction cannot open by itself."""
    about = f"A-{episode_id}"
    step = Step("alert.decide", _LOG.of(call.lang), about, primary=True)
    return Reply(_PROMPT.of(call.lang, name=about), steps=(step,))


_LOG = Text("Log decision", "记录决策")
_PROMPT = Text("Log a decision about {name}?", "为 {name} 记录一项决策？")
