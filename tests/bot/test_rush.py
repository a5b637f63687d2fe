"""Many arrivals at once are all acknowledged before the first is answered."""

import asyncio

from bot.rush import LONGEST_S, MANY, WITHIN_S, Rush


async def test_a_single_question_is_not_held_up():
    waiting = asyncio.ensure_future(Rush().over())
    await asyncio.sleep(0)
    assert waiting.done()


async def test_in_a_rush_the_latest_wait_until_it_is_over():
    rush = Rush()
    for _ in range(MANY - 1):
        await rush.over()
    late = asyncio.ensure_future(rush.over())
    await asyncio.sleep(0)
    assert not late.done()
    await asyncio.wait_for(late, 2)


async def test_even_a_rush_without_end_is_answered():
    rush, others = Rush(), []
    patient = asyncio.gather(*(rush.over() for _ in range(MANY)))
    async with asyncio.timeout(LONGEST_S + 2):
        while not patient.done():
            others.append(asyncio.ensure_future(rush.over()))
            await asyncio.sleep(WITHIN_S / 20)
    for other in others:
        other.cancel()
