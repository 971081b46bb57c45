"""The weeks of a digest, summed up in SQL: a table whose size does not grow with the number of people."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from db.digests import Week, of_caregivers
from db.models import Answer, CheckIn, Enrolment, UtcDateTime
from db.session import Session


def checkins(
    session: Session, programmes: Sequence[int], weeks: Sequence[Week], kept_back: Select[int]
) -> Sequence[Row[str | None, int, int, int, int]]:
    """Return (week, sent, answered, unfinished, expired) of the check-ins sent in each week.

    Unfinished ones were opened but not answered, expired ones ran out unopened; the rest are still open.
    Those of whoever keeps them back are left out.
    """
    week = _week_of(CheckIn.sent_at, weeks)
    as_of = _known_at(CheckIn.sent_at, weeks)
    answered, opened = CheckIn.done_at <= as_of, CheckIn.opened_at <= as_of
    query = of_caregivers(
        select(
            week.label("week"),
            func.count(),
            _count(answered),
            _count(and_(opened, _not(answered))),
            _count(and_(_not(opened), _not(answered), CheckIn.expires_at <= as_of)),
        ).select_from(CheckIn),
        programmes,
    ).where(
        CheckIn.sent_at >= weeks[0][1],
        CheckIn.sent_at < weeks[-1][2],
        week.is_not(None),
        CheckIn.person_id.not_in(kept_back),
    )
    return session.execute(query.group_by("week")).all()


def answers(
    session: Session,
    programmes: Sequence[int],
    weeks: Sequence[Week],
    items: Sequence[tuple[str, str]],
    kept_back: Select[int],
) -> Sequence[Row[str | None, str, str, int | None, int, int]]:
    """Return (week, instrument, item, sum, number, people): how many gave so many answers of such a sum.

    A person's answers to an item in a week make one sum; skips are left out. So the table is small however
    many people there are, and each person's mean is in it.
    """
    one = _of_people(programmes, weeks, items, kept_back).subquery()
    by = (one.c.week, one.c.instrument, one.c.item, one.c.total, one.c.number)
    return session.execute(select(*by, func.count()).group_by(*by)).all()


def moves(
    session: Session,
    programmes: Sequence[int],
    weeks: Sequence[Week],
    items: Sequence[tuple[str, str]],
    kept_back: Select[int],
) -> Sequence[Row[str, str, int, float]]:
    """Return (instrument, item, people, sum of their changes) of those who answered in both of two weeks."""
    before, after = (_of_people(programmes, [week], items, kept_back).subquery() for week in weeks)
    same = and_(
        before.c.person_id == after.c.person_id,
        before.c.instrument == after.c.instrument,
        before.c.item == after.c.item,
    )
    change = 1.0 * after.c.total / after.c.number - 1.0 * before.c.total / before.c.number
    by = (after.c.instrument, after.c.item)
    query = select(*by, func.count(), func.sum(change)).select_from(after).join(before, same).group_by(*by)
    return session.execute(query).all()


def _of_people(
    programmes: Sequence[int],
    weeks: Sequence[Week],
    items: Sequence[tuple[str, str]],
    kept_back: Select[int],
) -> Select[*tuple[str | None, int, str, str, int | None, int]]:
    """Return (week, person, instrument, item, total, number) of each week's answers."""
    week = _week_of(Answer.answered_at, weeks)
    query = of_caregivers(
        select(
            week.label("week"),
            Answer.person_id,
            Answer.instrument,
            Answer.item,
            func.sum(Answer.value).label("total"),
            func.count(Answer.value).label("number"),
        )
        .select_from(Answer)
        .join(CheckIn, CheckIn.id == Answer.checkin_id),
        programmes,
    )
    return query.where(
        tuple_(Answer.instrument, Answer.item).in_(items),
        Answer.value.is_not(None),
        Answer.answered_at >= weeks[0][1],
        Answer.answered_at < weeks[-1][2],
        week.is_not(None),
        Answer.person_id.not_in(kept_back),
    ).group_by("week", Answer.person_id, Answer.instrument, Answer.item)


def _week_of(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], weeks: Sequence[Week]
) -> ColumnElement[str | None]:
    """Return the week of a moment, if the person had a place in it: told by one look at each row."""
    return case(
        *(
            (
                and_(
                    moment >= start,
                    moment < end,
                    Enrolment.since < end,
                    or_(Enrolment.left_at.is_(None), Enrolment.left_at > start),
                ),
                name,
            )
            for name, start, end, _ in weeks
        ),
        else_=None,
    )


def _known_at(
    moment: InstrumentedAttribute[datetime | None], weeks: Sequence[Week]
) -> ColumnElement[datetime]:
    """Return the moment after which nothing counts for the week of another."""
    *earlier, last = weeks
    return case(
        *((moment < end, literal(as_of, UtcDateTime)) for _, _, end, as_of in earlier),
        else_=literal(last[3], UtcDateTime),
    )


def _not(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the opposite, where an unknown moment counts as not having come."""
    return func.coalesce(condition, False).is_(False)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
