"""Allocation lists and what joining asks: read from a file or the command line, kept for a programme."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot.commands.csv_files import reading
from bot.commands.database import open_migrated
from bot.settings import load
from db import allotments, audit
from db.models import Act, Arm, Programme
from db.session import Session

COLUMN = "arm"


def add(programme_id: int, file: Path, now: datetime) -> str:
    """Append a file's arms to a programme's list, all or none of them; say how many, never in which order.

    Raises ValueError in plain words for a file that is not right, or an unknown programme.
    """
    arms = arms_in(file)
    with _programme(programme_id) as (session, programme):
        allotments.add(session, programme, arms)
        left = allotments.left(session, programme.id)
        about = f"programme {programme.id}: {len(arms)} places"
        audit.record(
            session, site_id=programme.site_id, actor_id=None, act=Act.ALLOTTED, about=about, now=now
        )
    counted = ", ".join(f"{arms.count(arm)} {arm}" for arm in dict.fromkeys(sorted(arms)))
    return f"programme {programme_id}: {len(arms)} places added ({counted}), {left} are left"


def left(programme_id: int) -> str:
    """Say how many places of the list are left, and how many are in each arm."""
    with _programme(programme_id) as (session, programme):
        if not allotments.has_list(session, programme.id):
            return f"programme {programme_id} has no allocation list: everybody is in the intervention"
        counts = allotments.counts(session, programme.id)
        open_ = allotments.left(session, programme.id)
    counted = ", ".join(f"{n} {arm}" for arm, n in counts.items()) or "nobody yet"
    return f"programme {programme_id}: {open_} places are left; so far {counted}"


def ask(programme_id: int, child: bool | None, needs: bool | None) -> str:
    """Keep what joining asks and say it."""
    with _programme(programme_id) as (session, programme):
        programme.asks_child = programme.asks_child if child is None else child
        programme.asks_needs = programme.asks_needs if needs is None else needs
        session.flush()
        asked = [
            words
            for words, so in (("the child", programme.asks_child), ("needs", programme.asks_needs))
            if so
        ]
    return f"programme {programme_id}: joining asks about {' and '.join(asked) or 'nothing more than usual'}"


def arms_in(file: Path) -> list[Arm]:
    """Return the arms of a list in their order; ValueError in plain words for a fault, with its row."""
    with reading(file) as table:
        names = [name.strip().lower() for name in table.heading]
        if COLUMN not in names:
            raise ValueError(f"{file}: no column is called {COLUMN}")
        place, arms = names.index(COLUMN), list[Arm]()
        for number, cells in table.rows:
            try:
                arms.append(Arm(cells[place].strip().lower()))
            except ValueError:
                known = f"{Arm.INTERVENTION} or {Arm.WAITLIST}"
                raise ValueError(f"{file}: row {number} has no arm that is known: write {known}") from None
    if Arm.NONE in arms or not arms:
        raise ValueError(f"{file}: it must hold arms, {Arm.INTERVENTION} or {Arm.WAITLIST}, and at least one")
    return arms


@contextmanager
def _programme(programme_id: int) -> Iterator[tuple[Session, Programme]]:
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        programme = session.get(Programme, programme_id)
        if programme is None:
            raise ValueError(f"there is no programme {programme_id}")
        yield session, programme
