"""The typist: at which account of the machine a command is typed, for the audit record."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST = 64


@contextmanager
def typing(account: str | None) -> Iterator[None]:
    """Let what is done meanwhile, by nobody who is a person here, be written down as typed at this account.

    With None it is the clock that acts, whoever started it.
    """
    token = _at_work.set(account[:LONGEST] if account else None)
    try:
        yield
    finally:
        _at_work.reset(token)


def at_work() -> str | None:
    """Return the account at which a command is typed; None in the bot itself, where the clock acts."""
    return _at_work.get()


_at_work: ContextVar[str | None] = ContextVar("account", default=None)
