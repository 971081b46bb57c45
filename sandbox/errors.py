"""What can go wrong: refusals that a bot sees, and mistakes of whoever drives the sandbox."""

from typing import Any


class Refused(Exception):
    """The Bot API's answer to a call it does not carry out.

    `code` is the HTTP status, `description` is worded as Telegram words it, and
    `parameters` is sent along where Telegram sends it (retry_after).
    """

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """Return the error as the Bot API puts it on the wire, without `ok`."""
        told: dict[str, Any] = {"error_code": self.code, "description": self.description}
        if self.parameters:
            told["parameters"] = self.parameters
        return told


def bad_request(what: str) -> Refused:
    """Return a 400 with Telegram's prefix."""
    return Refused(400, f"Bad Request: {what}")


class Misuse(Exception):
    """Whoever drives the sandbox asked for something impossible; the text says what."""


class NoSuchBot(Misuse):
    """No bot has this token or name, or it is not said which of several is meant."""


class NoSuchPerson(Misuse):
    """Nobody with this id was added."""


class NoSuchGroup(Misuse):
    """No group has this id, or it has become a supergroup under another one."""


class NotInGroup(Misuse):
    """The person or the bot is not in this group, so nothing can come of it."""


class NoSuchMessage(Misuse):
    """The chat holds no message with this id that the person could act on."""


class NoSuchButton(Misuse):
    """No message of the chat shows, or showed, a button with this data."""


class NoSuchPoll(Misuse):
    """No message of the chat holds a poll that this vote could go to."""


class BotBlocked(Misuse):
    """The person blocked the bot, so nothing of theirs reaches it before `unblock`."""


class BadStartPayload(Misuse):
    """A deep link carries 1 to 64 of A-Z a-z 0-9 _ and -, and this is something else."""
