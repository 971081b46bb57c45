"""What all rows share: the fixed moment, the fixed keys, and being added."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import TypeVar

from db.models import Table
from db.session import Session

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
KEYS = b64encode(b"a key that only tests may know!!").decode()
CADENCE = [
    {"weeks": [1, 4], "weekday": 0, "battery": "micro"},
    {"weeks": [1, 4], "weekday": 3, "battery": "micro"},
    {"weeks": [1, 4], "weekday": 6, "battery": "weekly"},
]

Row = TypeVar("Row", bound=Table)


def add(session: Session, row: Row) -> Row:
    """Store the row and give it its id."""
    session.add(row)
    session.flush()
    return row


def zone_of_noon(now: datetime) -> str:
    """A zone in which it is about noon: at night the bot would keep its questions for the morning."""
    ahead = 12 - now.astimezone(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
