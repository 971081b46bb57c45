"""Attendance: who came to a session, as its worker marked it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Attendance, Meeting, Meets
from db.session import Session


def begin(session: Session, meeting: Meeting, came: Mapping[int, bool], worker_id: int) -> None:
    """Make a row for everybody the session is for; what is marked already stays as it is."""
    if not came:
        return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    rows: list[dict[str, Any]] = [
        {
            "site_id": meeting.site_id,
            "session_id": meeting.id,
            "person_id": person,
            "came": there,
            "minutes": meeting.minutes if there else 0,
            "marked_by": worker_id,
            "spoke": False,
        }
        for person, there in came.items()
    ]
    statement = dialect.insert(Attendance).on_conflict_do_nothing(index_elements=["session_id", "person_id"])
    session.execute(statement, rows)


def marks(session: Session, meeting_id: int) -> Mapping[int, bool]:
    """Return by person whether they came, as it is marked."""
    query = select(Attendance.person_id, Attendance.came).where(Attendance.session_id == meeting_id)
    return {person: came for person, came in session.execute(query)}


def of_person(session: Session, meeting_id: int, person_id: int) -> Attendance | None:
    """Return one person's mark."""
    return session.scalar(
        select(Attendance)
        .where(Attendance.session_id == meeting_id, Attendance.person_id == person_id)
        .execution_options(populate_existing=True)
    )


def mark(session: Session, meeting: Meeting, people: Sequence[int], worker_id: int, *, came: bool) -> None:
    """Mark people as having come, or not."""
    session.execute(
        update(Attendance)
        .where(Attendance.session_id == meeting.id, Attendance.person_id.in_(people))
        .values(came=came, minutes=meeting.minutes if came else 0, marked_by=worker_id)
    )


def close(session: Session, meeting_id: int, now: datetime) -> bool:
    """Let what is marked count; of two who press it at once exactly one does."""
    closed = session.scalar(
        update(Meeting)
        .where(Meeting.id == meeting_id, Meeting.state.in_([Meets.PLANNED, Meets.MOVED]))
        .values(state=Meets.HELD, held_at=now)
        .returning(Meeting.id)
    )
    return closed is not None


def offered(session: Session, meeting_id: int, person_id: int, now: datetime) -> bool:
    """Record that somebody who missed a session was offered a word about it; false if they were before."""
    done = session.scalar(
        update(Attendance)
        .where(
            Attendance.session_id == meeting_id,
            Attendance.person_id == person_id,
            Attendance.came.is_(False),
            Attendance.offered_at.is_(None),
        )
        .values(offered_at=now)
        .returning(Attendance.id)
    )
    return done is not None


def spoke(session: Session, meeting_id: int, person_id: int) -> bool:
    """Record that somebody who came has had their say about it; false if they had, or did not come."""
    done = session.scalar(
        update(Attendance)
        .where(
            Attendance.session_id == meeting_id,
            Attendance.person_id == person_id,
            Attendance.came.is_(True),
            Attendance.spoke.is_(False),
        )
        .values(spoke=True)
        .returning(Attendance.id)
    )
    return done is not None


def of_family(session: Session, person_id: int, programme_id: int) -> Sequence[tuple[Meeting, Attendance]]:
    """Return the sessions that were held with this person's mark, the latest first."""
    query = (
        select(Meeting, Attendance)
        .join(Attendance, Attendance.session_id == Meeting.id)
        .where(
            Meeting.programme_id == programme_id,
            Meeting.state == Meets.HELD,
            Attendance.person_id == person_id,
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )
    return [(meeting, mark) for meeting, mark in session.execute(query)]


def counts(session: Session, meetings: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """Return by session how many came and how many it was for."""
    came = func.sum(case((Attendance.came, 1), else_=0))
    query = (
        select(Attendance.session_id, came, func.count())
        .where(Attendance.session_id.in_(meetings))
        .group_by(Attendance.session_id)
    )
    return {meeting: (int(there or 0), of) for meeting, there, of in session.execute(query)}
