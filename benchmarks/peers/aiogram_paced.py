"""aiogram's `send_message`, 32 at once, each waiting when told to and trying again: ADDRESS MESSAGES TEXT."""

import asyncio
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter


async def main(address: str, messages: str, text: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot("42:benchmark-token", session=session) as bot:
        left = iter(range(int(messages)))

        async def sender() -> None:
            for n in left:
                while True:
                    try:
                        await bot.send_message(1001 + n, text)
                    except TelegramRetryAfter as told:
                        await asyncio.sleep(told.retry_after)
                    else:
                        break

        await asyncio.gather(*(sender() for _ in range(32)))
    print("{}")


asyncio.run(main(*sys.argv[1:]))
