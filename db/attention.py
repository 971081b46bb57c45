"""Which families need a look at a given moment, and since when; read-only, for digests."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Exists, Row, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from db.models import (
    Alert,
    Answer,
    Attendance,
    CheckIn,
    Enrolment,
    Halt,
    Meeting,
    Meets,
    Pause,
    Person,
    Score,
)
from db.session import Session


def families(
    session: Session, programmes: Sequence[int]
) -> Sequence[Row[int, int, int, str, str, str | None, datetime | None, datetime | None, datetime | None]]:
    """Return (place, person, programme, label, role, called, unreachable, stopped, left) of every place."""
    query = (
        select(
            Enrolment.id,
            Enrolment.person_id,
            Enrolment.programme_id,
            Enrolment.label,
            Enrolment.role,
            Person.called,
            Person.unreachable_at,
            Person.stopped_at,
            Enrolment.left_at,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.programme_id.in_(programmes))
        .order_by(Enrolment.id)
    )
    return session.execute(query).all()


def open_alerts(
    session: Session, programmes: Sequence[int], as_of: datetime
) -> Sequence[Row[int, int, str, str, datetime, datetime | None]]:
    """Return (alert, person, tier, reason, raised, taken) of the alerts open at `as_of`, oldest first."""
    columns = (Alert.id, Alert.person_id, Alert.tier, Alert.reason, Alert.raised_at, Alert.taken_at)
    query = select(*columns).where(
        Alert.programme_id.in_(programmes),
        Alert.drill.is_(False),
        Alert.raised_at <= as_of,
        or_(Alert.closed_at.is_(None), Alert.closed_at > as_of),
    )
    return session.execute(query.order_by(Alert.raised_at, Alert.id)).all()


def times_answered(
    session: Session,
    programmes: Sequence[int],
    item: tuple[str, str],
    value: int,
    between: tuple[datetime, datetime],
) -> Sequence[Row[int, datetime]]:
    """Return (person, when) of every such answer after the first moment up to the second, oldest first."""
    query = (
        select(Answer.person_id, Answer.answered_at)
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(
            CheckIn.programme_id.in_(programmes),
            Answer.instrument == item[0],
            Answer.item == item[1],
            Answer.value == value,
            Answer.answered_at > between[0],
            Answer.answered_at <= between[1],
        )
    )
    return session.execute(query.order_by(Answer.answered_at, Answer.id)).all()


def silent(
    session: Session, programmes: Sequence[int], as_of: datetime, least: int
) -> Sequence[tuple[int, datetime]]:
    """Return (person, since) of those who left their latest check-ins, `least` or more, unopened to the end.

    A check-in that met a pause is not silence, and one that may still be answered does not count yet.
    """
    reacted = or_(CheckIn.opened_at <= as_of, CheckIn.done_at <= as_of)
    heard = (
        select(CheckIn.person_id, func.max(CheckIn.sent_at).label("at"))
        .where(CheckIn.programme_id.in_(programmes), reacted)
        .group_by(CheckIn.person_id)
        .cte("heard")
    )
    query = (
        select(CheckIn.person_id, func.min(CheckIn.sent_at))
        .join(heard, heard.c.person_id == CheckIn.person_id, isouter=True)
        .where(
            CheckIn.programme_id.in_(programmes),
            CheckIn.expires_at <= as_of,
            or_(heard.c.at.is_(None), CheckIn.sent_at > heard.c.at),
            ~_met_a_pause(),
        )
        .group_by(CheckIn.person_id)
        .having(func.count() >= least)
    )
    return [(person_id, since) for person_id, since in session.execute(query) if since]


def worst(
    session: Session,
    programmes: Sequence[int],
    bands: Sequence[tuple[str, str, str]],
    between: tuple[datetime, datetime],
) -> Sequence[Row[int, datetime]]:
    """Return (person, when) of the latest scores in one of these (instrument, scale, band), oldest first.

    One that was followed by another on the same scale, up to the second moment, is not the latest.
    """
    later = aliased(Score)
    followed = exists().where(
        later.person_id == Score.person_id,
        later.instrument == Score.instrument,
        later.scale == Score.scale,
        later.scored_at > Score.scored_at,
        later.scored_at <= between[1],
    )
    query = (
        select(Score.person_id, Score.scored_at)
        .join(CheckIn, CheckIn.id == Score.checkin_id)
        .where(
            CheckIn.programme_id.in_(programmes),
            tuple_(Score.instrument, Score.scale, Score.band).in_(bands),
            Score.scored_at > between[0],
            Score.scored_at <= between[1],
            ~followed,
        )
    )
    return session.execute(query.order_by(Score.scored_at, Score.id)).all()


def marked(
    session: Session, programmes: Sequence[int], as_of: datetime
) -> Sequence[Row[int, int, datetime, bool]]:
    """Return (person, programme, when, came) of every mark in the sessions held by `as_of`, oldest first."""
    query = (
        select(Attendance.person_id, Meeting.programme_id, Meeting.starts_at, Attendance.came)
        .join(Meeting, Meeting.id == Attendance.session_id)
        .where(Meeting.programme_id.in_(programmes), Meeting.state == Meets.HELD, Meeting.held_at <= as_of)
    )
    return session.execute(query.order_by(Meeting.starts_at, Attendance.id)).all()


def pauses(
    session: Session, programmes: Sequence[int], as_of: datetime
) -> Sequence[Row[int, str, datetime, datetime]]:
    """Return (person, reason, since, until) of those who rest at `as_of`."""
    members = select(Enrolment.person_id).where(Enrolment.programme_id.in_(programmes))
    query = select(Pause.person_id, Pause.reason, Pause.since, Pause.until).where(
        Pause.person_id.in_(members),
        Pause.since <= as_of,
        Pause.until > as_of,
        or_(Pause.ended_at.is_(None), Pause.ended_at > as_of),
    )
    return session.execute(query.order_by(Pause.since)).all()


def halts(session: Session, programmes: Sequence[int], as_of: datetime) -> Sequence[Row[int, str, datetime]]:
    """Return (person, why, since) of those whose questions a relapse or a death has stopped at `as_of`."""
    members = select(Enrolment.person_id).where(Enrolment.programme_id.in_(programmes))
    query = select(Halt.person_id, Halt.why, Halt.since).where(
        Halt.person_id.in_(members),
        Halt.since <= as_of,
        or_(Halt.ended_at.is_(None), Halt.ended_at > as_of),
    )
    return session.execute(query.order_by(Halt.since, Halt.id)).all()


def _met_a_pause() -> Exists:
    return exists().where(
        and_(
            Pause.person_id == CheckIn.person_id,
            Pause.since <= CheckIn.expires_at,
            func.coalesce(Pause.ended_at, Pause.until) >= CheckIn.sent_at,
        )
    )
