"""docs/asking.md says what is so: every question in it reads as it claims."""

import re
from pathlib import Path

import pytest

from analysis.language import normal, read, write
from analysis.model import Lang
from tests.analysis.language_shop import NOW, VOCABULARY

PAGE = (Path(__file__).parents[2] / "docs" / "asking.md").read_text()
ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)
EXAMPLES, _, FOLLOWING = PAGE.split("## Examples")[1].partition("## Following up")
NEEDS_SPLIT = re.compile("top|bottom|best|worst|below|above|under|>|pie|stack|前|后|最好|最差|低于|超过|以上|饼|堆叠")
CLAUSES = re.search(r"## Clauses\n(.*?)\n## ", PAGE, re.DOTALL)[1]
BASE = "revenue last week region = East by channel"


def language(text: str) -> Lang:
    """The language a question is written in."""
    return Lang.ZH if normal.is_chinese(text) else Lang.EN


@pytest.mark.parametrize(("question", "canonical"), ROW.findall(EXAMPLES))
def test_an_example_reads_as_the_page_says(question, canonical):
    query = read(question, VOCABULARY, NOW).query
    assert write(query, VOCABULARY, language(question)) == canonical
    assert read(canonical, VOCABULARY, NOW).query == query


@pytest.mark.parametrize(("question", "canonical"), ROW.findall(FOLLOWING))
def test_a_follow_up_reads_as_the_page_says(question, canonical):
    base = read(BASE, VOCABULARY, NOW).query
    assert write(read(question, VOCABULARY, NOW, base).query, VOCABULARY, Lang.EN) == canonical


@pytest.mark.parametrize("clause", [c for c in re.findall("`([^`]+)`", CLAUSES) if "…" not in c])
def test_every_clause_of_the_table_reads(clause):
    """Beside a metric it suits, split where the clause needs one."""
    metric = "conversion" if "%" in clause else "revenue"
    split = " by region" if NEEDS_SPLIT.search(clause) else ""
    reading = read(f"{metric}{split} {clause}", VOCABULARY, NOW)
    assert (
        reading.query != read(metric, VOCABULARY, NOW).query or reading.quietly or clause in ("last 7 days", "最近7天")
    )
