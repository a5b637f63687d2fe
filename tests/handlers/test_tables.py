"""What can be done is listed once, and the reference is written from that list."""

from pathlib import Path

import pytest

import handlers
from analysis.errors import Unavailable
from analysis.model import Lang
from handlers import reference
from handlers.command import Shop
from handlers.verbs import VERBS
from storage import catalog
from storage.facts import Facts
from storage.records import Records

DOCS = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_reference_is_what_the_tables_say():
    """`python -m handlers.reference > docs/commands.md` makes it true again."""
    assert DOCS.read_text(encoding="utf-8") == reference.write(handlers.TABLES)


def test_ids_are_unique_and_every_command_has_words_in_both_languages():
    tables = handlers.TABLES
    for rows in (tables.commands, (*tables.actions, *tables.forms), tables.events):
        ids = [row.id for row in rows]
        assert len(ids) == len(set(ids))
    assert [command.id for command in tables.commands] == list(VERBS)
    for command in tables.commands:
        assert any(word.isascii() for word in command.words)
        assert any(not word.isascii() for word in command.words)


def test_a_memory_that_is_missing_is_told_and_not_survived_by_a_guess(facts, call, tmp_path):
    records = Records(f"sqlite:///{tmp_path / 'never migrated.db'}")
    with pytest.raises(Unavailable) as failure:
        handlers.answer(call("revenue"), Shop(facts.catalog, facts, records))
    assert "chestnut migrate" in failure.value.say(Lang.ZH)
    records.close()


def test_facts_that_are_missing_are_told(records, call, tmp_path):
    facts = Facts(f"duckdb:///{tmp_path / 'nowhere' / 'facts.duckdb'}", catalog.default())
    with pytest.raises(Unavailable) as failure:
        handlers.answer(call("revenue"), Shop(facts.catalog, facts, records))
    assert failure.value.say(Lang.EN) != failure.value.say(Lang.ZH)
