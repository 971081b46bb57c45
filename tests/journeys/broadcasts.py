"""An admin who writes to many, on a phone: what is sent, what is tapped, what is read."""

from sandbox import talk
from tests.journeys.ward import Ward

MOST_LINES = 7


async def say(ward: Ward, user: int, text: str, *bold: tuple[int, int]) -> None:
    """Write to the bot, with parts of it in bold (where each begins, and how long it is)."""
    entities = [{"type": "bold", "offset": offset, "length": length} for offset, length in bold]
    talk.say(ward.box.world, user, {"text": text, "entities": entities}, None, None)
    await ward.quiet()


async def composed(ward: Ward, user: int, *, group: int = 1) -> None:
    """Compose notice 1 for the families of a programme, in both languages."""
    await ward.text(user, "/broadcast")
    await ward.tap(user, "bc:new")
    await ward.tap(user, f"bc:1:group:{group}")
    await say(ward, user, "We meet on Friday.", (11, 6))
    await say(ward, user, "我们周五见。", (2, 2))


async def sent(ward: Ward, user: int) -> None:
    """Let it be looked at, counted and sent."""
    await ward.tap(user, "bc:1:look")
    await ward.beat()
    await let_out(ward, user)
    await ward.beat()


async def let_out(ward: Ward, user: int) -> None:
    """Tap the way to let it out below the numbers."""
    await ward.tap(user, next(data for data in ward.buttons(user) if ":send:" in data))


def newest(ward: Ward, user: int) -> dict:
    """The bot's newest message, as Telegram has it."""
    return [each for each in ward.box.chat(user) if each["from"]["is_bot"]][-1]


def fits(ward: Ward, user: int) -> bool:
    """Whether every message of the bot's that has buttons fits on one hand's screen."""
    screens = [each for each in ward.box.chat(user) if each["from"]["is_bot"] and each.get("reply_markup")]
    return all(len(each.get("text", "").splitlines()) <= MOST_LINES for each in screens)
