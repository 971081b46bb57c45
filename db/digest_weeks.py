"""The weeks of a digest, summed up in SQL: a table whose size does not grow with the number of people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from db.digests import Week, of_caregivers
from db.models import Answer, CheckIn, Enrolment, UtcDateTime
from db.session import Session

T = TypeVar("T")


def checkins(
    session: Session, programmes: Sequence[int], weeks: Sequence[Week], kept_back: Select[int]
) -> Sequence[tuple[str, int, int, int, int]]:
    """Return (week, sent, answered, unfinished, expired) of the check-ins sent in each week.

    Unfinished ones were opened but not answered, expired ones ran out unopened; the rest are still open.
    Those of whoever keeps them back are left out.
    """
    at = _number_of(CheckIn.sent_at, weeks)
    as_of = _known_at(CheckIn.sent_at, weeks)
    answered, opened = CheckIn.done_at <= as_of, CheckIn.opened_at <= as_of
    query = of_caregivers(
        select(
            at.label("week"),
            func.count(),
            _count(answered),
            _count(and_(opened, _not(answered))),
            _count(and_(_not(opened), _not(answered), CheckIn.expires_at <= as_of)),
        ).select_from(CheckIn),
        programmes,
    ).where(
        CheckIn.sent_at >= weeks[0][1],
        CheckIn.sent_at < weeks[-1][2],
        _here(CheckIn.sent_at, weeks),
        CheckIn.person_id.not_in(kept_back),
    )
    rows = session.execute(query.group_by("week"))
    return [(weeks[week][0], sent, done, begun, over) for week, sent, done, begun, over in rows]


Answers = Sequence[tuple[str, str, str, int, int, int]]
Moves = Sequence[tuple[str, str, int, float]]


def answers(
    session: Session,
    programmes: Sequence[int],
    weeks: Sequence[Week],
    items: Sequence[tuple[str, str]],
    kept_back: Select[int],
) -> tuple[Answers, Moves]:
    """Return how many people answered how in each week, and how they moved between the last two.

    The first are (week, instrument, item, total, number, people): so many gave so many answers of such a sum;
    skips are left out. The others are (instrument, item, people, sum of the changes of their means), of those
    who answered in both weeks. So both are small however many people there are, and come out of one look at
    the answers.
    """
    one = _of_people(programmes, weeks, items, kept_back).cte("one").prefix_with("MATERIALIZED")
    by = (one.c.week, one.c.item, one.c.total, one.c.number)
    alike = select(*by, func.count().label("people"), literal(0.0).label("change")).group_by(*by)
    told: list[tuple[str, str, str, int, int, int]] = []
    moves: list[tuple[str, str, int, float]] = []
    rows = session.execute(union_all(alike, _moved(one, len(weeks))))
    for week, item, total, number, people, change in rows:
        if week < len(weeks):
            told.append((weeks[week][0], *items[item], total, number, people))
        else:
            moves.append((*items[item], people, change))
    return told, moves


def _moved(one: CTE, weeks: int) -> Select[*tuple[Any, ...]]:
    """Return, in the columns of the others, how people moved between the last two weeks."""
    before, after = one.alias("before"), one.alias("after")
    same = and_(
        before.c.person_id == after.c.person_id,
        before.c.item == after.c.item,
    )
    none = literal(None, Integer)
    change = 1.0 * after.c.total / after.c.number - 1.0 * before.c.total / before.c.number
    return (
        select(literal(weeks), after.c.item, none, none, func.count(), func.sum(change))
        .select_from(after)
        .join(before, same)
        .where(after.c.week == weeks - 1, before.c.week == weeks - 2)
        .group_by(after.c.item)
    )


def _of_people(
    programmes: Sequence[int],
    weeks: Sequence[Week],
    items: Sequence[tuple[str, str]],
    kept_back: Select[int],
) -> Select[*tuple[int, int, int | None, int | None, int]]:
    """Return (week, person, item, total, number) of each week's answers; week and item by their places."""
    # Numbers sort faster than names, and sorting is most of what this costs.
    item = _place_of((Answer.instrument, Answer.item), items)
    columns = (
        _number_of(Answer.answered_at, weeks).label("week"),
        Answer.person_id,
        item.label("item"),
        func.sum(Answer.value).label("total"),
        func.count(Answer.value).label("number"),
    )
    joined = select(*columns).select_from(Answer).join(CheckIn, CheckIn.id == Answer.checkin_id)
    return (
        of_caregivers(joined, programmes)
        .where(
            item.is_not(None),
            Answer.value.is_not(None),
            Answer.answered_at >= weeks[0][1],
            Answer.answered_at < weeks[-1][2],
            _here(Answer.answered_at, weeks),
            Answer.person_id.not_in(kept_back),
        )
        .group_by(Answer.person_id, "week", item)
    )


def _place_of(
    columns: tuple[InstrumentedAttribute[str], InstrumentedAttribute[str]], items: Sequence[tuple[str, str]]
) -> ColumnElement[int | None]:
    """Return the place of an (instrument, item) among these, or nothing."""
    instrument, item = columns
    return case(
        *((and_(instrument == one, item == other), place) for place, (one, other) in enumerate(items)),
        else_=None,
    )


Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


def _number_of(moment: Moment, weeks: Sequence[Week]) -> ColumnElement[int]:
    """Return the place among the weeks, which follow each other, of the one that a moment lies in."""
    return _of_week(moment, [(end, literal(number)) for number, (_, _, end, _) in enumerate(weeks)])


def _of_week(moment: Moment, weeks: Sequence[tuple[datetime, ColumnElement[T]]]) -> ColumnElement[T]:
    """Return what stands beside the end of the week of a moment; for twelve weeks in four comparisons."""
    if len(weeks) == 1:
        return weeks[0][1]
    earlier, later = weeks[: len(weeks) // 2], weeks[len(weeks) // 2 :]
    return case((moment < earlier[-1][0], _of_week(moment, earlier)), else_=_of_week(moment, later))


def _here(moment: Moment, weeks: Sequence[Week]) -> ColumnElement[bool]:
    """Whether the person had a place at some moment of that week; most had one all the time."""
    always = and_(Enrolment.since < weeks[0][2], Enrolment.left_at.is_(None))
    in_week = (
        and_(
            moment >= start,
            moment < end,
            Enrolment.since < end,
            or_(Enrolment.left_at.is_(None), Enrolment.left_at > start),
        )
        for _, start, end, _ in weeks
    )
    return or_(always, *in_week)


def _known_at(moment: Moment, weeks: Sequence[Week]) -> ColumnElement[datetime]:
    """Return the moment after which nothing counts for the week of another."""
    return _of_week(moment, [(end, literal(as_of, UtcDateTime)) for _, _, end, as_of in weeks])


def _not(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the opposite, where an unknown moment counts as not having come."""
    return func.coalesce(condition, False).is_(False)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
