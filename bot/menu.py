"""The bot's menu: the commands that Telegram shows, in each of our languages."""

from typing import Any

from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.ext import ExtBot

from content.catalogue import LANGUAGES, words

TELEGRAM_CODES = {"zh-Hans": "zh", "en": "en"}
COMMANDS = ("start", "help", "plan", "pause", "change", "week", "stop", "trend")


async def publish(bot: ExtBot[Any]) -> None:
    """Tell Telegram our commands: once as the default, and once for each language."""
    scope = BotCommandScopeAllPrivateChats()
    for language in LANGUAGES:
        await bot.set_my_commands(_commands(language), scope=scope, language_code=TELEGRAM_CODES[language])
    await bot.set_my_commands(_commands("zh-Hans"), scope=scope)


def _commands(language: str) -> list[BotCommand]:
    said = words(language)
    return [BotCommand(command, said.say(f"menu.{command}")) for command in COMMANDS]
