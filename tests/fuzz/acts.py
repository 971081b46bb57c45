"""What people do: they write, send, tap buttons of their own and of others, and try the doors."""

import re
from collections.abc import Sequence
from random import Random  # noqa: TID251 - seeded: the same seed makes the same updates
from typing import Any

from telegram import Message

from flows.joining import HOURS
from handlers.routes import BUTTONS, COMMANDS
from sandbox.chat import Chat, buttons
from sandbox.state import Bot
from tests.fuzz.mutations import HUGE, ODD_WORDS
from tests.fuzz.objects import Json, Maker
from tests.fuzz.schema import fields_of

GROUPS = (-1, -1001, -(10**12) - 77)
CHANNEL = -(10**12) - 99
WRITTEN = (
    "Grace",
    "+44 20 7946 0018",
    "Joseph, 020 7946 0099",
    "London",
    "上海市",
    "21:00",
    "我很累。",
    "🌱",
    "x" * 41,
    "好" * 4096,
    "help",
    "yes",
    "/",
    "//",
    "/ start",
    "/START",
    "/start@respite_test_bot",
    "/start@another_bot",
    "/dance",
)
PARTS = (
    "0", "1", "2", "3", "5", "7", "14", "30", "-1", "99999", "999999999999999", "9999999999999999",
    "skip", "yes", "no", "keep", "again", "en", "zh-Hans", "hospital", "other", "reached", "referred", "none",
    "micro", "weekly", "start", "follow_up", "micro.mood", "micro.load", "micro.contact", "phq9.i9", "phq4.x",
    "Europe/London", "America/Indiana/Knox", "../../etc", "", "x" * 60, "點",
)  # fmt: skip
STEPS = ("language", "consent", "called", "phone", "adult", "zone", "hour", "shared", "role")
VERBS = tuple(sorted({re.split(r"[^a-z|()]", route.way.strip("^$"))[0] for route in BUTTONS}))
# A group of a route's pattern, with at most one group inside.
GROUP = re.compile(r"\((?:[^()]|\([^()]*\))*\)\??")
CONTENTS = tuple(
    field
    for field in fields_of(Message)
    if not field.required and field.name not in {"from_user", "reply_markup"}
)


