"""Slack's framework for Node lives in the workspace as ours for Python does: another SDK, another wire encoding."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from tests.bot.workspace_stage import stage

pytestmark = pytest.mark.check

_READY_S = 30


@asynccontextmanager
async def second_client(node, folder):
    """A workspace with the Node app in it, connected by Socket Mode."""
    async with stage() as here:
        settings = here.workspace.settings
        environment = node.environment() | {
            "SLACK_API_URL": here.workspace.api_url,
            "SLACK_BOT_TOKEN": settings.bot_token,
            "SLACK_APP_TOKEN": settings.app_token,
        }
        client = await asyncio.create_subprocess_exec(
            str(node.program),
            "client.mjs",
            cwd=folder,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            line = await asyncio.wait_for(client.stdout.readline(), _READY_S)
            if not line:
                pytest.fail((await client.stderr.read()).decode())
            assert line.decode().split() == ["ready", here.workspace.office.state.bot.user]
            yield here
        finally:
            if client.returncode is None:
                client.kill()
            await client.communicate()


@pytest.fixture
async def here(node, packages):
    async with second_client(node, packages) as here:
        yield here


async def test_command_acknowledgement_response_url_upload_post_button_and_form(here):
    """The whole loop, each step by what the Node SDK sends for it."""
    await here.do("command", channel="sales", text="/ask revenue")
    assert (await here.see("acknowledged revenue"))["ephemeral"]
    assert not (await here.see("responded revenue"))["ephemeral"]
    (file,) = (await here.see("uploaded"))["files"]
    assert file["mimetype"] == "image/png"
    ts = (await here.see("posted"))["ts"]

    await here.do("action", channel="sales", ts=ts, action_id="open")
    (view,) = (await here.get("views", user="ana", wait_s="4"))["views"]
    refused = await here.do("submit", view_id=view["id"], values={"name": "ab"})
    assert refused["errors"] == {"name": "Too short."}
    await here.do("submit", view_id=view["id"], values={"name": "morning"})
    assert (await here.see("saved morning"))["ts"] == ts


async def test_mentions_shortcuts_and_home(here):
    said = await here.do("message", channel="sales", text="<@U0LOCALBOT1> hello")
    heard = await here.get("messages", channel="sales", user="ana", thread_ts=said["ts"], contains="heard", wait_s="4")
    assert heard["messages"][0]["thread_ts"] == said["ts"]

    await here.do("shortcut", callback_id="keep", channel="sales", ts=said["ts"])
    state = here.workspace.office.state
    assert await state.feed.until(lambda: state.message("C0SALES0001", said["ts"]).reactions, 4) == {
        "bookmark": [state.bot.user]
    }

    await here.do("home")
    home = (await here.get("home", user="ana", wait_s="4"))["view"]
    assert "Home of" in home["blocks"][0]["text"]["text"]
