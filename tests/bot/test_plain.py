"""A reply reads well on a terminal."""

from analysis.model import Lang
from bot import plain
from handlers.command import Fact, Item, Reply, Step, Table


def test_a_reply_is_told_in_order():
    reply = Reply(
        "Revenue ¥1,200 · last 7 days",
        tone="favourable",
        facts=(Fact("Target", "¥1,000"), Fact("Best day", "Friday")),
        body=("App made most of it.",),
        items=(Item("weekly: revenue by channel"),),
        steps=(Step("kpi.csv", "CSV", "revenue"), Step("kpi.ask", "By region", "revenue by region")),
        notes=("Data as of 09:00.",),
    )
    assert plain.text(reply).splitlines() == [
        "Revenue ¥1,200 · last 7 days  (favourable)",
        "  Target    ¥1,000",
        "  Best day  Friday",
        "App made most of it.",
        "  • weekly: revenue by channel",
        "  revenue by region",
        "",
        "Data as of 09:00.",
    ]


def test_good_and_bad_news_are_said_in_the_persons_language():
    assert plain.text(Reply("销售额", tone="unfavourable"), Lang.ZH) == "销售额  （不利）\n"


def test_columns_stay_aligned_with_chinese_names():
    rows = Table(("地区", "GMV"), (("华东", "1,200"), ("North", "80")), numeric=(False, True))
    assert list(plain.table(rows)) == [
        "  地区     GMV",
        "  -----  -----",
        "  华东   1,200",
        "  North     80",
    ]


def test_code_keeps_its_lines_and_stands_apart():
    shown = plain.text(Reply("How", code=("SELECT 1\nFROM orders",))).splitlines()
    assert shown == ["How", "", "    SELECT 1", "    FROM orders"]


def test_an_escape_sequence_in_a_name_does_not_reach_the_terminal():
    assert "\x1b" not in plain.text(Reply("Revenue by \x1b[31mcampaign"))
