"""A message as a value: flows return it, the edge shows it, the sender sends it."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Button:
    """One button: a tap sends `data` (at most 64 bytes), or opens `url`."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Media:
    """What somebody sent, by Telegram's own name for it: it is passed on and never fetched.

    `gone` is said in its place where Telegram does not know that name any more.
    """

    kind: str
    file: str
    gone: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What is shown in a chat: `text` is Telegram's HTML, `buttons` are rows.

    A `voice` names a recording, which is sent in place of the text; `media`, sent with the text below it, is
    what somebody else sent. `silent` makes no sound; `urgent` is a
    safety text, which waits for nothing else in its chat. `replaces` is the number of a message of ours that
    this one is put in place of, `removes` of one that is taken back.
    """

    text: str
    buttons: Rows = ()
    attachment: Attachment | None = None
    silent: bool = False
    urgent: bool = False
    voice: str = ""
    media: Media | None = None
    replaces: int = 0
    removes: int = 0

    def with_note(self, note: str) -> "Message":
        """Return the same message with a line of explanation above it."""
        return replace(self, text=f"{note}\n\n{self.text}")


@dataclass(frozen=True, slots=True)
class InChat:
    """A message of ours as it stands in a chat, its number there, and when Telegram says it was sent."""

    message: Message
    number: int
    at: datetime


How = Literal["edit", "send", "forget"]


@dataclass(frozen=True, slots=True)
class Show:
    """A message and how it is shown: in place of the tapped one, or as a new one below.

    "forget" shows nothing: it takes what the person wrote out of the chat.
    """

    message: Message
    how: How = "send"


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything one act wants shown to the person who acted, in order; it may be nothing."""

    shows: tuple[Show, ...] = ()

    def __add__(self, other: "Reply") -> "Reply":
        return Reply(self.shows + other.shows)

    def to_json(self) -> list[dict[str, Any]]:
        """Return the reply as JSON; attachments never travel in a reply, they are deliveries."""
        if any(show.message.attachment for show in self.shows):
            raise ValueError("a reply cannot carry a file: queue a delivery")
        return [asdict(show) for show in self.shows]

    @classmethod
    def from_json(cls, data: list[dict[str, Any]]) -> "Reply":
        """Return the reply that `to_json` wrote."""
        return cls(tuple(_show(entry) for entry in data))


def send(message: Message) -> Reply:
    """Return a reply that shows `message` as a new one."""
    return Reply((Show(message, "send"),))


def edit(message: Message) -> Reply:
    """Return a reply that shows `message` in place of the tapped one (or as a new one)."""
    return Reply((Show(message, "edit"),))


def forget() -> Reply:
    """Return a reply that takes the person's own message, a code, out of the chat."""
    return Reply((Show(Message(""), "forget"),))


def column(*buttons: Button) -> Rows:
    """Return the buttons one below the other: one option per line suits small phones and any script."""
    return tuple((button,) for button in buttons)


def _show(entry: dict[str, Any]) -> Show:
    message = entry["message"]
    rows = tuple(tuple(Button(**button) for button in row) for row in message["buttons"])
    flags = {"silent": message["silent"], "urgent": message["urgent"], "voice": message.get("voice", "")}
    media = Media(**message["media"]) if message.get("media") else None
    return Show(Message(message["text"], rows, None, **flags, media=media), entry["how"])
