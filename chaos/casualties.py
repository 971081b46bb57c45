"""Casualties: what one kill left in the air, read from the database before the next life begins."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from db.inbox import OPEN
from db.models import OPEN as UNDER_WAY
from db.models import CheckIn, Delivery, Heard, Kind, Progress, State, Subscription
from db.session import Database, Session


@dataclass(frozen=True)
class Casualties:
    """The deliveries that were being sent, and of each chat the one update that was being answered."""

    sending: frozenset[int]
    answering: frozenset[int]


def count(database: Database) -> Casualties:
    """Read what is in the air: nobody is alive who could still settle it."""
    with database.read() as session:
        sending = session.scalars(select(Delivery.id).where(Delivery.state == State.SENDING)).all()
        # The updates of a chat are worked through one after the other, so only its first can have been shown.
        first = select(func.min(Heard.id)).where(*OPEN).group_by(Heard.chat_key)
        answering = session.scalars(select(Heard.update_id).where(Heard.id.in_(first))).all()
    return Casualties(frozenset(sending), frozenset(answering))


def what_is_left(database: Database, now: datetime) -> dict[str, int]:
    """Return how much is still to be done, by what it is; all zero once everything has come to its end."""
    # Nobody can answer what never came: its reminder will ask again, long after the campaign.
    given_up = select(Delivery.id).where(
        Delivery.about_id == CheckIn.id, Delivery.kind == Kind.CHECKIN, Delivery.outcome == "unknown"
    )
    with database.read() as session:
        return {
            "due": _how_many(session, select(Subscription.id).where(Subscription.next_at <= now)),
            "owed": _how_many(
                session,
                select(Delivery.id).where(Delivery.state != State.SETTLED, Delivery.kind != Kind.REMINDER),
            ),
            "unshown": _how_many(session, select(Heard.id).where(*OPEN)),
            "unanswered": _how_many(
                session,
                select(CheckIn.id).where(
                    CheckIn.progress.in_([Progress.PLANNED, *UNDER_WAY]), ~given_up.exists()
                ),
            ),
        }


def _how_many(session: Session, query: Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0
