"""Sessions: a programme's group meetings, whom they are for, and how much of them each person had."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, Integer, Select, bindparam, case, func, or_, select, update

from db.models import (
    TO_COME,
    Alert,
    Arm,
    Attendance,
    Delivery,
    Enrolment,
    Kind,
    Meeting,
    Meets,
    Person,
    Role,
    Standing,
    State,
    Tier,
    UtcDateTime,
)
from db.session import Session, run


class Member(NamedTuple):
    """A family a session is for, as far as what it is told depends on it."""

    place_id: int
    person_id: int
    label: str
    called: str | None
    zone: str
    standing: str


class Dose(NamedTuple):
    """How much of a programme one person had: the sessions held, how many they came to, for how long."""

    person_id: int
    programme_id: int
    held: int
    attended: int
    minutes: int


# Made once: it is asked at every beat.
_DUE = (
    select(Meeting)
    .where(Meeting.plan_at <= bindparam("now", type_=UtcDateTime))
    .order_by(Meeting.plan_at, Meeting.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(of=Meeting, skip_locked=True)
)
_ANY_DUE = select(Meeting.id).where(Meeting.plan_at <= bindparam("now", type_=UtcDateTime)).limit(1)
_RELEASED = select(Alert.id).where(Alert.person_id == Person.id, Alert.tier == Tier.RED).exists()
# What a budget must leave room for: sessions whose reminders are not queued yet.
_AHEAD = (
    select(Enrolment.person_id, Meeting.starts_at)
    .join(Meeting, Meeting.programme_id == Enrolment.programme_id)
    .where(
        Meeting.state.in_(TO_COME),
        Meeting.starts_at > bindparam("now", type_=UtcDateTime),
        Meeting.starts_at < bindparam("until", type_=UtcDateTime),
        Enrolment.person_id.in_(bindparam("people", expanding=True)),
        Enrolment.left_at.is_(None),
    )
)


def by_id(session: Session, meeting_id: int) -> Meeting | None:
    """Return one session."""
    return session.get(Meeting, meeting_id)


def lock(session: Session, meeting_id: int) -> None:
    """Let others who count a session's seats wait until this transaction is over."""
    session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())


def of_programme(session: Session, programme_id: int) -> Sequence[Meeting]:
    """Return a programme's sessions in the order of their times: one that was added may come in between."""
    query = select(Meeting).where(Meeting.programme_id == programme_id)
    query = query.order_by(Meeting.starts_at, Meeting.number)
    return session.scalars(query).all()


def to_come(session: Session, programmes: Collection[int], now: datetime) -> Sequence[Meeting]:
    """Return the sessions of these programmes that are still to come, earliest first."""
    query = select(Meeting).where(
        Meeting.programme_id.in_(programmes), Meeting.state.in_(TO_COME), Meeting.starts_at > now
    )
    return session.scalars(query.order_by(Meeting.starts_at, Meeting.id)).all()


def due(session: Session, now: datetime, limit: int) -> Sequence[Meeting]:
    """Return the sessions that the planner is to look at by `now`; another planner's are left to it."""
    if run(session, _ANY_DUE, now=now).first() is None:  # nearly always, and cheaper to see
        return ()
    return session.scalars(_DUE, {"now": now, "most": limit}).all()


def ahead(
    session: Session, people: Collection[int], now: datetime, until: datetime
) -> Sequence[tuple[int, datetime]]:
    """Return when these people have sessions from now until a moment, as (person, start)."""
    return [(person, at) for person, at in run(session, _AHEAD, people=list(people), now=now, until=until)]


def look_again(session: Session, programme_id: int, now: datetime) -> None:
    """Ask the planner to look at a programme's coming sessions at once: somebody new is in it."""
    session.execute(
        update(Meeting)
        .where(Meeting.programme_id == programme_id, Meeting.state.in_(TO_COME), Meeting.starts_at > now)
        .values(plan_at=now)
    )


def members(session: Session, programme_id: int, *, every_arm: bool = False) -> Sequence[Member]:
    """Return the families that a programme's sessions are for: not who stopped, left, or is still joining.

    Nor who waits in the control arm, unless a red alert released them; with `every_arm` they are among them,
    for what they must not get is held back, and noted, where it is sent.
    """
    query = (
        select(Enrolment.id, Person.id, Enrolment.label, Person.called, Person.zone, Person.standing)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.programme_id == programme_id,
            Enrolment.role == Role.CAREGIVER,
            Enrolment.left_at.is_(None),
            Person.standing.in_([Standing.ACTIVE, Standing.PAUSED, Standing.RELAPSE]),
        )
        .order_by(Enrolment.label)
    )
    if not every_arm:
        query = query.where(or_(Enrolment.arm != Arm.WAITLIST, _RELEASED))
    return [Member(*row) for row in session.execute(query)]


def withdraw(session: Session, meeting_id: int, reason: str, now: datetime) -> int:
    """Call off every message about a session that waits, and return how many that are."""
    result = session.execute(
        update(Delivery)
        .where(
            Delivery.kind == Kind.SESSION, Delivery.about_id == meeting_id, Delivery.state == State.PENDING
        )
        .values(state=State.SETTLED, outcome=f"cancelled:{reason}", settled_at=now)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount


def dose(session: Session, programmes: Collection[int] | None = None) -> Sequence[Dose]:
    """Return by person and programme how many sessions were held, how many they came to, and the minutes.

    Everybody who has or had a place is in it, also who never came; a session counts once it is held.
    """
    held, mine = _held().subquery(), _attended().subquery()
    same = (mine.c.programme_id == Enrolment.programme_id) & (mine.c.person_id == Enrolment.person_id)
    nothing = func.coalesce(mine.c.attended, 0), func.coalesce(mine.c.minutes, 0)
    query = (
        select(Enrolment.person_id, Enrolment.programme_id, held.c.held, *nothing)
        .join(held, held.c.programme_id == Enrolment.programme_id)
        .outerjoin(mine, same)
        .where(Enrolment.role == Role.CAREGIVER)
        .order_by(Enrolment.programme_id, Enrolment.person_id)
    )
    if programmes is not None:
        query = query.where(Enrolment.programme_id.in_(programmes))
    return [Dose(*row) for row in session.execute(query)]


def _held() -> Select[*tuple[Any, ...]]:
    query = select(Meeting.programme_id, func.count().label("held")).where(Meeting.state == Meets.HELD)
    return query.group_by(Meeting.programme_id)


def _attended() -> Select[*tuple[Any, ...]]:
    came, long = case((Attendance.came, 1), else_=0), case((Attendance.came, Attendance.minutes), else_=0)
    return (
        select(
            Meeting.programme_id,
            Attendance.person_id,
            func.sum(came).label("attended"),
            func.sum(long).label("minutes"),
        )
        .join(Meeting, Meeting.id == Attendance.session_id)
        .where(Meeting.state == Meets.HELD)
        .group_by(Meeting.programme_id, Attendance.person_id)
    )
