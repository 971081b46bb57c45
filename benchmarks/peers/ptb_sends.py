"""python-telegram-bot's bare loop over `send_message`, with the request class it installs."""

import sys

from telegram import Bot

from benchmarks.peers.measuring import measured, run


async def main(loop: str, address: str, messages: str, at_once: str, text: str) -> None:
    async with Bot("42:benchmark-token", base_url=f"{address}/bot") as bot:
        await measured(lambda chat: bot.send_message(chat, text), int(messages), int(at_once))


run(main(*sys.argv[1:]), sys.argv[1])
