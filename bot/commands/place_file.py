"""Where children were, in the export of answers: it explains who did not answer or come, and why."""

from collections.abc import Collection
from pathlib import Path

from bot.commands.csv_files import replacing, write_row
from db import whereabouts
from db.session import Session

COLUMNS = ("person", "place", "since", "until", "said_by")


def write_places(session: Session, path: Path, kept_back: Collection[int]) -> int:
    """Write where children were, by number and day and without beds; return how many rows there are.

    Nothing is written where nobody ever said where a child is.
    """
    rows = [row for row in whereabouts.everything(session) if row[0] not in kept_back]
    if not rows:
        return 0
    with replacing(path) as file:
        write = write_row(file, "\n")
        write(list(COLUMNS))
        for person, place, since, until, by_family in rows:
            said_by = "family" if by_family else "worker"
            write([str(person), place, str(since), str(until or ""), said_by])
    return len(rows)
