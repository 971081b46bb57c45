"""Rolls of a programme as CSV files: who takes part, and every occasion with what is missing."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.commands.csv_files import replacing, write_row
from bot.commands.database import open_migrated
from bot.settings import load
from db import needs, rolls
from db.models import Programme
from db.session import Session
from flows.families.asking import NEEDS

OCCASIONS = (needs.START, needs.END)
FAMILY = (
    "person",
    "label",
    "arm",
    "standing",
    "since",
    "child",
    "age_band",
    "birth_year",
    "relation",
    "carers",
)
ASKED = ("guardian", "assent", *(f"{occasion}_{item}" for occasion in OCCASIONS for item in NEEDS))


def write_families(programme_id: int, out: Path) -> str:
    """Write a row for each caregiver and say how many that were."""
    with _reading(programme_id) as session, replacing(out) as file:
        write, count = write_row(file, "\n"), 0
        write([*FAMILY, *ASKED])
        for each in rolls.families_in(session, programme_id):
            told = rolls.needs_of(session, each.person)
            given = [told.get((occasion, item), "") for occasion in OCCASIONS for item in NEEDS]
            allowed = rolls.allowed(session, each.child_id)
            write([_cell(getattr(each, name)) for name in FAMILY] + [*allowed, *given])
            count += 1
    return f"{out} (rows: {count})"


def write_occasions(programme_id: int, out: Path) -> str:
    """Write a row for each occasion and say how many that were."""
    with _reading(programme_id) as session, replacing(out) as file:
        write, count = write_row(file, "\n"), 0
        write(rolls.Occasion._fields)
        for each in rolls.occasions(session, programme_id):
            write([_cell(value) for value in each])
            count += 1
    return f"{out} (rows: {count})"


def _cell(value: object) -> str:
    return "" if value is None else str(value)


@contextmanager
def _reading(programme_id: int) -> Iterator[Session]:
    with closing(open_migrated(load("keys"))) as database, database.read() as session:
        if session.get(Programme, programme_id) is None:
            raise ValueError(f"there is no programme {programme_id}")
        yield session
