"""Whatever is sent, the workspace answers: never with an error of its own."""

import random

from bot.workspace.api import METHODS
from bot.workspace.control import ACTS
from tests.bot.workspace_stage import stage

CALLS = 800
NAMES = [
    "channel",
    "user",
    "users",
    "text",
    "blocks",
    "view",
    "view_id",
    "trigger_id",
    "ts",
    "timestamp",
    "thread_ts",
    "name",
    "files",
    "file",
    "file_ids",
    "channel_id",
    "channels",
    "metadata",
    "hash",
    "external_id",
    "limit",
    "cursor",
    "oldest",
    "latest",
    "types",
    "post_at",
    "length",
    "filename",
    "markdown_text",
    "message",
    "values",
    "value",
    "action_id",
    "block_id",
    "callback_id",
    "tab",
    "elements",
    "element",
    "options",
    "label",
    "title",
    "rows",
    "chart",
    "slack_file",
    "type",
]
LEAVES = (
    None,
    True,
    0,
    -1,
    3.5,
    10**30,
    "",
    "x",
    "sales",
    "dm",
    "ana",
    "1.2",
    "[1]",
    '{"a": 1}',
    "<@U0LOCALANA1> & <x|y>",
)
KINDS = [
    "section",
    "header",
    "context",
    "actions",
    "image",
    "input",
    "rich_text",
    "markdown",
    "table",
    "data_visualization",
]


def anything(dice: random.Random, depth: int = 0) -> object:
    """Some JSON, more or less like what is expected."""
    roll = dice.random()
    if depth > 3 or roll < 0.6:
        return dice.choice(LEAVES)
    if roll < 0.75:
        return [anything(dice, depth + 1) for _ in range(dice.randint(0, 3))]
    names = dice.sample(NAMES, dice.randint(0, 4))
    return {"type": dice.choice(KINDS), **{name: anything(dice, depth + 1) for name in names}}


def arguments(dice: random.Random, ts: str) -> dict[str, object]:
    """Arguments of a call, of which those that lead further are often right."""
    given = {name: anything(dice) for name in dice.sample(NAMES, dice.randint(0, 8))}
    if dice.random() < 0.7:
        given |= {"user": "ana", "channel": "sales", "ts": ts, "timestamp": ts, "action_id": "kind"}
    if dice.random() < 0.4:
        given["blocks"] = [anything(dice, 0) for _ in range(2)]
    return given


async def test_no_argument_whatever_breaks_the_workspace():
    dice = random.Random(7)
    async with stage() as slack:
        menu = {"type": "multi_users_select", "action_id": "kind"}
        row = await slack.client.chat_postMessage(
            channel="sales", text="x", blocks=[{"type": "actions", "elements": [menu]}]
        )
        paths = [f"/api/{name}" for name in METHODS if name != "chat.delete"] + [f"/_workspace/{name}" for name in ACTS]
        headers = {"Authorization": f"Bearer {slack.client.token}"}
        for _ in range(CALLS):
            path, given = dice.choice(paths), arguments(dice, row["ts"])
            async with slack.http.post(slack.workspace.url + path, json=given, headers=headers) as answer:
                assert answer.status < 500, (path, given)
                assert "ok" in await answer.json()
