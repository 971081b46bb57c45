"""Who the bot is to Telegram: whether its token is known, and the name its links carry."""

import asyncio

from telegram.error import NetworkError

from bot.settings import Settings
from bot.wire.transport import AiohttpRequest

PATIENCE = 5.0
PLACEHOLDER = "<bot>"


class TokenRefused(ValueError):
    """Telegram does not know this bot token: ask @BotFather for it and write it into RESPITE_BOT_TOKEN."""


class Unreachable(RuntimeError):
    """The Bot API cannot be reached, so the token could not be tried."""


async def username(settings: Settings) -> str:
    """Return the bot's user name, without the @, within five seconds.

    Raises TokenRefused or Unreachable; neither carries the token or an address.
    """
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    address = f"{settings.bot_api_url}/bot{settings.bot_token.get_secret_value()}/getMe"
    try:
        async with asyncio.timeout(PATIENCE), AiohttpRequest(connections=1, proxy=proxy) as request:
            status, body = await request.do_request(address, "POST")
            answer = request.parse_json_payload(body)
    except TimeoutError:
        raise Unreachable(f"Telegram did not answer within {PATIENCE:.0f} seconds") from None
    except NetworkError as error:
        raise Unreachable(f"Telegram cannot be reached: {error}") from None
    if status in {401, 404}:
        raise TokenRefused(TokenRefused.__doc__)
    if status != 200:
        raise Unreachable(f"Telegram has trouble and answers {status}")
    return str(answer["result"]["username"])


def link(name: str | None, token: str) -> str:
    """Return the link that opens the bot with an invite; without a name a placeholder stands in it."""
    return f"https://t.me/{name or PLACEHOLDER}?start={token}"


def find_username(settings: Settings) -> tuple[str | None, str]:
    """Return the bot's user name, or None and a sentence that says why it is not known."""
    if not settings.bot_token.get_secret_value():
        return None, f"There is no bot token yet: put your bot's user name in place of {PLACEHOLDER}."
    try:
        return asyncio.run(username(settings)), ""
    except (TokenRefused, Unreachable) as error:
        return None, f"{error}\nPut your bot's user name in place of {PLACEHOLDER}."
