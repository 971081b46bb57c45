"""What a digest counts: sums by person and week, one statement each; nothing here writes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from db.models import (
    CheckIn,
    Enrolment,
    Person,
    Programme,
    Role,
    Score,
    Standing,
    UtcDateTime,
)
from db.session import Session

Columns = TypeVarTuple("Columns")
Week = tuple[str, datetime, datetime, datetime]
"""A week's name, its start, its end (not in it), and the moment after which nothing counts."""


def programmes(session: Session, worker_id: int) -> Mapping[int, str]:
    """Return the names of the programmes a worker has a place in, by id."""
    query = (
        select(Programme.id, Programme.name)
        .join(Enrolment, Enrolment.programme_id == Programme.id)
        .where(
            Enrolment.person_id == worker_id,
            Enrolment.role == Role.SOCIAL_WORKER,
            Enrolment.left_at.is_(None),
        )
        .order_by(Programme.id)
    )
    return {programme_id: name for programme_id, name in session.execute(query)}


def of_site(session: Session, site_id: int) -> Mapping[int, str]:
    """Return the names of a site's programmes by id."""
    query = select(Programme.id, Programme.name).where(Programme.site_id == site_id).order_by(Programme.id)
    return {programme_id: name for programme_id, name in session.execute(query)}


def enrolled(session: Session, programmes: Sequence[int], weeks: Sequence[Week]) -> Mapping[str, int]:
    """Return how many caregivers took part in each week; a week without any is left out."""
    span = _spans(weeks)
    query = (
        select(span.c.week, func.count(Enrolment.person_id.distinct()))
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .join(span, _in_week(span))
        .where(
            Enrolment.programme_id.in_(programmes),
            Enrolment.role == Role.CAREGIVER,
            Person.standing != Standing.JOINING,
            func.coalesce(Person.joined_at, Enrolment.since) < span.c.end,
            or_(Person.stopped_at.is_(None), Person.stopped_at > span.c.start),
        )
        .group_by(span.c.week)
    )
    return {week: count for week, count in session.execute(query)}


def bands(
    session: Session,
    programmes: Sequence[int],
    scale: tuple[str, str],
    between: tuple[datetime, datetime],
) -> Sequence[Row[int, str | None, datetime]]:
    """Return (person, band, when) of scores on one (instrument, scale), oldest first.

    Those after the first moment and up to the second, of caregivers who had not left before.
    """
    query = of_caregivers(
        select(Score.person_id, Score.band, Score.scored_at)
        .select_from(Score)
        .join(CheckIn, CheckIn.id == Score.checkin_id),
        programmes,
    ).where(
        tuple_(Score.instrument, Score.scale).in_([scale]),
        Score.band.is_not(None),
        Score.scored_at > between[0],
        Score.scored_at <= between[1],
        or_(Enrolment.left_at.is_(None), Enrolment.left_at > between[0]),
    )
    return session.execute(query.order_by(Score.scored_at, Score.id)).all()


def _spans(weeks: Sequence[Week]) -> CTE:
    """Return the weeks as a table, so that one statement counts them all on either database."""
    rows = [
        select(
            literal(name).label("week"),
            literal(start, UtcDateTime).label("start"),
            literal(end, UtcDateTime).label("end"),
            literal(as_of, UtcDateTime).label("as_of"),
        )
        for name, start, end, as_of in weeks
    ]
    return union_all(*rows).cte("spans")


def _in_week(span: CTE) -> ColumnElement[bool]:
    return and_(
        Enrolment.since < span.c.end, or_(Enrolment.left_at.is_(None), Enrolment.left_at > span.c.start)
    )


def of_caregivers(query: Select[*Columns], programmes: Sequence[int]) -> Select[*Columns]:
    """Return a query of check-ins that counts those of caregivers in these programmes only."""
    place = and_(Enrolment.programme_id == CheckIn.programme_id, Enrolment.person_id == CheckIn.person_id)
    return query.join(Enrolment, place).where(
        CheckIn.programme_id.in_(programmes), Enrolment.role == Role.CAREGIVER
    )
