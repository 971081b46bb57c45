"""Outages: which of the database's errors pass, so that the same act may succeed a little later."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

# What SQLite says while another holds the file or the disk is full; its other errors are of our making.
PASSING = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_NOMEM")


def is_outage(error: BaseException) -> bool:
    """Whether the database is away, full or held by somebody else for now."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    named: str | None = getattr(error.orig, "sqlite_errorname", None)
    if named is not None:
        return named.startswith(PASSING)
    return isinstance(error, OperationalError | InterfaceError)
