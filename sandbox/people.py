"""What a person does in their chat: write, tap, send, edit, block, come back."""

import re

from sandbox import kinds, limits, raw, standing, taps, texts
from sandbox.errors import BadStartPayload, BotBlocked, Misuse, NoSuchMessage
from sandbox.journal import Json
from sandbox.standing import BLOCKED, DEACTIVATED
from sandbox.state import Bot, Chat, Person, World
from sandbox.taps import Tap

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class People:
    """The people of a world and what they do; each act becomes an update for the bot.

    Where several bots exist, `bot` names one by token or username.
    """

    def __init__(self, world: World) -> None:
        self.world = world

    def add_person(
        self,
        user_id: int,
        first_name: str,
        language_code: str = "en",
        *,
        last_name: str | None = None,
        username: str | None = None,
        started: bool = True,
    ) -> None:
        """Add a person; one who has not `started` must write before the bot can write to them."""
        user: Json = {"id": user_id, "is_bot": False, "first_name": first_name}
        named = {"last_name": last_name, "username": username, "language_code": language_code}
        user |= {field: value for field, value in named.items() if value is not None}
        self.world.people[user_id] = Person(user, started)

    async def text(self, user_id: int, text: str, *, bot: str | None = None) -> Json:
        """Write `text` and return the message; over 4096 characters it goes out in parts, like any client's.

        The last part is returned.
        """
        message: Json = {}
        if not text.strip():
            raise Misuse("a message needs some text")
        for begin in range(0, len(text), limits.TEXT):
            part = text[begin : begin + limits.TEXT]
            entities = texts.command_entities(part)
            message = self._say(user_id, {"text": part, **({"entities": entities} if entities else {})}, bot)
        return message

    async def open_link(self, user_id: int, payload: str, *, bot: str | None = None) -> Json:
        """Open the bot's deep link with this payload, and press Start; raises BadStartPayload."""
        if not _PAYLOAD.fullmatch(payload):
            raise BadStartPayload(f"{payload!r} is not 1 to 64 of A-Z a-z 0-9 _ and -")
        return await self.text(user_id, f"/start {payload}", bot=bot)

    async def send_kind(
        self,
        user_id: int,
        kind: str,
        *,
        caption: str | None = None,
        fields: Json | None = None,
        bot: str | None = None,
    ) -> Json:
        """Send a small made-up example of `kind` and return the message; `fields` replace some of its own."""
        content = kinds.make(kind, self.world.files, self.world.person(user_id))
        if fields:
            content = {kind: {**content[kind], **fields}}
        if kind == "venue":
            content["location"] = content["venue"]["location"]
        if caption is not None and kind in kinds.CAPTIONED:
            content = {**content, "caption": caption}
        return self._say(user_id, content, bot)

    async def edit(self, user_id: int, message_id: int, text: str, *, bot: str | None = None) -> Json:
        """Change the text of a message of one's own and return it as it is now."""
        its_bot, chat, _ = self._meet(user_id, bot)
        message = chat.messages.get(message_id)
        if message is None or message["from"]["id"] != user_id or "text" not in message:
            raise NoSuchMessage(f"person {user_id} has no text message {message_id} to edit")
        kept = {key: value for key, value in message.items() if key != "entities"}
        entities = texts.command_entities(text)
        changed = {**kept, "text": text, "edit_date": self.world.now()}
        changed |= {"entities": entities} if entities else {}
        chat.put(changed)
        its_bot.updates.add({"edited_message": changed})
        return changed

    async def tap(
        self,
        user_id: int,
        data: str,
        message_id: int | None = None,
        *,
        forged: bool = False,
        bot: str | None = None,
    ) -> str:
        """Tap a button and return the identifier of the callback query.

        Without `message_id` it is the newest message that shows the button; with it,
        any button that message ever showed, also after an edit or a deletion. A
        forged tap needs no button. Raises NoSuchButton.
        """
        its_bot, chat, person = self._meet(user_id, bot)
        return taps.tap(self.world, its_bot, chat, person, Tap(data, message_id, forged))

    async def block(self, user_id: int, *, bot: str | None = None) -> None:
        """Block the bot: it learns of it, and cannot send any more."""
        its_bot, chat, person = self._know(user_id, bot)
        if chat.closed != BLOCKED:
            chat.closed = BLOCKED
            standing.tell(self.world, its_bot, chat, person, "kicked")

    async def unblock(self, user_id: int, *, bot: str | None = None) -> None:
        """Let the bot in again: it learns of it."""
        its_bot, chat, person = self._know(user_id, bot)
        if chat.closed == BLOCKED:
            chat.closed = None
            standing.tell(self.world, its_bot, chat, person, "member")

    async def deactivate(self, user_id: int, *, bot: str | None = None) -> None:
        """Delete the person's account: the bot learns nothing, but cannot send any more."""
        self._know(user_id, bot)[1].closed = DEACTIVATED

    def chat(self, person: int, bot: str | None = None) -> list[Json]:
        """Return the messages as the person (or, by its id, a group) sees them now, oldest first."""
        its_bot = self.world.bot(bot)
        if person in self.world.people:
            self.world.private_chat(its_bot, person)
        return list(self.world.chat(its_bot, person).messages.values())

    def unconfirmed(self, bot: str | None = None) -> int:
        """Return how many updates wait, handed out or not, that the bot has not confirmed."""
        return self.world.bot(bot).updates.unconfirmed()

    async def push(self, update: Json, *, bot: str | None = None) -> int:
        """Queue a raw update and return its id, assigned unless given; its chat exists from then on."""
        its_bot = self.world.bot(bot)
        raw.learn(its_bot, update)
        return its_bot.updates.add(update)

    def _know(self, user_id: int, which: str | None) -> tuple[Bot, Chat, Person]:
        bot = self.world.bot(which)
        person = self.world.person(user_id)
        return bot, self.world.private_chat(bot, user_id), person

    def _meet(self, user_id: int, which: str | None) -> tuple[Bot, Chat, Person]:
        """Return bot, chat and person for an act of the person, who thereby has started the bot."""
        bot, chat, person = self._know(user_id, which)
        if chat.closed in (BLOCKED, DEACTIVATED):
            raise BotBlocked(f"person {user_id} blocked the bot or is gone")
        chat.closed = None
        return bot, chat, person

    def _say(self, user_id: int, content: Json, which: str | None) -> Json:
        bot, chat, person = self._meet(user_id, which)
        message = {
            "message_id": chat.next_id(),
            "from": person.user,
            "chat": chat.info,
            "date": self.world.now(),
            **content,
        }
        chat.put(message)
        if chat.keyboard is not None and chat.keyboard.get(
            "one_time_keyboard", "force_reply" in chat.keyboard
        ):
            chat.keyboard = None
        bot.updates.add({"message": message})
        return message
