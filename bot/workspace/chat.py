"""chat.*: what the app says."""

from bot.workspace import checks, shapes
from bot.workspace.args import Args
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal
from bot.workspace.state import Channel, Json, Message

FAR = 120 * 24 * 3600


def place(office: Office, name: str) -> Channel:
    """The channel an app may see by that id or name, or a Refusal."""
    state = office.state
    channel = state.direct(name) if name in state.people else state.channel(name)
    if channel is None or (channel.private and state.bot.user not in channel.members):
        raise Refusal("channel_not_found")
    return channel


def writable(office: Office, args: Args) -> Channel:
    """The channel named by `channel`, when the app may write there."""
    if not args.text("channel"):
        raise Refusal("channel_not_found")
    channel = place(office, args.text("channel"))
    manifest = office.desk.manifest
    if channel.user and not manifest.messages:
        raise Refusal("messages_tab_disabled")
    if office.state.bot.user not in channel.members and not manifest.grants(["chat:write.public"]):
        raise Refusal("not_in_channel")
    return channel


def own(office: Office, channel: Channel, ts: str, refusal: str) -> Message:
    """A message the app itself posted there."""
    message = office.state.message(channel.id, ts)
    if message is None or message.only_for:
        raise Refusal("message_not_found")
    if message.user != office.state.bot.user:
        raise Refusal(refusal)
    return message


def content(office: Office, args: Args) -> Json:
    """The checked content of a message call."""
    given = {name: args.json(name) for name in ("blocks", "attachments", "metadata")}
    return office.posting.content({**given, "text": args.text("text"), "markdown_text": args.text("markdown_text")})


def post_message(office: Office, args: Args) -> Json:
    """chat.postMessage."""
    channel = writable(office, args)
    row = Message(channel.id, "", office.state.bot.user, **content(office, args))
    row.thread_ts = office.posting.parent(channel, args.text("thread_ts"))
    row.broadcast = bool(row.thread_ts) and args.flag("reply_broadcast")
    row.subtype = "thread_broadcast" if row.broadcast else None
    row.ts = office.state.ts()
    office.posting.post(row)
    answer: Json = {"channel": channel.id, "ts": row.ts, "message": shapes.message(office.state, row)}
    if len(args.text("text")) > checks.TEXT_CUT:
        answer |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return answer


def post_ephemeral(office: Office, args: Args) -> Json:
    """chat.postEphemeral."""
    channel = writable(office, args)
    user = args.need("user")
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    row = Message(channel.id, office.state.ts(), office.state.bot.user, only_for=user, **content(office, args))
    row.thread_ts = office.posting.parent(channel, args.text("thread_ts"))
    office.posting.post(row)
    return {"message_ts": row.ts}


def update(office: Office, args: Args) -> Json:
    """chat.update."""
    channel = writable(office, args)
    row = own(office, channel, args.need("ts"), "cant_update_message")
    if len(args.text("text")) > checks.UPDATE_TEXT:
        raise Refusal("msg_too_long")
    if not args.text("text") and args.given.get("blocks") is None and not args.text("markdown_text"):
        args.given |= {"text": row.text, "blocks": row.blocks}
    fresh = content(office, args)
    if args.given.get("file_ids") is not None:
        row.files = _files(office, args)
    office.posting.change(row, fresh)
    shown = shapes.message(office.state, row)
    return {"channel": channel.id, "ts": row.ts, "text": row.text, "message": shown}


def _files(office: Office, args: Args) -> list[str]:
    given = args.json("file_ids")
    ids = [str(id_) for id_ in given] if isinstance(given, list) else []
    if any(id_ not in office.state.files for id_ in ids):
        raise Refusal("file_not_found")
    return ids


def delete(office: Office, args: Args) -> Json:
    """chat.delete."""
    channel = place(office, args.need("channel"))
    row = own(office, channel, args.need("ts"), "cant_delete_message")
    office.posting.remove(row)
    return {"channel": channel.id, "ts": row.ts}


def permalink(office: Office, args: Args) -> Json:
    """chat.getPermalink."""
    channel = place(office, args.need("channel"))
    row = office.state.message(channel.id, args.need("message_ts"))
    if row is None:
        raise Refusal("message_not_found")
    thread = f"?thread_ts={row.thread_ts}&cid={channel.id}" if row.thread_ts else ""
    link = f"{office.state.base}/archives/{channel.id}/p{row.ts.replace('.', '')}{thread}"
    return {"channel": channel.id, "permalink": link}


def schedule(office: Office, args: Args) -> Json:
    """chat.scheduleMessage."""
    channel = writable(office, args)
    wait = args.number("post_at", 0) - office.state.now()
    if wait <= 0:
        raise Refusal("time_in_past")
    if wait > FAR:
        raise Refusal("time_too_far")
    parts = content(office, args)
    thread = office.posting.parent(channel, args.text("thread_ts"))
    office.desk.later(
        _say_later(office, Message(channel.id, "", office.state.bot.user, thread_ts=thread, **parts), wait)
    )
    return {"channel": channel.id, "scheduled_message_id": office.state.id("Q"), "post_at": args.number("post_at", 0)}


async def _say_later(office: Office, row: Message, wait: float) -> None:
    await office.desk.clock.sleep(wait)
    row.ts = office.state.ts()
    office.posting.post(row)


def react(office: Office, args: Args) -> Json:
    """reactions.add."""
    office.posting.react(_reacted(office, args), office.state.bot.user, _emoji(args))
    return {}


def unreact(office: Office, args: Args) -> Json:
    """reactions.remove."""
    office.posting.unreact(_reacted(office, args), office.state.bot.user, _emoji(args))
    return {}


def reactions(office: Office, args: Args) -> Json:
    """reactions.get."""
    row = _reacted(office, args)
    return {"type": "message", "channel": row.channel, "message": shapes.message(office.state, row)}


def pin(office: Office, args: Args) -> Json:
    """pins.add."""
    office.posting.pin(_pinnable(office, args), office.state.bot.user)
    return {}


def unpin(office: Office, args: Args) -> Json:
    """pins.remove."""
    office.posting.unpin(_pinnable(office, args), office.state.bot.user)
    return {}


def pins(office: Office, args: Args) -> Json:
    """pins.list."""
    channel = place(office, args.need("channel"))
    if office.state.bot.user not in channel.members:
        raise Refusal("not_in_channel")
    rows = [(office.state.message(channel.id, ts), pin) for ts, pin in channel.pins.items()]
    return {"items": [shapes.pinned(office.state, row, pin) for row, pin in rows if row]}


def _pinnable(office: Office, args: Args) -> Message:
    channel = place(office, args.need("channel"))
    row = office.state.message(channel.id, args.need("timestamp"))
    if office.state.bot.user not in channel.members:
        raise Refusal("not_in_channel")
    if row is None or row.only_for:
        raise Refusal("message_not_found")
    return row


def _reacted(office: Office, args: Args) -> Message:
    channel = place(office, args.need("channel"))
    row = office.state.message(channel.id, args.need("timestamp"))
    if row is None or row.only_for:
        raise Refusal("message_not_found")
    if office.state.bot.user not in channel.members:
        raise Refusal("not_in_channel")
    return row


def _emoji(args: Args) -> str:
    name = args.need("name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").replace(":", "").isalnum():
        raise Refusal("invalid_name")
    return name
