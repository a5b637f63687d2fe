"""files.*: the external upload in three calls, and the processing that Slack does afterwards."""

import mimetypes

from aiohttp import web

from bot.workspace import shapes
from bot.workspace.args import Args
from bot.workspace.chat import place
from bot.workspace.office import Office
from bot.workspace.refusal import Refusal, faulty, missing
from bot.workspace.state import TEAM, Channel, File, Json, Message

SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
)


def get_upload_url(office: Office, args: Args) -> Json:
    """files.getUploadURLExternal."""
    name, length = args.need("filename"), args.number("length", 0)
    if length <= 0:
        raise missing("length")
    if length > office.desk.settings.upload_bytes:
        raise Refusal("file_upload_size_restricted")
    state = office.state
    row = File(state.id("F"), name, state.bot.user, int(state.now()), length, alt=args.text("alt_txt"))
    state.files[row.id] = row
    return {"upload_url": f"{office.state.base}/upload/v1/{row.id}", "file_id": row.id}


async def receive(office: Office, request: web.Request) -> web.Response:
    """The bytes of a file: raw under any content type, or the first part of a multipart body."""
    row = office.state.files.get(request.match_info["id"])
    if row is None or row.data is not None:
        return web.Response(status=404, text="no such upload")
    if request.content_type == "multipart/form-data":
        part = await (await request.multipart()).next()
        data = bytes(await part.read(decode=True)) if part is not None and hasattr(part, "read") else b""
    else:
        data = await request.read()
    if len(data) > office.desk.settings.upload_bytes:
        return web.Response(status=413, text="too large")
    row.data, row.length = data, len(data)
    return web.Response(text=f"OK - {len(data)}")


def complete_upload(office: Office, args: Args) -> Json:
    """files.completeUploadExternal. Blocks beside an initial_comment are ignored, as Slack says."""
    named = args.json("files")
    if not isinstance(named, list) or not named:
        raise missing("files")
    rows = [_uploaded(office, item) for item in named]
    targets = [_target(office, name) for name in (args.text("channel_id") or args.text("channels")).split(",") if name]
    if args.text("thread_ts") and len(targets) != 1:
        raise Refusal("invalid_arguments")
    thread = office.posting.parent(targets[0], args.text("thread_ts")) if targets else None
    comment, blocks = args.text("initial_comment"), args.json("blocks")
    content: Json = {"text": comment, "blocks": []}
    if blocks and not comment:
        if not isinstance(blocks, list):
            raise faulty("invalid_blocks", [("/blocks", "must be an array")])
        content = office.posting.content({"text": "", "blocks": blocks})
    office.desk.later(_process(office, rows, targets, {**content, "thread_ts": thread}))
    return {"files": [shapes.file(office.state, row) for row in rows]}


def info(office: Office, args: Args) -> Json:
    """files.info."""
    row = office.state.files.get(args.need("file"))
    if row is None:
        raise Refusal("file_not_found")
    return {"file": shapes.file(office.state, row), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(office: Office, args: Args) -> Json:
    """files.delete: the file goes, and so does a message that was nothing else."""
    row = office.state.files.pop(args.need("file"), None)
    if row is None:
        raise Refusal("file_not_found")
    for channel, stamps in row.shares.items():
        for ts in stamps:
            message = office.state.message(channel, ts)
            if message and row.id in message.files:
                message.files.remove(row.id)
                if message.files or message.text or message.blocks:
                    office.state.save(message)
                else:
                    office.posting.remove(message)
    return {}


def kind(name: str, data: bytes) -> str:
    """The mimetype of a file: by its bytes, else by its name."""
    for start, mimetype in SIGNATURES:
        if data.startswith(start):
            return mimetype
    return mimetypes.guess_type(name)[0] or (
        "text/plain" if name.endswith((".txt", ".md")) else "application/octet-stream"
    )


def _uploaded(office: Office, item: object) -> File:
    given = item if isinstance(item, dict) else {}
    row = office.state.files.get(str(given.get("id")))
    if row is None or row.data is None:
        raise Refusal("file_not_found")
    row.title = str(given.get("title") or row.title)
    return row


def _target(office: Office, name: str) -> Channel:
    channel = place(office, name) if name not in office.state.people else None
    if channel is None:
        raise Refusal("channel_not_found")
    if office.state.bot.user not in channel.members:
        raise Refusal("not_in_channel")
    return channel


async def _process(office: Office, rows: list[File], targets: list[Channel], content: Json) -> None:
    slow = office.desk.faults.meets("slow_processing")
    await office.desk.clock.sleep(slow.delay_s if slow else office.desk.settings.processing_s)
    for row in rows:
        row.ready, row.mimetype = True, kind(row.name, row.data or b"")
    for channel in targets:
        message = Message(channel.id, office.state.ts(), office.state.bot.user, subtype="file_share", **content)
        message.files = [row.id for row in rows]
        for row in rows:
            row.shares[channel.id].append(message.ts)
        office.posting.post(message, upload=True)
        for row in rows:
            office.events.shared(row, channel)


async def download(office: Office, request: web.Request) -> web.Response:
    """url_private: the bytes, for who holds the app's token."""
    row = office.state.files.get(request.match_info["id"].removeprefix(f"{TEAM}-"))
    if request.headers.get("Authorization") != f"Bearer {office.desk.settings.bot_token}":
        return web.Response(status=403, text="not authorized")
    if row is None or row.data is None:
        return web.Response(status=404, text="no such file")
    return web.Response(body=row.data, content_type=row.mimetype or "application/octet-stream")
