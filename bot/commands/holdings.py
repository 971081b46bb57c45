"""What a database holds already: sites, programmes, people."""

from collections.abc import Sequence

from db.models import Person, Programme, SiteRow
from db.session import Session


def sites(session: Session) -> Sequence[SiteRow]:
    """Return every site, oldest first."""
    return session.query(SiteRow).order_by(SiteRow.id).all()


def programmes(session: Session) -> Sequence[Programme]:
    """Return every programme of every site, oldest first."""
    return session.query(Programme).order_by(Programme.id).all()


def anybody(session: Session) -> bool:
    """Whether anybody has joined, and so whether anything is sealed; no key is needed to tell."""
    return session.query(Person.id).limit(1).first() is not None


def first_and_last(session: Session) -> Sequence[Person]:
    """Return the people who came first and last; raises WrongKey if their sealed columns do not open."""
    everybody = session.query(Person)
    ends = everybody.order_by(Person.id).first(), everybody.order_by(Person.id.desc()).first()
    return [person for person in ends if person is not None]
