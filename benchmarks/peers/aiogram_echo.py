"""aiogram's bare echo bot: LOOP ADDRESS."""

import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from benchmarks.peers.measuring import run


async def main(loop: str, address: str) -> None:
    bot = Bot("42:benchmark-token", session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    await dispatcher.start_polling(bot)


run(main(*sys.argv[1:]), sys.argv[1])
