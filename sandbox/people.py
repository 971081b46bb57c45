"""What a person does in their chat or in a group: write, tap, send, edit, block, come back."""

import re

from sandbox import limits, raw, standing, talk, taps, texts
from sandbox.errors import BadStartPayload, Misuse, NoSuchMessage
from sandbox.journal import Json
from sandbox.kinds import CAPTIONED, example
from sandbox.meeting import know, meet
from sandbox.standing import BLOCKED, DEACTIVATED
from sandbox.state import Person, World
from sandbox.taps import Tap

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class People:
    """The people of a world and what they do; each act becomes an update for the bot.

    Where several bots exist, `bot` names one by token or username. With `group` the
    act happens there instead of in the private chat.
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

    async def text(
        self,
        user_id: int,
        text: str,
        *,
        reply_to: int | None = None,
        group: int | None = None,
        bot: str | None = None,
    ) -> Json:
        """Write `text` and return the message; over 4096 characters it goes out in parts, like any client's.

        The last part is returned. `reply_to` is the number of the message it answers.
        """
        message: Json = {}
        if not text.strip():
            raise Misuse("a message needs some text")
        answering = {} if reply_to is None else {"reply_to_message": reply_to}
        for begin in range(0, len(text), limits.TEXT):
            part = text[begin : begin + limits.TEXT]
            entities = texts.command_entities(part)
            content = {"text": part, **({"entities": entities} if entities else {}), **answering}
            message = talk.say(self.world, user_id, content, bot, group)
        return message

    async def open_link(
        self, user_id: int, payload: str, *, group: int | None = None, bot: str | None = None
    ) -> Json:
        """Open the bot's deep link with this payload, and press Start; raises BadStartPayload.

        In a group it is the link that names one: the command goes to the bot by name.
        """
        if not _PAYLOAD.fullmatch(payload):
            raise BadStartPayload(f"{payload!r} is not 1 to 64 of A-Z a-z 0-9 _ and -")
        start = "/start" if group is None else f"/start@{self.world.bot(bot).user['username']}"
        return await self.text(user_id, f"{start} {payload}", group=group, bot=bot)

    async def send_kind(
        self,
        user_id: int,
        kind: str,
        *,
        caption: str | None = None,
        fields: Json | None = None,
        group: int | None = None,
        bot: str | None = None,
    ) -> Json:
        """Send a small made-up example of `kind` and return the message; `fields` replace some of its own."""
        content = example(kind, self.world.files, self.world.person(user_id))
        if fields:
            content = {kind: {**content[kind], **fields}}
        if kind == "venue":
            content["location"] = content["venue"]["location"]
        if caption is not None and kind in CAPTIONED:
            content = {**content, "caption": caption}
        return talk.say(self.world, user_id, content, bot, group)

    async def send_album(
        self,
        user_id: int,
        kinds: list[str],
        *,
        caption: str | None = None,
        group: int | None = None,
        bot: str | None = None,
    ) -> list[Json]:
        """Send 2 to 10 examples as one album, the caption on the first, and return the messages."""
        if not 2 <= len(kinds) <= 10:
            raise Misuse("an album has 2 to 10 parts")
        if not set(kinds) <= {"photo", "video"} and set(kinds) not in ({"document"}, {"audio"}):
            raise Misuse("an album is of photos and videos, of documents, or of audio")
        album: Json = {"media_group_id": self.world.next_number()}
        sent = []
        for number, kind in enumerate(kinds):
            content = example(kind, self.world.files, self.world.person(user_id))
            words = {"caption": caption} if caption and not number else {}
            sent.append(talk.say(self.world, user_id, {**content, **words, **album}, bot, group))
        return sent

    async def edit(
        self, user_id: int, message_id: int, text: str, *, group: int | None = None, bot: str | None = None
    ) -> Json:
        """Change the text of a message of one's own and return it as it is now."""
        its_bot, chat, _ = meet(self.world, user_id, bot, group)
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
        group: int | None = None,
        bot: str | None = None,
    ) -> str:
        """Tap a button and return the identifier of the callback query.

        Without `message_id` it is the newest message that shows the button; with it,
        any button that message ever showed, also after an edit or a deletion. A
        forged tap needs no button. Raises NoSuchButton.
        """
        its_bot, chat, person = meet(self.world, user_id, bot, group)
        return taps.tap(self.world, its_bot, chat, person, Tap(data, message_id, forged))

    async def block(self, user_id: int, *, bot: str | None = None) -> None:
        """Block the bot: it learns of it, and cannot send any more."""
        its_bot, chat, person = know(self.world, user_id, bot)
        if chat.closed != BLOCKED:
            chat.closed = BLOCKED
            standing.tell(self.world, its_bot, chat, person, "kicked")

    async def unblock(self, user_id: int, *, bot: str | None = None) -> None:
        """Let the bot in again: it learns of it."""
        its_bot, chat, person = know(self.world, user_id, bot)
        if chat.closed == BLOCKED:
            chat.closed = None
            standing.tell(self.world, its_bot, chat, person, "member")

    async def deactivate(self, user_id: int, *, bot: str | None = None) -> None:
        """Delete the person's account: the bot learns nothing, but cannot send any more."""
        know(self.world, user_id, bot)[1].closed = DEACTIVATED

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
