"""The bot's menu: the commands that Telegram shows, in each of our languages, and to staff their own."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from content.catalogue import LANGUAGES, words
from db.models import Role

log = logging.getLogger(__name__)
TELEGRAM_CODES = {"zh-Hans": "zh", "en": "en"}
COMMANDS = (
    "start", "help", "sessions", "library", "plan", "pause", "change", "week", "stop", "trend",
    "sharing", "mydata", "forgetme",
)  # fmt: skip
STAFF: Mapping[str, tuple[str, ...]] = {
    Role.SOCIAL_WORKER: (
        "today", "families", "find", "programme", "sessions", "digest", "send", "paper", "plan", "change",
        "partner", "leave", "lock", "help",
    ),
    Role.LEAD: ("today", "families", "digest", "broadcast", "staff", "lock", "help"),
    Role.MEDICAL_WORKER: ("rate", "families", "change", "lock", "help"),
    Role.ADMIN: ("broadcast", "staff", "lock", "help"),
}  # fmt: skip


async def publish(bot: ExtBot[Any]) -> None:
    """Tell Telegram our commands: once as the default, and once for each language."""
    scope = BotCommandScopeAllPrivateChats()
    for language in LANGUAGES:
        await bot.set_my_commands(
            _commands(language, COMMANDS), scope=scope, language_code=TELEGRAM_CODES[language]
        )
    await bot.set_my_commands(_commands("zh-Hans", COMMANDS), scope=scope)


async def publish_to_staff(bot: ExtBot[Any], staff: Sequence[tuple[str, str, str]]) -> None:
    """Tell Telegram the commands of each of the staff, given as (chat, role, language).

    Who comes later sees theirs after the next start; a chat that is shut is passed over.
    """
    for chat, role, language in staff:
        try:
            await bot.set_my_commands(_commands(language, STAFF[role]), scope=BotCommandScopeChat(int(chat)))
        except (BadRequest, Forbidden) as refused:
            log.info("a menu reached nobody (%s)", type(refused).__name__)


def _commands(language: str, commands: Sequence[str]) -> list[BotCommand]:
    said = words(language)
    return [BotCommand(command, said.say(f"menu.{command}")) for command in commands]
