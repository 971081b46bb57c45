"""What a digest says about questionnaires: first and latest scores, areas, tiredness; counted in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from db.models import Answer, CheckIn, Enrolment, Role, Score, Sharing
from db.session import Session

Key = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """Whose scores are counted, up to when: the caregivers of some programmes who show them to `readers`."""

    programmes: Sequence[int]
    readers: Sequence[str]
    what: str
    until: datetime


@dataclass(frozen=True)
class Mark:
    """From where on an answer or a score counts, in which area; `worse` says whether from there upwards."""

    area: str
    key: Key
    value: Decimal
    op: str


def changes(
    session: Session, known: Known, scales: Sequence[Key]
) -> Sequence[Row[str, str, Decimal, Decimal, int]]:
    """Return (instrument, scale, first, latest, how many people) of those scored twice or more."""
    scored = ranked(known, scales, Score.person_id).subquery()
    first, last = scored.alias(), scored.alias()
    same = and_(
        first.c.who == last.c.who,
        first.c.instrument == last.c.instrument,
        first.c.scale == last.c.scale,
    )
    query = (
        select(first.c.instrument, first.c.scale, first.c.value, last.c.value, func.count())
        .join(last, same)
        .where(first.c.forwards == 1, last.c.backwards == 1, last.c.forwards > 1)
        .group_by(first.c.instrument, first.c.scale, first.c.value, last.c.value)
        .order_by(first.c.instrument, first.c.scale, first.c.value, last.c.value)
    )
    return session.execute(query).all()


def areas(session: Session, known: Known, marks: Sequence[Mark]) -> Mapping[str, tuple[int, int]]:
    """Return by area how many people were scored in it, and how many of them stand beyond a mark."""
    scored = ranked(known, [mark.key for mark in marks], Score.person_id).subquery()
    columns = (scored.c.instrument, scored.c.scale, scored.c.value)
    rows = select(scored.c.who.label("person_id"), *_area(columns, marks)).where(scored.c.backwards == 1)
    return _by_area(session, rows.subquery())


def tired(session: Session, known: Known, marks: Sequence[Mark]) -> tuple[int, int]:
    """Return how many people were asked whether they are tired, in whichever form, and how many often are.

    Of each form the latest answer counts; whoever says it in several forms counts once.
    """
    keys = [mark.key for mark in marks]
    order = (Answer.answered_at.desc(), Answer.id.desc())
    part = (Answer.person_id, Answer.instrument, Answer.item)
    said = (
        select(
            Answer.person_id,
            Answer.instrument,
            Answer.item,
            Answer.value,
            func.row_number().over(partition_by=part, order_by=order).label("backwards"),
        )
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(
            tuple_(Answer.instrument, Answer.item).in_(keys),
            Answer.value.is_not(None),
            Answer.answered_at <= known.until,
            counts(known, Answer.person_id),
        )
        .subquery()
    )
    columns = (said.c.instrument, said.c.item, said.c.value)
    rows = select(said.c.person_id, *_area(columns, marks)).where(said.c.backwards == 1)
    return _by_area(session, rows.subquery()).get(marks[0].area, (0, 0))


def latest_of(session: Session, known: Known, person_id: int) -> Sequence[Row[str, str, Decimal, datetime]]:
    """Return (instrument, scale, value, when) of one person's scores that count, oldest first."""
    query = (
        select(Score.instrument, Score.scale, Score.value, Score.scored_at)
        .join(CheckIn, CheckIn.id == Score.checkin_id)
        .where(Score.person_id == person_id, Score.scored_at <= known.until, counts(known, Score.person_id))
    )
    return session.execute(query.order_by(Score.scored_at, Score.id)).all()


def ranked(known: Known, scales: Sequence[Key], who: InstrumentedAttribute[int]) -> Select[*tuple[Any, ...]]:
    """Return the scores on these scales, counted from the first and from the last of each of `who`."""
    part = (who, Score.instrument, Score.scale)
    forwards = (Score.scored_at, Score.id)
    backwards = (Score.scored_at.desc(), Score.id.desc())
    return (
        select(
            who.label("who"),
            Score.instrument,
            Score.scale,
            Score.value,
            func.row_number().over(partition_by=part, order_by=forwards).label("forwards"),
            func.row_number().over(partition_by=part, order_by=backwards).label("backwards"),
        )
        .select_from(Score)
        .join(CheckIn, CheckIn.id == Score.checkin_id)
        .where(
            tuple_(Score.instrument, Score.scale).in_(scales),
            Score.scored_at <= known.until,
            counts(known, Score.person_id),
        )
    )


def counts(known: Known, person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether a check-in was a caregiver's of these programmes, who shows what is in it to these readers."""
    place = select(Enrolment.id).where(
        Enrolment.programme_id == CheckIn.programme_id,
        Enrolment.person_id == CheckIn.person_id,
        Enrolment.role == Role.CAREGIVER,
    )
    kept_back = select(Sharing.person_id).where(
        Sharing.person_id == person_id,
        Sharing.reader.in_(known.readers),
        Sharing.what == known.what,
        Sharing.shared.is_(False),
    )
    return and_(CheckIn.programme_id.in_(known.programmes), place.exists(), ~kept_back.exists())


def _area(
    columns: tuple[ColumnElement[str], ColumnElement[str], ColumnElement[Decimal]], marks: Sequence[Mark]
) -> tuple[ColumnElement[str], ColumnElement[int]]:
    """Return which area a row is of, and whether it stands beyond the mark there."""
    first, second, value = columns
    here = [and_(first == mark.key[0], second == mark.key[1]) for mark in marks]
    beyond = [
        and_(same, value.op(mark.op)(literal(mark.value))) for same, mark in zip(here, marks, strict=True)
    ]
    area = case(*((same, mark.area) for same, mark in zip(here, marks, strict=True)), else_="")
    return area.label("area"), case((or_(*beyond), 1), else_=0).label("beyond")


def _by_area(session: Session, rows: Subquery) -> Mapping[str, tuple[int, int]]:
    of_person: Select[*tuple[str, int, int]] = select(
        rows.c.area, rows.c.person_id, func.max(rows.c.beyond).label("beyond")
    ).group_by(rows.c.area, rows.c.person_id)
    people = of_person.subquery()
    query = select(people.c.area, func.count(), func.sum(people.c.beyond)).group_by(people.c.area)
    return {area: (n, int(beyond or 0)) for area, n, beyond in session.execute(query)}
