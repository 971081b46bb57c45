"""What a database holds already: sites, programmes, people."""

from collections.abc import Sequence

from sqlalchemy import select

from db.models import Person, Programme, SiteRow
from db.session import Session


def sites(session: Session) -> Sequence[SiteRow]:
    """Return every site, oldest first."""
    return session.scalars(select(SiteRow).order_by(SiteRow.id)).all()


def programmes(session: Session) -> Sequence[Programme]:
    """Return every programme of every site, oldest first."""
    return session.scalars(select(Programme).order_by(Programme.id)).all()


def anybody(session: Session) -> bool:
    """Whether anybody has joined, and so whether anything is sealed; no key is needed to tell."""
    return session.scalar(select(Person.id).limit(1)) is not None


def first_and_last(session: Session) -> Sequence[Person]:
    """Return the people who came first and last; raises WrongKey if their sealed columns do not open."""
    orders = Person.id, Person.id.desc()
    ends = (session.scalar(select(Person).order_by(order).limit(1)) for order in orders)
    return [person for person in ends if person is not None]
