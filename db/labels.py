"""Case labels: what staff call a family by. One label is one person of a site, whatever the programme."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from db.models import Enrolment, Person, Programme, Role, SiteRow
from db.session import Session

LETTER = dict(zip(Role, "CWMLA", strict=True))


def labelled(session: Session, programmes: Collection[int], label: str) -> Sequence[Enrolment]:
    """Return the places of these programmes that have this case label and were not left."""
    query = select(Enrolment).where(
        Enrolment.programme_id.in_(programmes), Enrolment.label == label, Enrolment.left_at.is_(None)
    )
    return session.scalars(query.order_by(Enrolment.id)).all()


def everywhere(session: Session, label: str) -> Sequence[Enrolment]:
    """Return the places with this case label in any programme, oldest first; left ones are not among them."""
    query = select(Enrolment).where(Enrolment.label == label, Enrolment.left_at.is_(None))
    return session.scalars(query.order_by(Enrolment.id)).all()


def of_newcomer(session: Session, person: Person, programme: Programme) -> str:
    """Return the label for a new place: the one the person has at the site, else the next that nobody had.

    Whoever joins anywhere on the site waits for the one before, so two who join at once never share a label.
    """
    # Of a kind that rows which refer to the site do not wait for.
    site = select(SiteRow.id).where(SiteRow.id == programme.site_id)
    session.execute(site.with_for_update(key_share=True))
    letter = LETTER[Role(person.role)]
    at_site = Enrolment.site_id == programme.site_id
    named = select(Enrolment.label).where(at_site, Enrolment.label.startswith(f"{letter}-"))
    own = session.scalars(named.where(Enrolment.person_id == person.id).order_by(Enrolment.id)).all()
    others = session.scalars(named.where(Enrolment.person_id != person.id)).all()
    # Before labels were the site's, each programme began at 1: what two have is given no third time.
    kept = next((label for label in own if label not in others), None)
    last = max([*_numbers([*own, *others]), _last_gone(session, programme.site_id, letter)])
    return kept or f"{letter}-{last + 1:02d}"


def keep(session: Session, place: Enrolment) -> None:
    """Remember that a case label was somebody's, before their place goes."""
    letter, _, number = place.label.partition("-")
    programme = session.get_one(Programme, place.programme_id)
    gone = programme.labels_gone or {}
    if number.isdigit() and int(number) > gone.get(letter, 0):
        programme.labels_gone = {**gone, letter: int(number)}


def _numbers(labels: Iterable[str]) -> list[int]:
    return [int(label[2:]) for label in labels if label[2:].isdigit()]


def _last_gone(session: Session, site_id: int, letter: str) -> int:
    gone = session.scalars(select(Programme.labels_gone).where(Programme.site_id == site_id))
    return max([(each or {}).get(letter, 0) for each in gone], default=0)
