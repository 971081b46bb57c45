"""python-telegram-bot's `run_daily` for each person: PEOPLE."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime
from itertools import count
from typing import Any

from telegram.ext import Application

from benchmarks.peers.jobs import measure


async def main(people: int) -> None:
    application = Application.builder().token("42:benchmark-token").build()  # a queue does not keep it alive
    queue = application.job_queue
    assert queue is not None
    chats = count(1001)

    def register(when: datetime, job: Callable[..., Coroutine[Any, Any, None]]) -> None:
        chat = next(chats)
        late = {"misfire_grace_time": None}
        queue.run_daily(job, when.timetz(), chat_id=chat, name=str(chat), job_kwargs=late)

    await queue.start()
    await measure(queue.scheduler, register, people)
    await queue.stop(wait=False)


asyncio.run(main(int(sys.argv[1])))
