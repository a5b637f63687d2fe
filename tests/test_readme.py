"""README says what is true: its commands run, its questions are understood, its tables are the code's."""

import io
import re
import shlex
from pathlib import Path

import pytest

from analysis import language
from analysis.digests import reading as schedules
from bot import opening
from bot import settings as environment
from bot.__main__ import parser
from bot.cli.verb import Status, Terminal
from bot.settings import SETTINGS
from handlers.ask import words
from tests.conftest import NOON

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
QUESTIONS = re.findall(r"`/kpi ([^`]+)`", README)
TYPO = "revenu"


def part(name: str) -> str:
    """What stands between two marks."""
    return README.split(f"<!-- {name} -->\n")[1].split(f"<!-- /{name} -->")[0].strip()


def settings_table() -> str:
    """The table of settings as README should have it."""
    rows = [f"| `{row.variable}` | {f'`{row.default}`' if row.default else '–'} | {row.help.en} |" for row in SETTINGS]
    return "\n".join(["| variable | default | what for |", "|---|---|---|", *rows])


def test_the_settings_are_those_of_the_code():
    assert part("settings") == settings_table()


def test_the_numbers_are_there():
    assert "order lines" in part("numbers")


@pytest.mark.parametrize("target", re.findall(r"(?:^|`)make (\w+)", README, re.MULTILINE))
def test_a_make_target_it_names_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE), target


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_a_file_it_links_to_exists(link):
    assert (ROOT / link).is_file()


def test_its_questions_are_understood(sample_home):
    shop = opening.open_shop(environment.read({"CHESTNUT_HOME": str(sample_home)}))
    try:
        vocabulary = words(shop)
        for question in QUESTIONS:
            if schedules.opens(question):
                assert schedules.read(question).what, question
            elif question != TYPO:
                reading = language.read(question, vocabulary, NOON)
                assert reading.query or reading.verb, question
    finally:
        opening.close_shop(shop)


def test_its_commands_run(sample_home, tmp_path, monkeypatch):
    """Those that ask run on the sample shop; those that make or need something else are at least well formed."""
    monkeypatch.chdir(tmp_path)
    there = Terminal({"CHESTNUT_HOME": str(sample_home)}, lambda: NOON, io.StringIO(), io.StringIO())
    ran = 0
    for line in "\n".join(BLOCKS).splitlines():
        if not line.startswith("chestnut "):
            continue
        args = parser().parse_args(shlex.split(line)[1:])
        if args.verb.name in {"ask", "doctor", "manifest"} and "category top" not in line:
            assert args.verb.run(args, there) == Status.DONE, line
            ran += 1
    assert ran >= 4