class Doing:
    """Draws acts of people in the sandbox's chats; every act is an update's kind and body."""

    def __init__(
        self, chance: Random, maker: Maker, bot: Bot, tokens: Sequence[str], labels: Sequence[str]
    ) -> None:
        self._chance, self._maker, self._bot = chance, maker, bot
        self._tokens, self._labels = tokens, labels
        self._queries = 0

    def act(self, user: int, now: int) -> tuple[str, Json]:
        """Return something that this person may do."""
        way = self._chance.choices(
            (self._write, self._command, self._start, self._send, self._correct, self._tap, self._move),
            (6, 5, 4, 6, 2, 14, 1),
        )[0]
        return way(user, now)

    def author(self, user: int) -> Json:
        """Return a user as Telegram describes one."""
        language = self._chance.choice(("en", "zh-hans", "de", "pt-br"))
        return {"id": user, "is_bot": False, "first_name": "Somebody", "language_code": language}

    def chat(self, user: int, private: float = 0.9) -> Json:
        """Return a chat in which this person may act: mostly their own with the bot."""
        if self._chance.random() < private:
            return {"id": user, "type": "private", "first_name": "Somebody"}
        return {"id": self._chance.choice(GROUPS), "type": "supergroup", "title": "Ward 3"}

    def _message(self, user: int, now: int, **content: Any) -> Json:
        chat = self.chat(user)
        number = self._bot.chats[chat["id"]].next_id()
        return {"message_id": number, "date": now, "chat": chat, "from": self.author(user), **content}

    def _words(self) -> str:
        if self._chance.random() < 0.1:
            return self._chance.choice(ODD_WORDS) + "x" * self._chance.choice((0, *HUGE))
        return self._chance.choice(WRITTEN)

    def _text(self, text: str) -> Json:
        command = re.match(r"/[\w@]+", text)
        entity = {"type": "bot_command", "offset": 0, "length": len(command[0])} if command else None
        return {"text": text, **({"entities": [entity]} if entity else {})}

    def _write(self, user: int, now: int) -> tuple[str, Json]:
        return "message", self._message(user, now, **self._text(self._words()))

    def _command(self, user: int, now: int) -> tuple[str, Json]:
        argument = self._chance.choice((*self._labels, *PARTS, self._words(), "a b c d " * 50))
        name = self._chance.choice(COMMANDS).way
        text = f"/{name}" + (f" {argument}" if self._chance.random() < 0.6 else "")
        return "message", self._message(user, now, **self._text(text))

    def _start(self, user: int, now: int) -> tuple[str, Json]:
        token = self._chance.choice((*self._tokens, "", "x" * 64, "y" * 5000, self._words(), "-_-", "点"))
        return "message", self._message(user, now, **self._text(f"/start {token}"))

    def _send(self, user: int, now: int) -> tuple[str, Json]:
        content = self._chance.choice(CONTENTS)
        made = self._maker.make(Message)
        kept = {key: value for key, value in made.items() if key not in {"text", "entities"}}
        kept |= self._maker.filled(Message, content.name)
        return "message", {**kept, **self._message(user, now)}

    def _correct(self, user: int, now: int) -> tuple[str, Json]:
        return "edited_message", {**self._message(user, now, **self._text(self._words())), "edit_date": now}

    def _move(self, user: int, now: int) -> tuple[str, Json]:
        chat = self._chance.choice(
            (self.chat(user, 1), self.chat(user, 0), {"id": CHANNEL, "type": "channel"})
        )
        before, after = self._chance.choice((("member", "kicked"), ("kicked", "member"), ("left", "member")))
        me = self._bot.user
        body = {"chat": chat, "from": self.author(user), "date": now}
        body["old_chat_member"] = {
            "user": me,
            "status": before,
            **({"until_date": 0} if before == "kicked" else {}),
        }
        body["new_chat_member"] = {
            "user": me,
            "status": after,
            **({"until_date": 0} if after == "kicked" else {}),
        }
        return "my_chat_member", body

    def _tap(self, user: int, now: int) -> tuple[str, Json]:
        self._queries += 1
        message = self._seen(user)
        ways = (self._own(message), self._foreign(), self._well_formed(), self._crafted())
        data = self._chance.choices(ways, (16 if _asks(message) else 6, 3, 4, 2))[0]
        body: Json = {"id": str(self._queries), "from": self.author(user), "chat_instance": "1", "data": data}
        if message is not None and self._chance.random() < 0.95:
            body["message"] = message
        else:
            body["inline_message_id"] = "abc"
        return "callback_query", body

    def _seen(self, user: int) -> Json | None:
        """Return a message that the person has in view: often a question, or else one with buttons."""
        said = [each for each in self._bot.chats[user].messages.values() if each["from"].get("is_bot")][-12:]
        tappable = [each for each in said if buttons(each)]
        asking = [each for each in tappable if _asks(each)]
        in_view = asking[-1:] if self._chance.random() < 0.9 else tappable
        return self._chance.choice(in_view or tappable or said or [None])

    def _own(self, message: Json | None) -> str:
        return self._chance.choice(buttons(message)) if message and buttons(message) else "help"

    def _foreign(self) -> str:
        chats: list[Chat] = [chat for chat in self._bot.chats.values() if chat.shown]
        if not chats:
            return "help"
        shown = self._chance.choice(chats).shown
        recent = list(shown)[-10:]
        return self._chance.choice(sorted(shown[self._chance.choice(recent)]))

    def _well_formed(self) -> str:
        """Return what some route takes for one of its buttons, with whatever numbers and words in it."""
        return GROUP.sub(self._fill, self._chance.choice(BUTTONS).way.strip("^$"))

    def _fill(self, group: re.Match[str]) -> str:
        inner = group[0]
        if inner.startswith("(?:"):
            return self._chance.choice(("", ":30", ":120", ":99"))
        if "." in inner:
            return self._chance.choice(("micro.mood", "micro.load", "micro.contact", "phq9.i9", "zbi12.i1"))
        if "d{1,15}" in inner:
            return str(self._chance.randrange(1, 30))
        options = [each for each in inner[1:-1].split("|") if each.isalpha()]
        return self._chance.choice((*options, *PARTS) if "\\" in inner or not options else options)

    def _crafted(self) -> str:
        verb = self._chance.choice((*VERBS, "answer", "change", "join", "later", "alert:take", "alert:close"))
        parts = [self._part() for _ in range(self._chance.choice((0, 1, 1, 2, 2, 3, 4)))]
        if verb == "join":
            parts = [self._chance.choice(STEPS), self._chance.choice((*PARTS, *HOURS))]
        return ":".join([verb, *parts])[: self._chance.choice((64, 64, 64, 5000))]

    def _part(self) -> str:
        return (
            str(self._chance.randrange(1, 60)) if self._chance.random() < 0.4 else self._chance.choice(PARTS)
        )


def _asks(message: Json | None) -> bool:
    return any(data.startswith(("answer:", "change:", "open:")) for data in buttons(message or {}))
