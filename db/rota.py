"""The rota: who is on call when, who is away, and who is there at all."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, or_, select

from db.models import WORKS_HERE, Duty, Leave, Person, Role, Standing
from db.session import Session

# Staff who come after the workers of a programme; the first of these roles is nearest to it.
SENIORS = ("lead", Role.ADMIN.value)


def duties(session: Session, site_id: int, programme_id: int | None = None) -> Sequence[Duty]:
    """Return the duties that hold for a programme, or every one of a site."""
    query = select(Duty).where(Duty.site_id == site_id)
    if programme_id is not None:
        query = query.where(or_(Duty.programme_id.is_(None), Duty.programme_id == programme_id))
    return session.scalars(query.order_by(Duty.id)).all()


def leaves(session: Session, site_id: int, since: date, until: date | None = None) -> Sequence[Leave]:
    """Return who is away on some day of these; without an end, from `since` on."""
    query = select(Leave).where(Leave.site_id == site_id, Leave.until >= since)
    if until is not None:
        query = query.where(Leave.since <= until)
    return session.scalars(query.order_by(Leave.since, Leave.id)).all()


def seniors(session: Session, site_id: int) -> Sequence[Person]:
    """Return the site's active leads and admins, leads first."""
    query = select(Person).where(
        WORKS_HERE,
        Person.site_id == site_id,
        Person.role.in_(SENIORS),
        Person.standing == Standing.ACTIVE,
    )
    found = session.scalars(query.order_by(Person.site_id, Person.role))
    return sorted(found, key=lambda person: (SENIORS.index(person.role), person.id))


def staff(session: Session, site_id: int, ids: Sequence[int]) -> Sequence[Person]:
    """Return those of these people who are active staff of the site, in their order."""
    query = select(Person).where(
        Person.id.in_(ids),
        Person.site_id == site_id,
        Person.role.in_((Role.SOCIAL_WORKER.value, *SENIORS)),
        Person.standing == Standing.ACTIVE,
    )
    found = {person.id: person for person in session.scalars(query)}
    return [found[id] for id in dict.fromkeys(ids) if id in found]


def drop_duties(session: Session, person_id: int) -> int:
    """Take somebody off the rota and return how many duties that were."""
    gone = session.scalars(delete(Duty).where(Duty.person_id == person_id).returning(Duty.id)).all()
    return len(gone)
