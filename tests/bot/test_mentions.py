"""Mentions: ours reach people, and nothing that comes from outside can make one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.model import Lang
from bot import plain
from bot.blocks import render
from bot.mrkdwn import bold, escape, size
from bot.mrkdwn import plain as plainly
from handlers.command import Fact, Reply, Table, mention

MARKUP = re.compile(r"<[^>]*>")
# What might pass for a mention: Slack's own markup, private characters, pieces of ids.
HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("<>@#!|&;*_`\ue000\ue123\uf8ff\uf8feUC0"),
    ),
    max_size=40,
) | st.sampled_from(["<@U0LOCALANA1>", "<!channel>", "\ue000U0LOCALANA1\uf8ff", "&lt;!here&gt;", "<!subteam^S1>"])


@pytest.mark.parametrize(
    ("slack_id", "shown"),
    [
        ("U0LOCALANA1", "<@U0LOCALANA1>"),
        ("W0ENTERPRI1", "<@W0ENTERPRI1>"),
        ("C0SALES0001", "<#C0SALES0001>"),
        ("S0ANALYSTS1", "<!subteam^S0ANALYSTS1>"),
        ("here", "<!here>"),
    ],
)
def test_a_mention_is_slacks_markup_wherever_slack_reads_it(slack_id, shown):
    message = render(Reply(f"{mention(slack_id)} looks", body=(f"Ask {mention(slack_id)} & co",)), Lang.EN)
    assert message.blocks[0]["text"]["text"] == f"*{shown} looks*"
    assert message.blocks[1]["text"]["text"] == f"Ask {shown} &amp; co"
    assert message.text.split("\n") == [f"{shown} looks ", f"Ask {shown} &amp; co"]


def test_what_is_no_id_stands_for_itself_and_names_nobody():
    assert escape(mention("terminal"), 100) == "terminal"
    assert escape(mention("U1> <!channel"), 100) == "U1&gt; &lt;!channel"


def test_where_slack_reads_no_markup_and_in_the_terminal_it_can_be_read():
    reply = Reply(f"{mention('U0ANA')} in {mention('C0SALES')}", table=Table(("Who",), ((mention("U0ANA"),),)))
    assert plain.text(reply).startswith("@U0ANA in #C0SALES")
    assert render(reply, Lang.EN).blocks[1]["rows"][1][0]["text"] == "@U0ANA"


@given(HOSTILE, HOSTILE)
def test_nothing_from_outside_becomes_a_mention_beside_ours(before, after):
    told = escape(f"{before}{mention('U0ANA')}{after}", 1_000)
    assert MARKUP.findall(told) == ["<@U0ANA>"]
    assert not re.search("[\ue000-\uf8ff]", told)


@given(HOSTILE)
def test_nothing_from_outside_becomes_a_mention(text):
    reply = Reply(text, facts=(Fact(text, text),), body=(text,), notes=(text,))
    assert not MARKUP.findall(str(render(reply, Lang.EN).blocks))
    assert not re.search("[\ue000-\uf8ff]", plain.text(reply))


@given(st.text(max_size=30), st.integers(1, 60))
def test_a_mention_is_shown_whole_or_not_at_all_however_the_text_is_cut(text, limit):
    told = escape(f"{text}{mention('U0LOCALANA1')}{text}{mention('S0ANALYSTS1')}", limit)
    assert set(MARKUP.findall(told)) <= {"<@U0LOCALANA1>", "<!subteam^S0ANALYSTS1>"}
    assert "<" not in MARKUP.sub("", told)
    assert size(told) <= limit
    assert not re.search("[\ue000-\uf8ff]", told + plainly(f"{text}{mention('U0ANA')}", limit) + bold(text, limit + 2))
