"""Every payload the bot can send is known: a change of one is seen, read and meant.

After a change that is meant: `CHESTNUT_GOLDEN=write pytest -m check tests/judgement/test_golden.py`.
"""

import difflib
import os

import pytest

from tests.judgement import golden


@pytest.mark.check
@pytest.mark.parametrize("name", golden.names())
def test_the_bot_sends_what_it_is_known_to_send(name, played):
    path = golden.FOLDER / f"{name}.json"
    if os.environ.get("CHESTNUT_GOLDEN") == "write":
        path.write_text(played[name], encoding="utf-8")
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    changes = difflib.unified_diff(known.splitlines(), played[name].splitlines(), "known", "sent", lineterm="")
    if known != played[name]:
        pytest.fail("\n".join(changes), pytrace=False)


def test_each_golden_file_belongs_to_a_situation():
    assert {path.stem for path in golden.FOLDER.glob("*.json")} == set(golden.names())


def test_situations_send_something_by_every_way_the_bot_has():
    used = {payload["method"] for name in golden.names() for payload in golden.kept(name)}
    assert used >= {
        "ack",
        "chat.delete",
        "chat.postEphemeral",
        "chat.postMessage",
        "chat.update",
        "files.completeUploadExternal",
        "response_url",
        "views.open",
        "views.publish",
    }
