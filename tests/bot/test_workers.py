"""The pool: fair, bounded, and never in the way."""

import asyncio
import threading

import pytest

from analysis.errors import Unavailable
from bot.workers import TooMany, Workers


@pytest.fixture
def pool():
    """Makes pools, and lets their work end with the test."""
    made = []

    def make(**how) -> Workers:
        made.append(Workers(**how))
        return made[-1]

    yield make
    for workers in made:
        workers.close()


async def test_people_take_turns_however_many_questions_one_of_them_has(pool, gate):
    workers, order = pool(threads=1, queue=10), []
    first = asyncio.ensure_future(workers.run("ana", gate.work))
    await asyncio.to_thread(gate.begun.acquire, timeout=5)
    rest = [
        asyncio.ensure_future(workers.run(person, lambda name=f"{person}{number}": order.append(name)))
        for person, count in (("ana", 3), ("sam", 2))
        for number in range(count)
    ]
    await asyncio.sleep(0)
    gate.open.set()
    await asyncio.gather(first, *rest)
    assert order == ["ana0", "sam0", "ana1", "sam1", "ana2"]


async def test_one_person_holds_at_most_half_of_the_threads(pool, gate):
    workers = pool(threads=4)
    held = [asyncio.ensure_future(workers.run("ana", gate.work)) for _ in range(4)]
    assert await asyncio.wait_for(workers.run("sam", lambda: "at once"), 5) == "at once"
    gate.open.set()
    await asyncio.gather(*held)


async def test_a_full_line_is_refused_in_both_languages(pool, gate):
    workers = pool(threads=2, queue=3)
    held = [asyncio.ensure_future(workers.run("ana", gate.work)) for _ in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(TooMany) as full:
        await workers.run("ana", lambda: None)
    assert "last 3 questions" in full.value.sentence.en
    assert "3 个问题" in full.value.sentence.zh
    gate.open.set()
    await asyncio.gather(*held)


async def test_what_goes_on_with_a_question_is_let_in_though_the_line_is_full(pool, gate):
    workers = pool(threads=2, queue=1)
    held = asyncio.ensure_future(workers.run("ana", gate.work))
    await asyncio.sleep(0)
    going_on = asyncio.ensure_future(workers.run("ana", lambda: "drawn", begun=True))
    gate.open.set()
    assert await asyncio.wait_for(going_on, 5) == "drawn"
    await held


async def test_work_that_takes_too_long_is_given_up_and_its_thread_comes_back(pool, gate):
    workers = pool(threads=1, patience_s=0.02)
    with pytest.raises(Unavailable, match="stopped waiting"):
        await workers.run("ana", gate.work)
    gate.open.set()
    patient = pool(threads=1)
    assert await patient.run("ana", lambda: 1) == 1


async def test_what_nobody_waits_for_any_more_is_not_begun(pool, gate):
    workers, done = pool(threads=1), threading.Event()
    held = asyncio.ensure_future(workers.run("ana", gate.work))
    await asyncio.sleep(0)
    given_up = asyncio.ensure_future(workers.run("sam", done.set))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    gate.open.set()
    await held
    assert await workers.run("sam", done.is_set) is False


async def test_a_fault_reaches_the_one_who_asked(pool):
    def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        await pool(threads=1).run("ana", fail)
