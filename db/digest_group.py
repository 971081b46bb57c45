"""What a digest says about the group's work: sessions, steps and materials, and how good the answers are."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Float, Row, Subquery, and_, case, cast, extract, func, select

from db.digest_scores import Known, counts
from db.models import Answer, Attendance, CheckIn, Enrolment, Meeting, Meets, Practice, Role
from db.session import Session

MANY_ITEMS, FEW_ITEMS = 5, 4
SECONDS_AN_ITEM = 1
OF_A_DAY = 86_400


def held(
    session: Session, programmes: Sequence[int], until: datetime
) -> Sequence[Row[int, int, date, datetime, int, int, int]]:
    """Return (session, number, day, start, minutes, came, expected) of the sessions held, in their order."""
    query = (
        select(
            Meeting.id,
            Meeting.number,
            Meeting.day,
            Meeting.starts_at,
            Meeting.minutes,
            func.coalesce(func.sum(case((Attendance.came, 1), else_=0)), 0),
            func.count(Attendance.id),
        )
        .join(Attendance, Attendance.session_id == Meeting.id, isouter=True)
        .where(Meeting.programme_id.in_(programmes), Meeting.state == Meets.HELD, Meeting.held_at <= until)
        .group_by(Meeting.id, Meeting.number, Meeting.day, Meeting.starts_at, Meeting.minutes)
    )
    return session.execute(query.order_by(Meeting.starts_at, Meeting.id)).all()


def pieces(
    session: Session, programmes: Sequence[int], until: datetime, sent: str
) -> Sequence[Row[str, bool, int, int, int, int]]:
    """Return (piece, sent by a worker, people offered, who told, who tried, whom it helped), most first.

    Helped a little counts as helped; `sent` is the reason that stands for a worker's own choice.
    """
    members = (
        select(Enrolment.person_id)
        .where(Enrolment.programme_id.in_(programmes), Enrolment.role == Role.CAREGIVER)
        .distinct()
    )
    told = Practice.answered_at <= until
    by_hand = case((Practice.because == sent, True), else_=False)
    query = (
        select(
            Practice.piece,
            by_hand,
            func.count(Practice.person_id.distinct()),
            _people(told),
            _people(and_(told, Practice.tried.is_(True))),
            _people(and_(told, Practice.helped.in_(["helped", "little"]))),
        )
        .where(Practice.person_id.in_(members), Practice.offered_at <= until)
        .group_by(Practice.piece, by_hand)
        .order_by(func.count(Practice.person_id.distinct()).desc(), Practice.piece)
    )
    return session.execute(query).all()


def quality(
    session: Session, known: Known, between: tuple[datetime, datetime]
) -> tuple[int, int, int, int, int]:
    """Return (questions, skipped, forms, forms all alike, check-ins too fast) of a week's answers.

    Alike is a form of five items or more with one answer to all, which is not its lowest; too fast is
    less than a second an item. What came on paper is not timed.
    """
    forms = _forms(known, between)
    many = forms.c.given >= MANY_ITEMS
    alike = and_(many, forms.c.least == forms.c.most, forms.c.most > 0)
    asked, given, long, same = session.execute(
        select(func.sum(forms.c.asked), func.sum(forms.c.given), _sum(many), _sum(alike))
    ).one()
    fast = _fast(session, known, between)
    return int(asked or 0), int(asked or 0) - int(given or 0), int(long or 0), int(same or 0), fast


def _forms(known: Known, between: tuple[datetime, datetime]) -> Subquery:
    """Return each form of a week: how many items were asked and answered, and the least and most of them."""
    return (
        select(
            Answer.checkin_id,
            func.count().label("asked"),
            func.count(Answer.value).label("given"),
            func.min(Answer.value).label("least"),
            func.max(Answer.value).label("most"),
        )
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(
            Answer.answered_at >= between[0],
            Answer.answered_at < between[1],
            Answer.answered_at <= known.until,
            counts(known, Answer.person_id),
        )
        .group_by(Answer.checkin_id, Answer.instrument)
        .subquery()
    )


def _fast(session: Session, known: Known, between: tuple[datetime, datetime]) -> int:
    span = _seconds(session, func.max(Answer.answered_at), func.min(Answer.answered_at))
    timed = (
        select(Answer.checkin_id)
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(
            Answer.answered_at >= between[0],
            Answer.answered_at < between[1],
            Answer.answered_at <= known.until,
            Answer.entered_by.is_(None),
            counts(known, Answer.person_id),
        )
        .group_by(Answer.checkin_id)
        .having(func.count() >= FEW_ITEMS, span < SECONDS_AN_ITEM * (func.count() - 1))
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(timed)) or 0


def _seconds(
    session: Session, later: ColumnElement[datetime], earlier: ColumnElement[datetime]
) -> ColumnElement[float]:
    if session.get_bind().dialect.name == "sqlite":
        days: ColumnElement[float] = func.julianday(later) - func.julianday(earlier)
        return days * OF_A_DAY
    return cast(extract("epoch", later - earlier), Float)


def _people(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, Practice.person_id)).distinct())


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
