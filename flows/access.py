"""Staff come and go: another role, or no access any more, from that moment on."""

from collections.abc import Sequence
from datetime import datetime

from db import (
    alerts,
    audit,
    deliveries,
    erasing,
    factors,
    mailboxes,
    mails,
    people,
    places,
    programmes,
    shut_out,
)
from db.models import Act as Deed
from db.models import Alert, Asks, Kind, Person, Role
from db.session import Session
from flows import ringing

TAKES_ALERTS = frozenset({Role.SOCIAL_WORKER, Role.LEAD})
IN_PROGRAMMES = frozenset({Role.SOCIAL_WORKER, Role.MEDICAL_WORKER})


class NeedsProgramme(ValueError):
    """Whoever has this role works in a programme: say in which."""


def revoke(session: Session, person: Person, *, actor_id: int | None, now: datetime) -> Sequence[Alert]:
    """Take every access away; return the alerts that now wait for somebody else.

    Their next update comes from a stranger, and stays one until they are invited again. What was on its way
    to them is cancelled, the alerts they had taken ring with others, and their words and entries stay under
    their number.
    """
    if person.chat is not None:
        shut_out.note(session, int(person.chat), now)
    given_back = _go(session, person, "revoked", now)
    _write_down(session, person, Deed.REVOKED, person.role, actor_id, now)
    return given_back


def forget(session: Session, person: Person, *, actor_id: int | None, now: datetime) -> Sequence[Alert]:
    """End somebody's access because they wish to be forgotten; return the alerts that wait for others.

    Name, number and account go, in this database and by its list in every backup. What they did for
    families is the families', too: it stays under their number, which leads to nobody.
    """
    erasing.strip(session, person, now)
    given_back = _go(session, person, "forgotten", now)
    _write_down(session, person, Deed.ERASED, "asked for it, staff", actor_id, now)
    return given_back


def change_role(
    session: Session,
    person: Person,
    role: Role,
    *,
    actor_id: int | None,
    now: datetime,
    programme_id: int | None = None,
) -> None:
    """Give somebody of the staff another role, and end their session.

    A lead and an admin are the whole site's and leave their programmes; the others need one. Raises
    NeedsProgramme, and ValueError for a family.
    """
    if Role.CAREGIVER in {person.role, role}:
        raise ValueError("a family and the staff never change into each other: make an invite")
    was = person.role
    place = _place(session, person, role, programme_id)
    waiting: Sequence[Alert] = () if role in TAKES_ALERTS else alerts.give_back(session, person.id)
    _quiet(session, person, "role_changed", now)
    _move(session, person, role, place, now)
    _ring(session, waiting, now)
    _write_down(session, person, Deed.ROLE_CHANGED, f"{was} to {role}", actor_id, now)


def reset_factor(session: Session, person: Person, *, actor_id: int | None, now: datetime) -> bool:
    """Forget somebody's second factor, so that they set up a new one; false if there was none."""
    had = factors.forget(session, person.id)
    _write_down(session, person, Deed.FACTOR_RESET, "", actor_id, now)
    return had


def _place(session: Session, person: Person, role: Role, programme_id: int | None) -> int | None:
    """Return the programme to join; None where the places that somebody has will do."""
    if role not in IN_PROGRAMMES:
        return None
    if programme_id is None and programmes.programmes_of(session, person.id):
        return None
    offered = programmes.of_site(session, person.site_id)
    if programme_id is None and len(offered) == 1:
        return offered[0]
    if programme_id not in offered:
        raise NeedsProgramme(NeedsProgramme.__doc__)
    return programme_id


def _move(session: Session, person: Person, role: Role, place: int | None, now: datetime) -> None:
    person.role = role
    if role not in IN_PROGRAMMES:
        places.leave(session, person.id, now)
    elif place is not None:
        places.take(session, person, place, now)
    places.set_role(session, person.id, role)
    if role == Role.SOCIAL_WORKER:
        places.subscribe(session, person, Asks.DIGEST, now)
    session.flush()


def _go(session: Session, person: Person, reason: str, now: datetime) -> Sequence[Alert]:
    given_back = _end(session, person, reason, now)
    worked_in = programmes.programmes_of(session, person.id)
    places.leave(session, person.id, now)
    people.shut_out(session, person, now)
    for alert in alerts.raised_in(session, worked_in):
        if alert not in given_back:  # those ring anew, and once
            ringing.ring_instead(session, alert, now)
    _ring(session, given_back, now)
    return given_back


def _end(session: Session, person: Person, reason: str, now: datetime) -> Sequence[Alert]:
    given_back = alerts.give_back(session, person.id)
    _quiet(session, person, reason, now)
    factors.forget(session, person.id)
    return given_back


def _quiet(session: Session, person: Person, reason: str, now: datetime) -> None:
    """End the session, the dialogue and what was on its way, also by mail; nothing more is planned."""
    factors.close(session, person.id)
    people.drop_draft(session, person.id)
    mailboxes.forget(session, person.id)
    mails.cancel(session, now, reason, person_id=person.id)
    programmes.end_subscriptions(session, person.id)
    deliveries.cancel(session, person.id, reason, now, kinds=list(Kind))


def _ring(session: Session, waiting: Sequence[Alert], now: datetime) -> None:
    for alert in waiting:
        ringing.ring_anew(session, alert, now)


def _write_down(
    session: Session, person: Person, deed: Deed, about: str, actor_id: int | None, now: datetime
) -> None:
    audit.record(
        session,
        site_id=person.site_id,
        actor_id=actor_id,
        act=deed,
        person_id=person.id,
        about=about,
        now=now,
    )
