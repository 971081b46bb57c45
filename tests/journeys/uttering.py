"""Everything that can be sent to a bot besides a tap that it expects."""

from collections.abc import Awaitable, Callable

from sandbox.kinds import KINDS
from tests.journeys.newcomers import answers
from tests.journeys.ward import Ward

Utter = Callable[[Ward, int], Awaitable[object]]
# Which words answer which kind; whatever is not named here cannot be read at all.
HEARD_AS = {"voice": "voice", "audio": "voice", "video_note": "voice", "photo": "picture", "video": "picture"}
TEXTS = {
    "a text": "I cannot sleep.",
    "4096 characters": "好" * 4096,
    "an emoji": "🌱",
    "markup": "<b>bold</b> & <script>",
    "placeholders": "{worker} {0} %s",
    "right to left": "\u202eمرحبا\u202c",
    "nothing that can be seen": "\u200b\u2060",
}
COMMANDS = {"an unknown command": "/dance", "somebody else's command": "/start@another_bot"}


def texts() -> dict[str, Utter]:
    """Every sort of text."""
    return {name: _text(text) for name, text in TEXTS.items()}


def kinds() -> dict[str, Utter]:
    """Every kind of message that is no text."""
    return {kind: _kind(kind) for kind in sorted(KINDS)}


def commands() -> dict[str, Utter]:
    """Commands that are not ours."""
    return {name: _text(text) for name, text in COMMANDS.items()}


def words_for(kind: str) -> str:
    """The key of the words that answer a kind of message."""
    return f"unheard.{HEARD_AS.get(kind, 'other')}"


async def edit_last(ward: Ward, user: int) -> list[str]:
    """Write something, let it be answered, and return what is said once it is corrected."""
    message = await ward.box.text(user, "Godo")
    await ward.quiet()
    return await answers(ward, user, ward.box.edit(user, message["message_id"], "Good"))


def _text(text: str) -> Utter:
    return lambda ward, user: ward.text(user, text)


def _kind(kind: str) -> Utter:
    return lambda ward, user: ward.send(user, kind)
