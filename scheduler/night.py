"""The night: what can wait does not wake anybody."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from db import checkins
from db.models import Delivery, Kind, Person, Priority
from db.session import Session
from scheduler.kinds import MANNERS
from scheduler.rules import DAY, out_of_quiet
from scheduler.settling import QUIET

PUNCTUAL = timedelta(minutes=30)
"""How late a message may come and still count as being at its hour."""
KEEPS = timedelta(hours=1)
"""The least time that a message has in the morning: the night puts off, it drops nothing."""


def until_morning(session: Session, delivery: Delivery, person: Person, now: datetime) -> datetime | None:
    """Return the end of the quiet hours for a message that must wait for it, or None to send it now.

    An hour that the person chose is kept also at night; what an outage or a long retry has moved away from it
    is not. What of all kinds waits is in `scheduler.kinds`; what somebody asked for a moment ago never does.
    """
    if not MANNERS[delivery.kind].waits_for_morning or delivery.priority <= Priority.REPLY:
        return None
    wake = morning(person.zone, now)
    if wake <= now or _at_its_hour(session, delivery, person, now):
        return None
    return wake


def morning(zone: str, now: datetime) -> datetime:
    """Return the end of the quiet hours in a zone; `now` outside of them."""
    return out_of_quiet(now, zone, QUIET)


def at_chosen_hour(now: datetime, zone: str, chosen: time) -> bool:
    """Whether it is about the hour of the day that the person chose: that is kept also at night.

    What an outage or a long retry has moved away from it is not.
    """
    local = now.astimezone(ZoneInfo(zone))
    return (local - datetime.combine(local.date(), chosen, local.tzinfo)) % DAY <= PUNCTUAL


def _at_its_hour(session: Session, delivery: Delivery, person: Person, now: datetime) -> bool:
    """Whether the person chose about this moment: their daily hour, or the end of a "not now"."""
    if delivery.kind == Kind.CHECKIN:
        return at_chosen_hour(now, person.zone, person.asked_at)
    if delivery.kind != Kind.REMINDER:
        return False
    asked = checkins.by_id(session, delivery.about_id or 0)
    assert asked is not None, "a reminder goes with its check-in"
    return asked.snoozed_until is not None and timedelta(0) <= now - asked.snoozed_until <= PUNCTUAL
