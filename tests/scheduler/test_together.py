"""What comes while a transaction runs shares the next one, and nobody is forgotten."""

import asyncio

import pytest

from scheduler.together import Together


class Work:
    """Doubles numbers, each batch when it is told to; an odd hundred breaks it."""

    def __init__(self):
        self.batches = []
        self.may_end = asyncio.Event()

    async def __call__(self, numbers):
        self.batches.append(list(numbers))
        await self.may_end.wait()
        if 100 in numbers:
            raise ValueError("broken")
        return [2 * number for number in numbers]


async def let_run():
    for _ in range(10):
        await asyncio.sleep(0)


async def test_alone_an_item_is_worked_on_at_once():
    work = Work()
    work.may_end.set()

    assert await Together(work)(1) == 2
    assert work.batches == [[1]]


async def test_what_is_ready_together_goes_together_and_each_gets_its_own_answer():
    work = Work()
    work.may_end.set()
    together = Together(work)

    assert await asyncio.gather(*(together(number) for number in range(5))) == [0, 2, 4, 6, 8]
    assert work.batches == [[0, 1, 2, 3, 4]]


async def test_what_comes_meanwhile_shares_the_next_batch():
    work = Work()
    together = Together(work)
    first = asyncio.ensure_future(together(1))
    await let_run()
    others = [asyncio.ensure_future(together(number)) for number in (2, 3)]
    await let_run()
    assert work.batches == [[1]]

    work.may_end.set()

    assert await asyncio.gather(first, *others) == [2, 4, 6]
    assert work.batches == [[1], [2, 3]]


async def test_a_failure_is_that_of_its_batch_alone():
    work = Work()
    work.may_end.set()
    together = Together(work)

    ended = await asyncio.gather(together(100), together(1), return_exceptions=True)
    assert [type(each) for each in ended] == [ValueError, ValueError]
    assert await together(1) == 2


@pytest.mark.parametrize("who", [0, 1, 2])
async def test_whoever_gives_up_leaves_the_others_served(who):
    work = Work()
    together = Together(work)
    first = asyncio.ensure_future(together(0))
    await let_run()
    waiting = [first, *(asyncio.ensure_future(together(number)) for number in (1, 2))]
    await let_run()

    waiting[who].cancel()
    await let_run()
    work.may_end.set()
    ended = await asyncio.gather(*waiting, return_exceptions=True)

    stayed = [ended[number] for number in range(3) if number != who]
    assert stayed == [2 * number for number in range(3) if number != who]
    assert await together(7) == 14
