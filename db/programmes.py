"""Programmes, places in them, invites, and what people are asked."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, select, update

from db import labels
from db.crypto import keyring
from db.models import Arm, Asks, Enrolment, Invite, Person, Programme, Role, SiteRow, Subscription
from db.session import Session


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
    """Give the person a place under their case label of the site, and a caregiver their arm."""
    place = Enrolment(
        site_id=programme.site_id,
        programme_id=programme.id,
        person_id=person.id,
        role=person.role,
        arm=arm if person.role == Role.CAREGIVER else Arm.NONE,
        label=labels.of_newcomer(session, person, programme),
        since=now,
    )
    session.add(place)
    session.flush()
    return place


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
