"""Programmes, places in them, invites, and what people are asked."""

import base64
import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import case, func, select, update

from db.crypto import keyring
from db.models import Arm, Asks, Enrolment, Invite, Person, Programme, Role, SiteRow, Subscription
from db.session import Session

LABEL_LETTER = dict(zip(Role, "CWMLA", strict=True))


def token_hash(token: str) -> bytes:
    """Return what is kept of an invite token."""
    return hashlib.sha256(token.encode()).digest()


def token_for(update_id: int, child_id: int) -> str:
    """Return the token of an invite that is made in a chat: nobody can guess it without the site's keys.

    The same update gives the same token, so a reply that is shown once more still opens.
    """
    index = keyring().index(f"invite:{update_id}/{child_id}")
    return base64.urlsafe_b64encode(index).decode().rstrip("=")


def add_invite(session: Session, invite: Invite) -> Invite:
    """Keep a new invite."""
    session.add(invite)
    session.flush()
    return invite


def invite_of(session: Session, token: str) -> Invite | None:
    """Return the invite with this token, whatever its state."""
    return session.scalar(select(Invite).where(Invite.token_hash == token_hash(token)))


def use_invite(session: Session, invite_id: int, now: datetime) -> bool:
    """Take one use of an invite; of two racing for the last one exactly one gets it."""
    taken = session.scalar(
        update(Invite)
        .where(Invite.id == invite_id, Invite.uses_left > 0, Invite.expires_at > now)
        .values(uses_left=Invite.uses_left - 1)
        .returning(Invite.id)
    )
    return taken is not None


def site(session: Session, site_id: int) -> SiteRow:
    """Return the site with this id."""
    return session.get_one(SiteRow, site_id)


def only_site(session: Session) -> SiteRow | None:
    """Return the site if there is exactly one."""
    sites = session.scalars(select(SiteRow).limit(2)).all()
    return sites[0] if len(sites) == 1 else None


def by_id(session: Session, programme_id: int) -> Programme | None:
    """Return the programme with this id."""
    return session.get(Programme, programme_id)


def enrolment_of(session: Session, person_id: int) -> Enrolment | None:
    """Return the person's latest place in a programme that they have not left."""
    query = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.left_at.is_(None))
    return session.scalar(query.order_by(Enrolment.id.desc()).limit(1))


def place_of(session: Session, person_id: int, programme_id: int) -> Enrolment | None:
    """Return the person's place in a programme, also one they have left."""
    query = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.programme_id == programme_id)
    return session.scalar(query)


def place(session: Session, place_id: int) -> Enrolment | None:
    """Return one place in a programme."""
    return session.get(Enrolment, place_id)


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


def programmes_of(session: Session, person_id: int) -> Sequence[int]:
    """Return the ids of the programmes a person has a place in."""
    query = select(Enrolment.programme_id).where(
        Enrolment.person_id == person_id, Enrolment.left_at.is_(None)
    )
    return session.scalars(query).all()


def of_site(session: Session, site_id: int) -> Sequence[int]:
    """Return the ids of every programme of a site."""
    return session.scalars(
        select(Programme.id).where(Programme.site_id == site_id).order_by(Programme.id)
    ).all()


def places_of(session: Session, person_id: int) -> Sequence[Enrolment]:
    """Return every place the person has or had."""
    return session.scalars(select(Enrolment).where(Enrolment.person_id == person_id)).all()


def enrol(
    session: Session, person: Person, programme: Programme, now: datetime, arm: Arm = Arm.INTERVENTION
) -> Enrolment:
    """Give the person the next free case label in the programme, and a caregiver their arm.

    Two who join at once cannot share a label: the later one's insert fails and is tried again by the inbox.
    """
    letter = LABEL_LETTER[Role(person.role)]
    place = Enrolment(
        site_id=programme.site_id,
        programme_id=programme.id,
        person_id=person.id,
        role=person.role,
        arm=arm if person.role == Role.CAREGIVER else Arm.NONE,
        label=f"{letter}-{_last_label(session, programme, letter) + 1:02d}",
        since=now,
    )
    session.add(place)
    session.flush()
    return place


def keep_label(session: Session, place: Enrolment) -> None:
    """Remember that a case label was somebody's, before their place goes."""
    letter, _, number = place.label.partition("-")
    programme = session.get_one(Programme, place.programme_id)
    gone = programme.labels_gone or {}
    if number.isdigit() and int(number) > gone.get(letter, 0):
        programme.labels_gone = {**gone, letter: int(number)}


def _last_label(session: Session, programme: Programme, letter: str) -> int:
    labels = session.scalars(
        select(Enrolment.label).where(
            Enrolment.programme_id == programme.id, Enrolment.label.startswith(f"{letter}-")
        )
    )
    numbers = [int(label[2:]) for label in labels if label[2:].isdigit()]
    return max([*numbers, (programme.labels_gone or {}).get(letter, 0)])


def subscribe(session: Session, person: Person, programme: Programme, asks: Asks, now: datetime) -> None:
    """Ask the planner to work out when this person is asked: it owns every `next_at` after this one."""
    session.add(
        Subscription(
            site_id=programme.site_id, person_id=person.id, programme_id=programme.id, asks=asks, next_at=now
        )
    )


def replan(session: Session, person_id: int, now: datetime) -> None:
    """Ask the planner to work out the person's times anew, after a change of zone, hour or standing.

    The day that was to come next is kept aside: if the change puts it into the past, the planner says so.
    """
    session.execute(
        update(Subscription)
        .where(Subscription.person_id == person_id)
        .values(
            next_at=now,
            next_day=None,
            owed_day=func.coalesce(Subscription.next_day, Subscription.owed_day),
            # What was brought forward is in no cadence: it waits here for its day.
            battery=case((Subscription.asks == Asks.STEP, Subscription.battery), else_=None),
        )
    )


def end_subscriptions(session: Session, person_id: int) -> None:
    """Ask the person nothing more."""
    session.execute(
        update(Subscription)
        .where(Subscription.person_id == person_id)
        .values(next_at=None, next_day=None, owed_day=None, battery=None)
    )
