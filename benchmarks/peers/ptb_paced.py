"""python-telegram-bot with its AIORateLimiter, set up as its documentation has it: ADDRESS MESSAGES TEXT."""

import asyncio
import sys

from telegram.ext import AIORateLimiter, ExtBot


async def main(address: str, messages: str, text: str) -> None:
    limiter = AIORateLimiter(max_retries=100)
    async with ExtBot("42:benchmark-token", base_url=f"{address}/bot", rate_limiter=limiter) as bot:
        left = iter(range(int(messages)))

        async def sender() -> None:
            for n in left:
                await bot.send_message(1001 + n, text)

        await asyncio.gather(*(sender() for _ in range(64)))
    print("{}")


asyncio.run(main(*sys.argv[1:]))
