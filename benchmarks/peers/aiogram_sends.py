"""aiogram's bare loop over `send_message`: ADDRESS MESSAGES AT_ONCE LOOP TEXT."""

import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from benchmarks.peers.measuring import measured, run


async def main(loop: str, address: str, messages: str, at_once: str, text: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot("42:benchmark-token", session=session) as bot:
        await measured(lambda chat: bot.send_message(chat, text), int(messages), int(at_once))


run(main(*sys.argv[1:]), sys.argv[1])
