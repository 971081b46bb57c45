"""What a person was sent and is owed: what the weekly budget of messages is counted from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, case, or_, select, type_coerce

from db.models import Delivery, State, UtcDateTime
from db.session import Session, run

# What a person put off to a time of their own: its subject begins so.
CHOSEN = "later:"
# What changes the time of a session: whoever missed it would stand before a shut door.
CHANGES = ("/moved", "/cancelled")
ARRIVED = ("sent", "unknown")


def is_free(subject: str) -> bool:
    """Whether a message takes nothing of the budget: its time was chosen, or it changes a session's time."""
    return subject.startswith(CHOSEN) or subject.endswith(CHANGES)


@dataclass(frozen=True, slots=True)
class Message:
    """A delivery as the budget sees it: `at` is when it arrived, left, or is due, as its state is."""

    id: int
    person_id: int
    kind: str
    priority: int
    subject: str
    about_id: int | None
    state: str
    at: datetime

    @property
    def waits(self) -> bool:
        """Whether it is queued."""
        return self.state == State.PENDING

    @property
    def in_the_air(self) -> bool:
        """Whether it was claimed and has not ended."""
        return self.state == State.SENDING

    @property
    def chosen(self) -> bool:
        """Whether the person chose its time."""
        return self.subject.startswith(CHOSEN)

    @property
    def free(self) -> bool:
        """Whether it takes nothing of the budget."""
        return is_free(self.subject)


_WHEN = case(
    (Delivery.state == State.SETTLED, Delivery.settled_at),
    (Delivery.state == State.SENDING, Delivery.claimed_at),
    else_=Delivery.due_at,
)
# Made once: it is asked for every batch of messages to families.
_MESSAGES = (
    select(
        Delivery.id, Delivery.person_id, Delivery.kind, Delivery.priority, Delivery.subject,
        Delivery.about_id, Delivery.state, type_coerce(_WHEN, UtcDateTime),
    )
    .where(
        Delivery.person_id.in_(bindparam("people", expanding=True)),
        or_(
            and_(
                Delivery.state == State.SETTLED,
                Delivery.settled_at >= bindparam("since", type_=UtcDateTime),
                Delivery.outcome.in_(ARRIVED),
            ),
            Delivery.state == State.SENDING,
            and_(
                Delivery.state == State.PENDING, Delivery.due_at < bindparam("until", type_=UtcDateTime)
            ),
        ),
    )
    .order_by(Delivery.due_at, Delivery.id)
)  # fmt: skip


def messages(
    session: Session, people: Collection[int], between: tuple[datetime, datetime]
) -> Sequence[Message]:
    """Return what arrived at these people since the first moment, is in the air, or is due by the second.

    A message whose answer got lost may have arrived, and counts.
    """
    rows = run(session, _MESSAGES, people=list(people), since=between[0], until=between[1])
    return [Message(*row) for row in rows]
