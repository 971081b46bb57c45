"""One act: somebody did something at a moment, inside one transaction."""

from dataclasses import dataclass
from datetime import datetime

from content.catalogue import Words, nearest, words
from content.message import Message, send
from content.message import Reply as Reply
from db.models import Person
from db.session import Session
from flows.errors import Stranger

DEFAULT_LANGUAGE = "zh-Hans"


@dataclass(frozen=True)
class Act:
    """Who acts (None for a stranger), when, in which transaction, and from which chat and update.

    `spoken` is the language code that Telegram names, a hint for people we do not know yet.
    `named_admin` says that the operator's settings name this Telegram user as an admin. `written` is what the
    person wrote, if it was in words, and `in_danger` that these may speak of danger. `chance` are sixteen
    bytes that nobody can guess, drawn for this act alone.
    """

    session: Session
    now: datetime
    person: Person | None
    user_id: int
    chat_id: int
    update_id: int
    spoken: str | None = None
    named_admin: bool = False
    written: str | None = None
    in_danger: bool = False
    chance: bytes = b""

    @property
    def who(self) -> Person:
        """The person who acts; raises Stranger if nobody knows them."""
        if self.person is None:
            raise Stranger
        return self.person

    @property
    def language(self) -> str:
        """The person's language, or the nearest we speak to what Telegram names."""
        if self.person is not None:
            return self.person.language
        return nearest(self.spoken) or DEFAULT_LANGUAGE

    @property
    def words(self) -> Words:
        """The words of that language."""
        return words(self.language)

    def say(self, key: str, /, **values: object) -> Reply:
        """Return a reply of one plain text."""
        return send(Message(self.words.say(key, **values)))
