"""An answer moved about: shared with the channel, posted elsewhere, taken away, or carried off as a file."""

from dataclasses import replace

from analysis.model import Text
from handlers import manners, summary
from handlers.command import Attachment, Audience, Call, Reply, Shop
from handlers.export import as_csv, file_name
from handlers.kpi import note, question


def here(call: Call, shop: Shop) -> Reply:
    """Show everyone in the channel an answer that was private."""
    answered = question(call, shop)
    metric = answered.answer.metric
    if call.channel is None or not manners.may_see(metric, call.channel):
        return Reply(_NOT_HERE.of(call.lang, metric=metric.label.of(call.lang)))
    note(call, shop, "shared", answered.canonical)
    return summary.reply(answered, shop, Audience.CHANNEL)


def elsewhere(call: Call, shop: Shop) -> Reply:
    """Post an answer in another channel. `value` is the channel picked, `text` the question."""
    channel = call.value
    answered = question(replace(call, value=""), shop)
    metric = answered.answer.metric
    if not manners.may_see(metric, channel):
        return Reply(_NOT_THERE.of(call.lang, metric=metric.label.of(call.lang)))
    note(replace(call, channel=channel), shop, "shared", answered.canonical)
    return replace(summary.reply(answered, shop, Audience.CHANNEL), channel=channel)


def remove(call: Call, shop: Shop) -> Reply:
    """Take an answer away, if it is the caller's own. A private one is everyone's own."""
    post = manners.standing(call, shop)
    if post is not None and post.person != call.person:
        return Reply(_NOT_YOURS.of(call.lang))
    if post is not None:
        shop.records.posts.remove(post.channel, post.message, call.now)
        note(call, shop, "removed", post.question)
    return Reply(_REMOVED.of(call.lang), removes=True)


def as_file(call: Call, shop: Shop) -> Reply:
    """The rows of an answer as a CSV file, for the caller alone."""
    answered = question(call, shop)
    note(call, shop, "exported", answered.canonical)
    name = file_name(answered.answer)
    return Reply(
        _CSV.of(call.lang, name=f"{name}.csv"),
        attachments=(Attachment(f"{name}.csv", answered.canonical, as_csv(answered.answer)),),
        about=answered.canonical,
    )


_NOT_HERE = Text(
    "{metric} is not for this channel, so it stays between us. Its owner can allow it here: `audience` in shop.yaml.",
    "{metric}不对本频道开放，只有您能看到。负责人可以在 shop.yaml 的 audience 中放行。",
)
_NOT_THERE = Text(
    "{metric} is not for that channel. Pick another, or ask its owner to allow it in shop.yaml (audience).",
    "{metric}不对那个频道开放。请换一个频道，或请负责人在 shop.yaml 的 audience 中放行。",
)
_NOT_YOURS = Text("Only the person who asked can remove this answer.", "只有提问的人可以撤回这条回答。")
_REMOVED = Text("Removed.", "已撤回。")
_CSV = Text("Here is {name}. Only you can see it.", "{name} 已生成，只有您能看到。")
