"""What families say about coming to a session; it counts for the time that they were asked about."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Coming, Meeting, Rsvp
from db.session import Session


def put(
    session: Session, meeting: Meeting, person_id: int, answer: Coming, reason: str | None, now: datetime
) -> None:
    """Keep what a person says about coming, in place of what they said before."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {
        "site_id": meeting.site_id,
        "session_id": meeting.id,
        "person_id": person_id,
        "sequence": meeting.sequence,
        "answer": answer,
        "reason": reason,
        "answered_at": now,
    }
    new = {name: value for name, value in row.items() if name not in {"site_id", "session_id", "person_id"}}
    statement = dialect.insert(Rsvp).values(**row)
    session.execute(statement.on_conflict_do_update(index_elements=["session_id", "person_id"], set_=new))


def of(session: Session, meeting: Meeting) -> Mapping[int, Rsvp]:
    """Return by person what counts for the session as it is planned now."""
    query = select(Rsvp).where(Rsvp.session_id == meeting.id, Rsvp.sequence == meeting.sequence)
    return {row.person_id: row for row in session.scalars(query.execution_options(populate_existing=True))}


def of_person(session: Session, meeting: Meeting, person_id: int) -> Rsvp | None:
    """Return what one person said about the session as it is planned now."""
    query = select(Rsvp).where(
        Rsvp.session_id == meeting.id, Rsvp.person_id == person_id, Rsvp.sequence == meeting.sequence
    )
    return session.scalar(query.execution_options(populate_existing=True))


def counts(session: Session, meetings: Sequence[int]) -> Mapping[int, Mapping[str, int]]:
    """Return by session how many gave each answer about the time as it is planned now."""
    now_planned = and_(Meeting.id == Rsvp.session_id, Meeting.sequence == Rsvp.sequence)
    query = (
        select(Rsvp.session_id, Rsvp.answer, func.count())
        .join(Meeting, now_planned)
        .where(Rsvp.session_id.in_(meetings))
        .group_by(Rsvp.session_id, Rsvp.answer)
    )
    found: dict[int, dict[str, int]] = {meeting: {} for meeting in meetings}
    for meeting, answer, count in session.execute(query):
        found[meeting][answer] = count
    return found
