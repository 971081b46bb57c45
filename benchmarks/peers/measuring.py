"""What a peer measures of itself: seconds on the wall and of CPU."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

WARM_UP = 50


def run(work: Coroutine[Any, Any, None], loop: str) -> None:
    """Run on asyncio's own loop, or on uvloop."""
    if loop == "uvloop":
        import uvloop

        uvloop.run(work)
    else:
        asyncio.run(work)


async def measured(send: Callable[[int], Awaitable[object]], messages: int, at_once: int) -> None:
    """Send so many messages, so many at once, after a few to warm up, and print what it took."""
    await _all(send, WARM_UP, at_once)
    wall, cpu = time.perf_counter(), time.process_time()
    await _all(send, messages, at_once)
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))


async def _all(send: Callable[[int], Awaitable[object]], messages: int, at_once: int) -> None:
    left = iter(range(messages))

    async def sender() -> None:
        for n in left:
            await send(1001 + n)

    await asyncio.gather(*(sender() for _ in range(at_once)))
