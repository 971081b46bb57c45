"""The night: a question that missed its hour does not wake anybody."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from db import checkins
from db.models import Delivery, Kind, Person
from db.session import Session
from scheduler.rules import DAY, out_of_quiet
from scheduler.settling import QUIET

PUNCTUAL = timedelta(minutes=30)
"""How late a message may come and still count as being at its hour."""


def until_morning(session: Session, delivery: Delivery, person: Person, now: datetime) -> datetime | None:
    """Return the end of the quiet hours for a question that must wait for it, or None to send it now.

    An hour that the person chose is kept also at night; what an outage or a long retry has moved away from it
    is not. Whatever is no question knows no night.
    """
    if delivery.kind not in {Kind.CHECKIN, Kind.REMINDER}:
        return None
    morning = out_of_quiet(now, person.zone, QUIET)
    if morning <= now or _at_its_hour(session, delivery, person, now):
        return None
    return morning


def _at_its_hour(session: Session, delivery: Delivery, person: Person, now: datetime) -> bool:
    """Whether the person chose about this moment: their daily hour, or the end of a "not now"."""
    if delivery.kind == Kind.CHECKIN:
        local = now.astimezone(ZoneInfo(person.zone))
        chosen = datetime.combine(local.date(), person.asked_at, local.tzinfo)
        return (local - chosen) % DAY <= PUNCTUAL
    asked = checkins.by_id(session, delivery.about_id or 0)
    assert asked is not None, "a reminder goes with its check-in"
    return asked.snoozed_until is not None and timedelta(0) <= now - asked.snoozed_until <= PUNCTUAL
