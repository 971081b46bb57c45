"""Updates of every kind: as people make them, as the schema allows them, and spoiled."""

import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random  # noqa: TID251 - seeded: the same seed makes the same updates
from typing import Any

import orjson
from telegram import Update

from bot.wire.transport import AiohttpRequest
from tests.fuzz.acts import CHANNEL, Doing
from tests.fuzz.mutations import Spoiler
from tests.fuzz.objects import Json, Maker
from tests.fuzz.schema import fields_of

KINDS = {field.name: field.type for field in fields_of(Update) if not field.required}
NOTHINGS = (
    None,
    5,
    "x",
    [],
    {},
    {"update_id": None},
    {"update_id": "7"},
    {"update_id": True},
    {"message": {}},
)
NOTHINGS += ({"update_id": -1}, {"update_id": 2**70}, {"update_id": 0.5})
ANSWERED = frozenset({"message", "edited_message", "callback_query"})


@dataclass(frozen=True)
class Sent:
    """An update as it goes over the wire, and what python-telegram-bot makes of it.

    `broken` says that its schema was broken; `readable` that it can be parsed all the same. `address` is the
    chat as a call would name it, number or not.
    """

    update: Json
    kind: str
    broken: bool
    readable: bool
    user: int | float | None
    chat: int | float | None
    private: bool
    address: str = ""

    @property
    def number(self) -> int:
        """Its update id."""
        return int(self.update["update_id"])

    @property
    def owed(self) -> bool:
        """Whether somebody waits for an answer to it in the own chat."""
        return (
            self.readable
            and self.kind in ANSWERED
            and self.private
            and self.user is not None
            and self.user == self.chat
        )


class Updates:
    """Draws updates that this or that person makes."""

    def __init__(self, chance: Random, maker: Maker, doing: Doing, ids: Sequence[int], seed: int) -> None:
        self._chance, self._maker, self._doing, self._seed = chance, maker, doing, seed
        self._spoiler = Spoiler(chance, ids)
        self._number = 0

    def draw(self, user: int, now: int) -> Sent:
        """Return an update of this person: an act or one of any kind; some are decorated, some broken."""
        self._number += 1
        self._chance.seed(f"{self._seed}/{self._number}")  # what was drawn before has no say in it
        if self._chance.random() < 0.55:
            kind, body = self._doing.act(user, now)
        else:
            kind, body = self._of_any_kind(user, now)
        body = copy.deepcopy(body)
        how = self._chance.random()
        if how < 0.25:
            self._spoiler.decorate(body)
        broken = 0.25 <= how < 0.45
        holder: Json = {kind: body}
        if broken:
            self._spoiler.break_(body if self._chance.random() < 0.95 else holder)
        update = {"update_id": self._number, **holder}
        return _told(update, kind, broken=broken)

    def nothings(self) -> Sequence[Any]:
        """Return now and then what stands among the updates and is none."""
        return self._chance.sample(NOTHINGS, self._chance.choice((0, 0, 0, 1, 3)))

    def _of_any_kind(self, user: int, now: int) -> tuple[str, Json]:
        kind = self._chance.choice(tuple(KINDS))
        body = self._maker.body(KINDS[kind])
        author, chat = self._doing.author(user), self._doing.chat(user, 0.7)
        if self._chance.random() < 0.1:
            chat = {"id": CHANNEL, "type": "channel", "title": "News"}
        for key, value in (("from", author), ("user", author), ("chat", chat), ("date", now)):
            if key in body:
                body[key] = value
        if isinstance(inner := body.get("message"), dict):
            inner["chat"] = chat
        if kind in {"message", "edited_message"}:
            body["from"] = author
        return kind, body


def wire(updates: Sequence[Sent], nothings: Sequence[Any] = ()) -> bytes:
    """Return the answer to getUpdates that brings these, some twice, odd letters as JSON's escapes."""
    result = [*nothings, *(each.update for each in updates), *(each.update for each in updates[-2:])]
    return json.dumps({"ok": True, "result": result}).encode()


def _told(update: Json, kind: str, *, broken: bool) -> Sent:
    """Return the update with what python-telegram-bot, not the bot, reads in it."""
    heard = AiohttpRequest.parse_json_payload(json.dumps({"result": update}).encode())["result"]
    try:
        orjson.dumps(heard)  # what is nested too deep for this cannot be kept as it came
        read = Update.de_json(heard, None)
        user, chat = _number(read.effective_user), _number(read.effective_chat)
        private = read.effective_chat is not None and read.effective_chat.type == "private"
        address = _address(read.effective_chat.id) if read.effective_chat else ""
        return Sent(update, kind, broken, True, user, chat, private, address)
    except Exception:  # whatever it is, this cannot be an update
        author = heard[kind].get("from") if isinstance(heard.get(kind), dict) else None
        return Sent(update, kind, broken, False, _number(author), None, private=False)


def _number(named: Any) -> int | float | None:
    found = named.get("id") if isinstance(named, dict) else getattr(named, "id", None)
    return found if type(found) in {int, float} else None


def _address(named: Any) -> str:
    return named if isinstance(named, str) else json.dumps(named, separators=(",", ":"))
