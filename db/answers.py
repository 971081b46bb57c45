"""Raw answers as forms: one check-in's answers to one instrument, for those who score them elsewhere."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import select

from db.models import Answer, CheckIn
from db.session import Session

ROWS = 2000


@dataclass(frozen=True)
class Form:
    """Who answered (by number), on which occasion, and every raw answer by item; None is one passed over.

    `on_paper` says that a worker entered some of it; `version` is the card's, or all of them if it changed
    half-way.
    """

    checkin: int
    person: int
    programme: int
    battery: str
    day: date
    progress: str
    instrument: str
    version: str
    on_paper: bool
    answers: Mapping[str, int | None]


def instruments(session: Session) -> Sequence[tuple[str, str]]:
    """Return every (instrument, item) that has an answer."""
    query = select(Answer.instrument, Answer.item).distinct().order_by(Answer.instrument, Answer.item)
    return [(instrument, item) for instrument, item in session.execute(query)]


def forms(session: Session, instruments: Collection[str]) -> Iterator[Form]:
    """Yield every form of these instruments, earliest check-in first; only some rows are held at a time."""
    query = (
        select(
            Answer.checkin_id, Answer.instrument, Answer.item, Answer.value, Answer.version,
            Answer.entered_by, CheckIn.person_id, CheckIn.programme_id, CheckIn.battery, CheckIn.day,
            CheckIn.progress,
        )
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(Answer.instrument.in_(instruments))
        .order_by(Answer.checkin_id, Answer.instrument, Answer.item)
        .execution_options(yield_per=ROWS)
    )  # fmt: skip
    for (checkin, instrument), rows in groupby(session.execute(query), key=lambda row: (row[0], row[1])):
        given = list(rows)
        yield Form(
            checkin,
            given[0].person_id,
            given[0].programme_id,
            battery=given[0].battery,
            day=given[0].day,
            progress=given[0].progress,
            instrument=instrument,
            version=" ".join(sorted({row.version for row in given})),
            on_paper=any(row.entered_by is not None for row in given),
            answers={row.item: row.value for row in given},
        )
