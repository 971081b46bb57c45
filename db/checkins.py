"""Check-ins: what was asked, what was answered, what it scored."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CursorResult, bindparam, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.models import OPEN, Answer, CheckIn, Progress, Score
from db.session import Session, run
from scales.blocks import WITH_ITEM_9

_ANSWERS = select(Answer.instrument, Answer.item, Answer.value).where(
    Answer.checkin_id == bindparam("checkin")
)
_TOLD_ANEW = ("value", "answered_at", "version", "entered_by")
_PUT = {
    name: insert.on_conflict_do_update(
        index_elements=["checkin_id", "instrument", "item"],
        set_={column: insert.excluded[column] for column in _TOLD_ANEW},
    )
    for name, insert in (("sqlite", sqlite.insert(Answer)), ("postgresql", postgresql.insert(Answer)))
}
_TAPPED = (
    update(CheckIn)
    .where(CheckIn.id == bindparam("checkin"), CheckIn.progress.in_(OPEN))
    .values(
        progress=Progress.OPENED,
        opened_at=func.coalesce(CheckIn.opened_at, bindparam("now", type_=CheckIn.opened_at.type)),
        last_tap_at=bindparam("now"),
    )
)


def by_id(session: Session, checkin_id: int) -> CheckIn | None:
    """Return one check-in."""
    return session.get(CheckIn, checkin_id)


def open_of(session: Session, person_id: int) -> CheckIn | None:
    """Return the person's newest open check-in."""
    query = select(CheckIn).where(CheckIn.person_id == person_id, CheckIn.progress.in_(OPEN))
    return session.scalar(query.order_by(CheckIn.sent_at.desc(), CheckIn.id.desc()).limit(1))


def open_with(session: Session, person_id: int, programme_id: int, block: str) -> CheckIn | None:
    """Return the person's newest open check-in of a block, with item 9 or without."""
    query = select(CheckIn).where(
        CheckIn.person_id == person_id,
        CheckIn.programme_id == programme_id,
        CheckIn.battery.in_([block, WITH_ITEM_9.get(block, block)]),
        CheckIn.progress.in_(OPEN),
    )
    return session.scalar(query.order_by(CheckIn.id.desc()).limit(1))


def answers(session: Session, checkin_id: int) -> dict[tuple[str, str], int | None]:
    """Return the raw answers of a check-in by (instrument, item)."""
    rows = run(session, _ANSWERS, checkin=checkin_id)
    return {(instrument, item): value for instrument, item, value in rows}


def put_answer(
    session: Session,
    checkin: CheckIn,
    key: tuple[str, str],
    version: str,
    value: int | None,
    now: datetime,
    *,
    entered_by: int | None = None,
) -> None:
    """Keep a raw answer, and who entered it from paper; answered again it is replaced, never doubled."""
    put = _PUT[session.get_bind().dialect.name]
    row = {
        "site_id": checkin.site_id,
        "checkin_id": checkin.id,
        "person_id": checkin.person_id,
        "instrument": key[0],
        "item": key[1],
        "value": value,
        "answered_at": now,
        "version": version,
        "entered_by": entered_by,
    }
    run(session, put, **row)


def tapped(session: Session, checkin_id: int, now: datetime) -> None:
    """Record a sign of life in an open check-in; the first one opens it."""
    run(session, _TAPPED, checkin=checkin_id, now=now)


def finish(session: Session, checkin_id: int, now: datetime) -> bool:
    """Close an open check-in as done; of two last taps exactly one finishes it."""
    done = session.scalar(
        update(CheckIn)
        .where(CheckIn.id == checkin_id, CheckIn.progress.in_(OPEN))
        .values(progress=Progress.DONE, done_at=now)
        .returning(CheckIn.id)
    )
    return done is not None


def arrived(session: Session, checkin_id: int, now: datetime) -> None:
    """Record that a planned check-in is on the phone, because it was tapped there; its window opens later."""
    session.execute(
        update(CheckIn)
        .where(CheckIn.id == checkin_id, CheckIn.progress == Progress.PLANNED)
        .values(progress=Progress.SENT, sent_at=now)
    )


def sent(session: Session, checkin_id: int, now: datetime, expires_at: datetime) -> bool:
    """Record that a check-in reached its person and until when it is open; false if it is over already."""
    unopened = CheckIn.progress.in_([Progress.PLANNED, *OPEN]) & CheckIn.expires_at.is_(None)
    opened = session.scalar(
        update(CheckIn)
        .where(CheckIn.id == checkin_id, unopened)
        .values(
            progress=case((CheckIn.progress == Progress.PLANNED, Progress.SENT), else_=CheckIn.progress),
            sent_at=func.coalesce(CheckIn.sent_at, now),
            expires_at=expires_at,
        )
        .returning(CheckIn.id)
        .execution_options(synchronize_session="fetch")
    )
    return opened is not None


def close(session: Session, because: str, *, ids: Sequence[int] = (), person_id: int | None = None) -> int:
    """Close unfinished check-ins, given by id or by person, with the reason; return how many that were."""
    if person_id is None and not ids:
        return 0
    unfinished = CheckIn.progress.in_([Progress.PLANNED, *OPEN])
    whose = CheckIn.person_id == person_id if person_id is not None else CheckIn.id.in_(ids)
    result = session.execute(
        update(CheckIn).where(unfinished, whose).values(progress=Progress.CLOSED, closed_because=because)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount


def put_score(session: Session, checkin: CheckIn, row: dict[str, Any], now: datetime) -> None:
    """Keep one score of a finished check-in."""
    session.add(
        Score(
            site_id=checkin.site_id, checkin_id=checkin.id, person_id=checkin.person_id, scored_at=now, **row
        )
    )


def times_answered(
    session: Session, person_id: int, key: tuple[str, str], value: int, since: datetime
) -> Sequence[int]:
    """Return the check-ins since a moment in which the person gave this answer, oldest first."""
    query = select(Answer.checkin_id).where(
        Answer.person_id == person_id,
        Answer.instrument == key[0],
        Answer.item == key[1],
        Answer.value == value,
        Answer.answered_at >= since,
    )
    return session.scalars(query.order_by(Answer.answered_at)).all()


def history(
    session: Session, person_id: int, keys: Sequence[tuple[str, str]], limit: int
) -> Sequence[tuple[datetime, str, Decimal]]:
    """Return the person's latest (when, scale, value) of some (instrument, scale) pairs, newest first."""
    instruments = {instrument for instrument, _ in keys}
    scales = {scale for _, scale in keys}
    query = (
        select(Score.scored_at, Score.scale, Score.value)
        .where(Score.person_id == person_id, Score.instrument.in_(instruments), Score.scale.in_(scales))
        .order_by(Score.scored_at.desc(), Score.id)
        .limit(limit * len(keys))
    )
    return [(when, scale, value) for when, scale, value in session.execute(query)]
