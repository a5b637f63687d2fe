"""What a channel is told when the bot comes into it."""

from analysis.model import Text
from handlers import guide
from handlers.command import Audience, Call, Reply, Shop


def welcome(call: Call, shop: Shop) -> Reply:
    """Said once in a channel the bot was invited to."""
    return Reply(
        headline=_HELLO.of(call.lang, shop=shop.catalog.name),
        body=(_HOW.of(call.lang, command=call.command),),
        steps=guide.examples(call, shop),
        audience=Audience.CHANNEL,
    )


_HELLO = Text("Hello! I answer questions about {shop}.", "大家好！我可以回答「{shop}」的数据问题。")
_HOW = Text(
    "Type {command} revenue last 7 days, or mention me. Everyone here sees the answer; add “quietly” to keep it yours.",
    "输入 {command} 销售额 最近7天，或者 @我。回答对频道所有人可见；加上「私下」则只有您能看到。",
)
