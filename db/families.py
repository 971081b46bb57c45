"""Children and who cares for them: codes, links, turns, and what was allowed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Caring, Child, Need, Permission, Person, Turn
from db.session import Session

GUARDIAN, CHILD = "guardian", "child"
YES, NO, LATER = "yes", "no", "later"


def new_child(session: Session, site_id: int, now: datetime) -> Child:
    """Return a new child with the site's next study code.

    Two that are added at once cannot share a code: the later insert fails and is tried again by the inbox.
    """
    count = session.scalar(select(func.count()).select_from(Child).where(Child.site_id == site_id))
    child = Child(site_id=site_id, code=f"K-{(count or 0) + 1:02d}", created_at=now)
    session.add(child)
    session.flush()
    return child


def child_of(session: Session, person_id: int) -> Child | None:
    """Return the child that a person cares for."""
    query = select(Child).join(Caring, Caring.child_id == Child.id).where(Caring.person_id == person_id)
    return session.scalar(query)


def codes(session: Session) -> Mapping[int, str]:
    """Return by caregiver the study code of their child."""
    query = select(Caring.person_id, Child.code).join(Child, Child.id == Caring.child_id)
    return {person: code for person, code in session.execute(query)}


def child(session: Session, child_id: int) -> Child | None:
    """Return one child."""
    return session.get(Child, child_id)


def caring_of(session: Session, person_id: int) -> Caring | None:
    """Return how a person is linked to a child."""
    return session.scalar(select(Caring).where(Caring.person_id == person_id))


def link(session: Session, person: Person, child: Child, relation: str | None, now: datetime) -> Caring:
    """Record that a person cares for a child."""
    caring = Caring(
        site_id=person.site_id, person_id=person.id, child_id=child.id, relation=relation, since=now
    )
    session.add(caring)
    session.flush()
    return caring


def carers(session: Session, child_id: int) -> Sequence[Person]:
    """Return who cares for a child, longest there first."""
    query = select(Person).join(Caring, Caring.person_id == Person.id).where(Caring.child_id == child_id)
    return session.scalars(query.order_by(Caring.id)).all()


def others(session: Session, person_id: int) -> Sequence[Person]:
    """Return who else cares for the same child."""
    mine = child_of(session, person_id)
    return [each for each in carers(session, mine.id) if each.id != person_id] if mine else []


def keep(session: Session, permission: Permission) -> None:
    """Record what a guardian or the child said."""
    session.add(permission)
    session.flush()


def latest(session: Session, child_id: int) -> dict[str, str]:
    """Return, by who said it, the latest answer to questions about the child."""
    query = select(Permission.said_by, Permission.answer).where(Permission.child_id == child_id)
    return {said_by: answer for said_by, answer in session.execute(query.order_by(Permission.id))}


def forget(session: Session, person_id: int) -> None:
    """Drop what somebody told about their child and their needs; the child's code is never given again."""
    child = child_of(session, person_id)
    for table in (Caring, Permission, Need):
        session.execute(delete(table).where(table.person_id == person_id))
    if child is not None and not carers(session, child.id):
        child.name = child.age_band = child.birth_year = None


def take_week(session: Session, child_id: int, week: date, person_id: int, now: datetime) -> bool:
    """Record who is with the child in a week; false if that was known."""
    known = turn(session, child_id, week)
    if known is not None and known.person_id == person_id:
        return False
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(Turn)
    row = {"child_id": child_id, "week": week, "person_id": person_id, "said_at": now}
    anew = {"person_id": insert.excluded.person_id, "said_at": insert.excluded.said_at}
    session.execute(
        insert.values(**row).on_conflict_do_update(index_elements=["child_id", "week"], set_=anew)
    )
    session.expire_all()
    return True


def turn(session: Session, child_id: int, week: date) -> Turn | None:
    """Return who is with the child in a week."""
    return session.scalar(select(Turn).where(Turn.child_id == child_id, Turn.week == week))
