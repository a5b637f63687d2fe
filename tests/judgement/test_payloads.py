"""`chestnut payloads`: recorded payloads before Slack's own judge, for which the workspace stands in here."""

import asyncio
import io
import json
from dataclasses import dataclass, field

import pytest

from analysis.errors import Unavailable
from bot.__main__ import parser
from bot.cli.payloads import recorded
from bot.cli.verb import Status, Terminal
from bot.workspace import Workspace
from tests.bot.workspace_stage import manifest
from tests.conftest import NOON
from tests.judgement import golden

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}, "blocks": [{"type": "divider"}]}


@dataclass
class Judge:
    """The command, and the workspace it is run against."""

    workspace: Workspace
    tokens: list[str | None] = field(default_factory=list)

    async def ask(self, path) -> tuple[int, list[str]]:
        """Run the command in a thread of its own: its status and what it printed."""
        out = io.StringIO()
        there = Terminal({"SLACK_API_URL": self.workspace.api_url}, lambda: NOON, out, io.StringIO())
        args = parser().parse_args(["payloads", str(path)])
        return await asyncio.to_thread(args.verb.run, args, there), out.getvalue().splitlines()

    async def listen(self, request, _answer) -> None:
        self.tokens.append(request.headers.get("Authorization"))


@pytest.fixture
async def judge():
    judge = Judge(Workspace(manifest()))
    judge.workspace.app.on_response_prepare.append(judge.listen)
    await judge.workspace.start()
    yield judge
    await judge.workspace.stop()


@pytest.fixture
def written(tmp_path):
    """A file of recorded payloads."""

    def write(*payloads: dict):
        path = tmp_path / "some.json"
        path.write_text(json.dumps([{"method": "chat.postMessage", "given": given} for given in payloads]))
        return path

    return write


async def test_everything_the_bot_sends_is_accepted_and_no_token_is_sent_along(judge):
    status, said = await judge.ask(golden.FOLDER)
    assert status == Status.DONE
    assert said[-1].endswith("payloads accepted, 0 refused")
    assert len(said) > len(golden.names())
    assert set(judge.tokens) == {None}


async def test_what_slack_refuses_is_told_with_where_it_is(judge, written):
    status, said = await judge.ask(written({"text": "x", "blocks": [SECTION]}, {"blocks": [SECTION]}, {"view": MODAL}))
    assert status == Status.REFUSED
    assert said[0] == "refused some 1 chat.postMessage"
    assert said[1].strip() == "/blocks/0/text/text: must be less than 3001 characters"
    assert said[3].strip().startswith("/0/text/text: ")
    assert said[5].strip().startswith("/title")
    assert said[-1] == "0 payloads accepted, 3 refused"


async def test_asked_to_slow_down_it_asks_again(judge, written):
    judge.workspace.office.desk.faults.order("rate_limited", {"method": "blocks.validate", "retry_after_s": 0})
    status, _ = await judge.ask(written({"text": "x", "blocks": [{"type": "divider"}]}))
    assert status == Status.DONE
    assert len(judge.tokens) == 2


async def test_a_slack_that_cannot_be_reached_is_said_to_be(judge, written):
    path = written({"text": "x", "blocks": [{"type": "divider"}]})
    await judge.workspace.stop()
    with pytest.raises(Unavailable, match="cannot reach Slack"):
        await judge.ask(path)


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", '[{"method": "ack"}]', '["x"]'])
def test_a_file_without_payloads_is_named(tmp_path, text):
    path = tmp_path / "some.json"
    path.write_text(text)
    with pytest.raises(Unavailable, match=r"some\.json"):
        list(recorded(path))
