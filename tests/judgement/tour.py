"""A tour of the workspace: every method of its Web API called, everything done that an app hears of."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.workspace import Settings, Workspace
from tests.bot.workspace_stage import EVENTS, PNG, SCOPES, manifest
from tests.judgement.wire import Tap

Json = dict[str, Any]
SALES = "C0SALES0001"
ANA = "U0LOCALANA1"
PLAIN = {"type": "plain_text", "text": "One"}
OPTION = {"text": PLAIN, "value": "one"}
PICK = {"placeholder": {"type": "plain_text", "text": "Pick"}}
ELEMENTS: tuple[tuple[Json, Any], ...] = (
    ({"type": "button", "text": PLAIN, "value": "one"}, None),
    ({"type": "static_select", **PICK, "options": [OPTION]}, "one"),
    ({"type": "multi_static_select", **PICK, "options": [OPTION]}, ["one"]),
    ({"type": "users_select", **PICK}, "sam"),
    ({"type": "multi_users_select", **PICK}, ["sam"]),
    ({"type": "channels_select", **PICK}, "marketing"),
    ({"type": "conversations_select", **PICK}, "marketing"),
    ({"type": "multi_conversations_select", **PICK}, ["marketing"]),
    ({"type": "overflow", "options": [OPTION]}, "one"),
    ({"type": "checkboxes", "options": [OPTION]}, ["one"]),
    ({"type": "radio_buttons", "options": [OPTION]}, "one"),
    ({"type": "datepicker"}, "2026-11-22"),
    ({"type": "timepicker"}, "09:00"),
    ({"type": "datetimepicker"}, 1_795_362_000),
)
"""Every control that can stand in a message, and what a person makes of it."""
INPUTS: tuple[tuple[Json, Any], ...] = (
    ({"type": "plain_text_input"}, "morning"),
    ({"type": "number_input", "is_decimal_allowed": False}, "7"),
    ({"type": "email_text_input"}, "ana@example.com"),
    ({"type": "url_text_input"}, "https://example.com"),
    ({"type": "conversations_select", **PICK, "response_url_enabled": True}, "marketing"),
    *(pair for pair in ELEMENTS if pair[0]["type"] not in ("button", "overflow", "conversations_select")),
)
"""Every control that can stand in a form."""


def named(element: Json) -> Json:
    """An element with an id of its own."""
    return {**element, "action_id": element["type"]}


@dataclass
class Tour:
    """A workspace, an app that only listens, and what passed between them."""

    workspace: Workspace
    http: aiohttp.ClientSession
    tap: Tap = field(default_factory=Tap)
    envelopes: list[Json] = field(default_factory=list)

    async def call(self, method: str, **given: Any) -> Json:
        """Call the Web API with the bot's token."""
        token = self.workspace.settings.app_token if method.startswith("apps.") else self.workspace.settings.bot_token
        headers = {"Authorization": f"Bearer {token}"}
        async with self.http.post(self.workspace.api_url + method, json=given, headers=headers) as answer:
            return await answer.json()

    async def do(self, act: str, user: str = "ana", **given: Any) -> Json:
        """What a person does, and all that comes of it."""
        async with self.http.post(f"{self.workspace.url}/_workspace/{act}", json={"user": user, **given}) as answer:
            done = await answer.json()
        await self.settled()
        return done

    async def settled(self) -> None:
        """Wait until the workspace has told the app everything."""
        while busy := set(self.workspace.office.desk.tasks):
            await asyncio.wait(busy, timeout=10)

    async def listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Acknowledge what arrives, and keep it."""
        async for message in socket:
            envelope = message.json()
            if "envelope_id" in envelope:
                self.envelopes.append(envelope)
                await socket.send_json({"envelope_id": envelope["envelope_id"]})

    async def upload(self, **shared: Any) -> str:
        """A picture by the external upload flow; its id."""
        place = await self.call("files.getUploadURLExternal", filename="a.png", length=len(PNG))
        async with self.http.post(place["upload_url"], data=PNG) as sent:
            assert sent.status == 200
        await self.call("files.completeUploadExternal", files=[{"id": place["file_id"], "title": "A"}], **shared)
        return place["file_id"]


@asynccontextmanager
async def tour() -> AsyncIterator[Tour]:
    """A workspace that knows every scope and event, with a listening app."""
    scopes = [*SCOPES, "team:read", "users:read.email"]
    workspace = Workspace(manifest(scopes=scopes, events=EVENTS), Settings(processing_s=0.01))
    async with aiohttp.ClientSession() as http:
        here = Tour(workspace, http)
        here.tap.on(workspace.app)
        await workspace.start()
        opened = await here.call("apps.connections.open")
        async with http.ws_connect(opened["url"]) as socket:
            listening = asyncio.create_task(here.listen(socket))
            yield here
            await here.settled()
            await socket.close()
            await listening
        await workspace.stop()


async def everything(here: Tour) -> None:
    """The whole tour."""
    await _look_around(here)
    ts = await _talk(here)
    await _press(here, ts)
    await _fill_forms(here)
    await _move_about(here, ts)
    await _share_files(here)
    await _be_refused(here)


async def _look_around(here: Tour) -> None:
    for method in ("api.test", "auth.test", "bots.info", "team.info", "users.list", "usergroups.list"):
        await here.call(method, include_users=True)
    await here.call("users.info", user=ANA, include_locale=True)
    await here.call("users.lookupByEmail", email="ana@example.com")
    await here.call("usergroups.users.list", usergroup="S0ANALYSTS1")
    every = "public_channel,private_channel,im"
    await here.call("conversations.list", types=every, limit=2)
    await here.call("users.conversations", types=every)
    await here.call("conversations.info", channel=SALES)
    await here.call("conversations.members", channel=SALES)
    await here.call("conversations.open", users=ANA, return_im=True)
    await here.call("conversations.open", users=ANA)


async def _talk(here: Tour) -> str:
    """A message by the app with every control under it; its ts."""
    await here.do("message", channel="sales", text="hello <@U0LOCALBOT1>")
    await here.do("message", channel="dm", text="hello")
    rows = [{"type": "actions", "elements": [named(element) for element, _ in ELEMENTS]}]
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}}
    posted = await here.call("chat.postMessage", channel=SALES, text="Hello", blocks=[section, *rows])
    ts = posted["ts"]
    await here.call("chat.postMessage", channel=SALES, text="a reply", thread_ts=ts)
    await here.do("message", channel="sales", text="another", thread_ts=ts)
    await here.call("chat.postEphemeral", channel=SALES, user=ANA, text="Only you")
    await here.call("chat.getPermalink", channel=SALES, message_ts=ts)
    await here.call("chat.scheduleMessage", channel=SALES, text="later", post_at=int(here.workspace.settings.now()) + 1)
    await here.call("reactions.add", channel=SALES, timestamp=ts, name="eyes")
    await here.do("reaction", channel="sales", ts=ts, name="thumbsup")
    await here.call("reactions.get", channel=SALES, timestamp=ts)
    await here.call("pins.add", channel=SALES, timestamp=ts)
    await here.call("pins.list", channel=SALES)
    await here.call("conversations.history", channel=SALES)
    await here.call("conversations.replies", channel=SALES, ts=ts)
    return ts


async def _press(here: Tour, ts: str) -> None:
    for element, value in ELEMENTS:
        done = await here.do("action", channel="sales", ts=ts, action_id=element["type"], value=value)
        assert done.get("acked"), (element["type"], done)
    await here.do("action", channel="sales", ts=ts, action_id="button")
    hook = here.envelopes[-1]["payload"]["response_url"]
    for said in ({"text": "for you"}, {"text": "for all", "response_type": "in_channel"}, {"blocks": [{"type": "x"}]}):
        async with here.http.post(hook, json=said) as answer:
            await answer.read()
    await here.do("shortcut", callback_id="keep", channel="sales", ts=ts)
    await here.do("shortcut", callback_id="ask")
    await here.do("command", channel="sales", text="/ask revenue <@U0LOCALSAM1>")
    await here.do("command", channel="dm", text="/raw revenue")


async def _fill_forms(here: Tour) -> None:
    inputs = [
        {"type": "input", "block_id": element["type"], "label": PLAIN, "element": named(element)}
        for element, _ in INPUTS
    ]
    form = {"type": "modal", "callback_id": "form", "title": PLAIN, "submit": PLAIN, "notify_on_close": True}
    opened = await here.call("views.open", trigger_id=await _trigger(here), view={**form, "blocks": inputs})
    view = opened["view"]
    await here.call("views.update", view_id=view["id"], view={**form, "blocks": inputs, "external_id": "one"})
    values = {element["type"]: value for element, value in INPUTS}
    sent = await here.do("submit", view_id=view["id"], values=values)
    assert sent.get("acked"), sent

    button = {"type": "actions", "elements": [named(ELEMENTS[0][0])]}
    opened = await here.call("views.open", trigger_id=await _trigger(here), view={**form, "blocks": [button]})
    await here.do("action", view_id=opened["view"]["id"], action_id="button")
    trigger = here.envelopes[-1]["payload"]["trigger_id"]
    pushed = await here.call("views.push", trigger_id=trigger, view={**form, "blocks": [button]})
    await here.do("close", view_id=pushed["view"]["id"])

    await here.do("home")
    home = await here.call("views.publish", user_id=ANA, view={"type": "home", "blocks": [button]})
    await here.do("action", view_id=home["view"]["id"], action_id="button")
    await here.do("home")
    await here.do("home", tab="messages")


async def _trigger(here: Tour) -> str:
    done = await here.do("command", channel="sales", text="/ask form")
    return done["trigger_id"]


async def _move_about(here: Tour, ts: str) -> None:
    said = await here.do("message", channel="sales", text="a slip")
    await here.do("edit", channel="sales", ts=said["ts"], text="no slip")
    await here.do("delete", channel="sales", ts=said["ts"])
    await here.call("chat.update", channel=SALES, ts=ts, text="Hello again", blocks=[])
    await here.do("reaction", channel="sales", ts=ts, name="thumbsup", remove=True)
    await here.call("reactions.remove", channel=SALES, timestamp=ts, name="eyes")
    await here.call("pins.remove", channel=SALES, timestamp=ts)
    await here.call("chat.delete", channel=SALES, ts=ts)
    await here.do("command", channel="random", text="/invite @tiny")
    await here.do("command", channel="random", text="/remove @tiny")
    await here.call("conversations.join", channel="C0RANDOM001")
    await here.call("conversations.join", channel="C0RANDOM001")
    await here.settled()


async def _share_files(here: Tour) -> None:
    alone = await here.upload()
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "with words"}}]
    shared = await here.upload(channel_id=SALES, blocks=blocks)
    await here.settled()
    for file in (alone, shared):
        await here.call("files.info", file=file)
    await here.call("conversations.history", channel=SALES)
    await here.call("files.delete", file=alone)
    await here.call("blocks.validate", blocks=blocks)


async def _be_refused(here: Tour) -> None:
    await here.call("blocks.validate", blocks=[{"type": "carpet"}])
    await here.call("chat.postMessage", channel=SALES, blocks=[{"type": "section"}])
    await here.call("chat.postMessage", channel="C0NOWHERE01", text="x")
    await here.call("conversations.replies", channel=SALES, ts="1.0")
    await here.call("views.open", trigger_id="1.2.3", view={"type": "modal", "title": PLAIN, "blocks": []})
    await here.call("users.info", user="U0NOBODY001")
