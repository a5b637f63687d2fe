"""What was said, read again by the app: pages, windows and metadata."""

import pytest

from tests.bot.workspace_stage import stage

SALES = "C0SALES0001"
MARK = {"event_type": "tiny", "event_payload": {"id": "42"}}


@pytest.fixture
async def slack():
    async with stage() as set_:
        yield set_


async def say(slack, *texts, **given):
    return [(await slack.client.chat_postMessage(channel=SALES, text=text, **given))["ts"] for text in texts]


async def test_pages_go_on_where_they_were_left_whatever_is_said_meanwhile(slack):
    await say(slack, *"abcde")
    first = await slack.client.conversations_history(channel=SALES, limit=2)
    await say(slack, "f")
    cursor = first["response_metadata"]["next_cursor"]
    second = await slack.client.conversations_history(channel=SALES, limit=2, cursor=cursor)
    third = await slack.client.conversations_history(
        channel=SALES, limit=2, cursor=second["response_metadata"]["next_cursor"]
    )
    texts = [[row["text"] for row in page["messages"]] for page in (first, second, third)]
    assert texts == [["e", "d"], ["c", "b"], ["a"]]
    assert [page["has_more"] for page in (first, second, third)] == [True, True, False]


async def test_replies_come_in_pages_too(slack):
    (parent,) = await say(slack, "parent")
    await say(slack, *"abc", thread_ts=parent)
    first = await slack.client.conversations_replies(channel=SALES, ts=parent, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await slack.client.conversations_replies(channel=SALES, ts=parent, limit=3, cursor=cursor)
    assert [row["text"] for row in [*first["messages"], *rest["messages"]]] == ["parent", "a", "b", "c"]


@pytest.mark.parametrize("method", ["conversations.history", "conversations.list"])
@pytest.mark.parametrize("cursor", ["bm9uc2Vuc2U=", "-1", "not a cursor"])
async def test_a_cursor_that_nobody_gave_is_refused(slack, method, cursor):
    assert (await slack.refused(method, channel=SALES, cursor=cursor))["error"] == "invalid_cursor"


async def test_a_window_leaves_out_its_ends_unless_they_are_wanted(slack):
    stamps = await say(slack, *"abc")
    window = {"channel": SALES, "oldest": stamps[0], "latest": stamps[2]}
    inner = await slack.client.conversations_history(**window)
    whole = await slack.client.conversations_history(**window, inclusive=True)
    assert [row["text"] for row in inner["messages"]] == ["b"]
    assert [row["text"] for row in whole["messages"]] == ["c", "b", "a"]


async def test_metadata_is_kept_and_shown_to_who_asks_for_it(slack):
    (parent,) = await say(slack, "a", metadata=MARK)
    await say(slack, "b", metadata=MARK, thread_ts=parent)
    for read in (slack.client.conversations_history, slack.client.conversations_replies):
        plain = await read(channel=SALES, ts=parent)
        full = await read(channel=SALES, ts=parent, include_all_metadata=True)
        assert all("metadata" not in row for row in plain["messages"])
        assert all(row["metadata"] == MARK for row in full["messages"])


async def test_an_update_keeps_metadata_unless_it_brings_its_own(slack):
    (ts,) = await say(slack, "a", metadata=MARK)
    for given, kept in (({}, MARK), ({"metadata": MARK | {"event_type": "new"}}, "new"), ({"metadata": {}}, None)):
        await slack.client.api_call("chat.update", json={"channel": SALES, "ts": ts, "text": "b", **given})
        (row,) = (await slack.client.conversations_history(channel=SALES, include_all_metadata=True))["messages"]
        shown = row.get("metadata")
        assert shown == kept or shown["event_type"] == kept


async def test_malformed_metadata_is_refused(slack):
    answer = await slack.refused("chat.postMessage", channel=SALES, text="x", metadata={"event_type": ""})
    assert answer["error"] == "invalid_metadata_format"


async def test_reactions_can_be_read_with_who_put_them(slack):
    (ts,) = await say(slack, "a")
    await slack.do("reaction", channel="sales", ts=ts, name="eyes")
    await slack.do("reaction", "sam", channel="sales", ts=ts, name="eyes")
    answer = await slack.client.reactions_get(channel=SALES, timestamp=ts)
    assert (answer["type"], answer["channel"]) == ("message", SALES)
    assert answer["message"]["reactions"] == [{"name": "eyes", "users": ["U0LOCALANA1", "U0LOCALSAM1"], "count": 2}]
