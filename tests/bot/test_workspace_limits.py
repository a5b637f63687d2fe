"""Slack's rate limits in the workspace, by its clock."""

import pytest

from tests.bot.workspace_stage import stage


@pytest.fixture
async def slack():
    async with stage(rate_limits=True) as set_:
        yield set_


async def say(slack, channel="sales"):
    """0 when it was said, else the seconds to wait."""
    form = {"token": slack.client.token, "channel": channel, "text": "x"}
    async with slack.http.post(slack.workspace.api_url + "chat.postMessage", data=form) as answer:
        assert (answer.status, (await answer.json()).get("error")) in {(200, None), (429, "ratelimited")}
        return int(answer.headers.get("Retry-After", 0))


async def test_a_channel_bears_a_burst_of_a_few_and_then_a_message_a_second(slack):
    assert [await say(slack) for _ in range(4)] == [0, 0, 0, 1]
    slack.clock.at += 1
    assert [await say(slack) for _ in range(2)] == [0, 1]


async def test_one_busy_channel_holds_no_other_back(slack):
    for _ in range(4):
        await say(slack)
    assert await say(slack, "leads") == 0


async def test_waiting_as_long_as_was_asked_is_enough(slack):
    await slack.do("limits", methods={"auth.test": 20})
    for _ in range(20):
        await slack.client.auth_test()
    answer = await slack.refused("auth.test")
    assert answer["error"] == "ratelimited"
    slack.clock.at += 3
    assert (await slack.client.auth_test())["ok"]


async def test_each_method_has_the_limit_of_its_tier(slack):
    rates = (await slack.get("limits"))["methods"]
    assert (rates["conversations.list"], rates["chat.update"], rates["files.info"]) == (20, 50, 100)
    assert rates["apps.connections.open"] == 1


async def test_limits_are_off_until_they_are_asked_for():
    async with stage() as slack:
        assert [await say(slack) for _ in range(9)] == [0] * 9
        assert (await slack.do("limits", on=True, channel_per_minute=30))["on"]
        assert [await say(slack) for _ in range(4)] == [0, 0, 0, 2]
        assert not (await slack.do("limits", methods={"auth.test": -1}))["ok"]
