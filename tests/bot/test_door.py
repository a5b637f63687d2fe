"""A second process reaches the running bot through a socket that only its owner may open."""

import asyncio
import socket
import stat
from contextlib import asynccontextmanager

import pytest

from analysis.errors import Unavailable
from bot.door import Door, knock


def count(request, tell):
    for n in range(request["to"]):
        tell({"progress": n})
    return {"result": "done"}


def break_down(request, tell):
    tell({"progress": 0})
    raise ValueError("no")


@asynccontextmanager
async def open_door(path):
    door = Door(path, {"count": count, "break": break_down})
    await door.open()
    try:
        yield door
    finally:
        await door.close()


async def ask(path, request):
    return await asyncio.to_thread(lambda: list(knock(path, request)))


async def test_a_request_is_answered_step_by_step(tmp_path):
    path = tmp_path / "run" / "chestnut.sock"
    async with open_door(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert await ask(path, {"verb": "count", "to": 2}) == [{"progress": 0}, {"progress": 1}, {"result": "done"}]
    assert not path.exists()


async def test_nobody_is_in_when_no_bot_runs(tmp_path):
    assert knock(tmp_path / "chestnut.sock", {"verb": "count"}) is None


async def test_a_socket_left_behind_is_taken_over(tmp_path):
    path = tmp_path / "chestnut.sock"
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(path))
    left.close()
    assert knock(path, {"verb": "count"}) is None

    async with open_door(path):
        assert await ask(path, {"verb": "count", "to": 0}) == [{"result": "done"}]


async def test_two_bots_do_not_share_a_shop(tmp_path):
    path = tmp_path / "chestnut.sock"
    async with open_door(path):
        with pytest.raises(Unavailable, match="already runs"):
            await Door(path, {}).open()


@pytest.mark.parametrize("request_", [{"verb": "paint"}, {}, [1], {"verb": "break"}])
async def test_a_request_that_fails_ends_and_the_door_stays_open(tmp_path, request_, caplog):
    path = tmp_path / "chestnut.sock"
    async with open_door(path):
        assert not any("result" in message for message in await ask(path, request_))
        assert caplog.records
        assert await ask(path, {"verb": "count", "to": 0}) == [{"result": "done"}]
