"""Taps on inline buttons: the newest, an old one, or one that never was."""

from dataclasses import dataclass

from sandbox.chat import Chat, buttons
from sandbox.errors import NoSuchButton
from sandbox.state import Bot, Person, Query, World


@dataclass(frozen=True, slots=True)
class Tap:
    """What is tapped: `data`, on one message or the newest that shows it, `forged` or real."""

    data: str
    message_id: int | None
    forged: bool


def tap(world: World, bot: Bot, chat: Chat, person: Person, tap: Tap) -> str:
    """Queue the callback query and return its identifier; raises NoSuchButton.

    A message that was deleted since comes along as inaccessible, dated 0.
    """
    number = tap.message_id
    if number is None:
        number = _newest(chat, tap)
    if number is None or not (tap.forged or tap.data in chat.shown.get(number, ())):
        raise NoSuchButton(f"person {person.user['id']} sees no button {tap.data!r}")
    query = world.next_number()
    bot.queries[query] = Query(chat, person.user["id"], world.clock.time())
    gone = {"chat": chat.info, "message_id": number, "date": 0}
    told = {
        "id": query,
        "from": person.user,
        "message": chat.messages.get(number, gone),
        "chat_instance": str(bot.id * 1_000_003 + chat.id),
        "data": tap.data,
    }
    bot.updates.add({"callback_query": told})
    return query


def _newest(chat: Chat, tap: Tap) -> int | None:
    """Return the newest message that shows the button; for a forged tap the newest from a bot."""
    for number in sorted(chat.messages, reverse=True):
        message = chat.messages[number]
        if message["from"]["is_bot"] if tap.forged else tap.data in buttons(message):
            return number
    return None
