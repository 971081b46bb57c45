"""Progress messages: which of them may still change, and what each last said."""

from collections.abc import Sequence

from sqlalchemy import String, and_, cast, literal, or_, select, update

from db.models import Broadcast, Delivery, Kind, Person
from db.session import Session

# At the end of what was last said: it will say something else by itself.
MOVES_ON, GONE = "+", "gone"


def says(key: str, *, moves_on: bool) -> str:
    """Return what is kept of what a progress message says."""
    return f"{key}{MOVES_ON if moves_on else ''}"


def watched(session: Session) -> Sequence[tuple[Broadcast, Person, int]]:
    """Return the broadcasts whose progress may have changed, with its reader and the message's number."""
    return [(one, person, number) for one, person, number in session.execute(_WATCHED) if number]


def note(session: Session, broadcast_id: int, said: str) -> None:
    """Keep what a progress message says now."""
    session.execute(update(Broadcast).where(Broadcast.id == broadcast_id).values(shown=said))


_SUBJECT = literal("broadcast:") + cast(Broadcast.id, String) + "/progress" + cast(Broadcast.rounds, String)
_WATCHED = (
    select(Broadcast, Person, Delivery.message_id)
    .join(Person, Person.id == Broadcast.created_by)
    .join(
        Delivery,
        and_(
            Delivery.kind == literal(Kind.PROGRESS.value),
            Delivery.subject == _SUBJECT,
            Delivery.person_id == Broadcast.created_by,
        ),
    )
    .where(
        Broadcast.rounds > 0,
        or_(Broadcast.shown.is_(None), Broadcast.shown.endswith(MOVES_ON)),
        Delivery.message_id.is_not(None),
    )
)
