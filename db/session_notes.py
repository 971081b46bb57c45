"""Notes on sessions: what a worker wrote down after each."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select

from db.models import Meeting, SessionNote
from db.session import Session


def put(session: Session, note: SessionNote) -> None:
    """Keep the note on a session in place of an earlier one."""
    session.execute(delete(SessionNote).where(SessionNote.session_id == note.session_id))
    session.add(note)
    session.flush()


def of_programme(session: Session, programme_id: int) -> Mapping[int, SessionNote]:
    """Return a programme's notes by session."""
    query = select(SessionNote).join(Meeting, Meeting.id == SessionNote.session_id)
    notes: Sequence[SessionNote] = session.scalars(query.where(Meeting.programme_id == programme_id)).all()
    return {note.session_id: note for note in notes}
