"""Practices: pieces that came to people, and what people say of a piece."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Delivery, Favourite, Kind, Person, Practice, State, Verdict
from db.session import Session


def add(
    session: Session, person: Person, piece: str, because: str, now: datetime, *, sent_by: int | None = None
) -> Practice:
    """Keep that a piece was chosen for a person."""
    practice = Practice(
        site_id=person.site_id,
        person_id=person.id,
        piece=piece,
        because=because,
        chosen_at=now,
        sent_by=sent_by,
    )
    session.add(practice)
    session.flush()
    return practice


def by_id(session: Session, practice_id: int) -> Practice | None:
    """Return one practice as it stands in the database."""
    return session.get(Practice, practice_id, populate_existing=True)


def chosen_since(session: Session, person_id: int, since: datetime, besides: Sequence[str]) -> bool:
    """Whether a step was chosen for the person after a moment, for a reason that is none of `besides`."""
    query = select(Practice.id).where(
        Practice.person_id == person_id, Practice.chosen_at > since, Practice.because.not_in(besides)
    )
    return session.scalar(query.limit(1)) is not None


def last_offered(session: Session, person_id: int) -> Mapping[str, datetime]:
    """Return when each piece was last chosen for a person, on its way or arrived."""
    query = select(Practice.piece, func.max(Practice.chosen_at)).where(Practice.person_id == person_id)
    return {piece: at for piece, at in session.execute(query.group_by(Practice.piece)) if at}


def arrived(session: Session, practice_id: int, now: datetime) -> bool:
    """Record that a step reached its person; false if that was known."""
    marked = session.scalar(
        update(Practice)
        .where(Practice.id == practice_id, Practice.offered_at.is_(None))
        .values(offered_at=now)
        .returning(Practice.id)
    )
    return marked is not None


def steps_of(session: Session, person_id: int) -> Sequence[Practice]:
    """Return the steps that reached a person by themselves or were asked for, the latest first."""
    query = select(Practice).where(
        Practice.person_id == person_id, Practice.offered_at.is_not(None), Practice.sent_by.is_(None)
    )
    return session.scalars(query.order_by(Practice.offered_at.desc(), Practice.id.desc())).all()


def question_waits(session: Session, person_id: int) -> bool:
    """Whether a question how a step went is queued for the person, or on its way."""
    query = select(Delivery.id).where(
        Delivery.person_id == person_id,
        Delivery.kind == Kind.PRACTICE,
        Delivery.state != State.SETTLED,
        Delivery.subject.like("%/after"),
    )
    return session.scalar(query.limit(1)) is not None


def answer(session: Session, practice_id: int, *, tried: bool, helped: str | None, now: datetime) -> None:
    """Keep what the person says of a step; a later answer takes the place of an earlier one."""
    session.execute(
        update(Practice).where(Practice.id == practice_id).values(tried=tried, helped=helped, answered_at=now)
    )


def verdicts(session: Session, person_id: int) -> Mapping[str, str]:
    """Return whether each piece helped the person, of those they said it of."""
    query = select(Verdict.piece, Verdict.helped).where(Verdict.person_id == person_id)
    return {piece: helped for piece, helped in session.execute(query)}


def judge(session: Session, person: Person, piece: str, helped: str, now: datetime) -> None:
    """Keep whether a piece helped a person; a later word takes the place of an earlier one."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    said = {"helped": helped, "said_at": now}
    row = {"site_id": person.site_id, "person_id": person.id, "piece": piece, **said}
    statement = dialect.insert(Verdict).values(row)
    session.execute(statement.on_conflict_do_update(index_elements=["person_id", "piece"], set_=said))


def favourites(session: Session, person_id: int) -> Sequence[str]:
    """Return the pieces that a person keeps at hand, the newest first."""
    query = select(Favourite.piece).where(Favourite.person_id == person_id)
    return session.scalars(query.order_by(Favourite.since.desc(), Favourite.id.desc())).all()


def keep(session: Session, person: Person, piece: str, now: datetime) -> None:
    """Put a piece among those that the person keeps at hand; it may be there."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {"site_id": person.site_id, "person_id": person.id, "piece": piece, "since": now}
    session.execute(dialect.insert(Favourite).values(row).on_conflict_do_nothing())


def let_go(session: Session, person_id: int, piece: str) -> None:
    """Take a piece out of those that the person keeps at hand."""
    session.execute(delete(Favourite).where(Favourite.person_id == person_id, Favourite.piece == piece))
