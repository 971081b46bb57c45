"""Apart: what only reads, and long, does so in a process of its own."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from db.crypto import parse_keys, unlock
from db.session import Database, Session

P = ParamSpec("P")
T = TypeVar("T")


def apart(
    read: Callable[Concatenate[Session, P], T],
    database_url: str,
    keys: str,
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Call a function with a session on a read-only connection; everything travels to and fro by pickle."""
    unlock(parse_keys(keys))
    database = Database(database_url, read_only=True, pool=1)
    try:
        with database.read() as session:
            return read(session, *args, **kwargs)
    finally:
        database.close()
