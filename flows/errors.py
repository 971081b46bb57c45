"""Refusals: what cannot be done, as a fact with the key of the words that explain it."""


class Refusal(Exception):
    """An act that cannot be done; nothing was changed. `key` names the words for the person."""

    key = "refusal.general"

    def __init__(self, key: str | None = None, **values: object) -> None:
        super().__init__(key or self.key)
        self.key = key or self.key
        self.values = values


class Stranger(Refusal):
    """Somebody whom no invite brought here."""

    key = "refusal.stranger"


class NotForYou(Refusal):
    """Something that belongs to another role."""

    key = "refusal.not_for_you"


class OldButton(Refusal):
    """A button whose time is over, or that was never this person's."""

    key = "refusal.old_button"


class AtRest(Refusal):
    """Anything but a human, for somebody who waits for a yes or whose child has died."""

    key = "bereaved.rest"


class BadInvite(Refusal):
    """An invite that opens no door: unknown, expired, used up, or from another place."""

    key = "invite.unknown"
