"""Nothing is lost and nothing comes twice, whatever breaks: the faults and kill points of `python -m bench faults`."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bench import faults

pytestmark = pytest.mark.check


async def test_every_message_that_was_due_stands_exactly_once_and_the_records_agree(sample_home, capsys):
    # The name of a bot's socket must not be longer than 107 characters: pytest's own folders are too deep.
    with TemporaryDirectory() as folder:
        rows = await faults.measure(sample_home, Path(folder))
    goals = faults.judged(rows)
    said = capsys.readouterr().out
    with capsys.disabled():
        print(said)
    assert all(goal.met for goal in goals), said
