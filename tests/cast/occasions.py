"""What happens to them: subscriptions, check-ins, answers, scores, alerts, deliveries."""

from datetime import date, datetime, timedelta
from typing import Any

from db.models import (
    Alert,
    AlertState,
    Answer,
    Asks,
    CheckIn,
    Delivery,
    Kind,
    Person,
    Practice,
    Priority,
    Programme,
    Progress,
    Score,
    State,
    Subscription,
    Tier,
)
from db.session import Session
from tests.cast.rows import MONDAY, add

FIRST_DAY = MONDAY.date()


def subscription(session: Session, person: Person, programme: Programme, **columns: Any) -> Subscription:
    """A subscription to the micro check-in, next due on MONDAY."""
    defaults = {
        "site_id": person.site_id,
        "person_id": person.id,
        "programme_id": programme.id,
        "asks": Asks.MICRO,
        "battery": "micro",
        "next_at": MONDAY,
        "next_day": MONDAY.date(),
    }
    return add(session, Subscription(**defaults | columns))


def checkin(
    session: Session, person: Person, programme: Programme, *, day: date = FIRST_DAY, **columns: Any
) -> CheckIn:
    """A micro check-in that was sent at eight on `day` and may be answered for a day."""
    sent_at = datetime.combine(day, MONDAY.timetz())
    defaults = {
        "site_id": person.site_id,
        "programme_id": programme.id,
        "person_id": person.id,
        "battery": "micro",
        "day": day,
        "progress": Progress.SENT,
        "planned_at": sent_at,
        "sent_at": sent_at,
        "expires_at": sent_at + timedelta(days=1),
    }
    return add(session, CheckIn(**defaults | columns))


def answer(session: Session, checkin: CheckIn, item: str, value: int | None, **columns: Any) -> Answer:
    """An answer to an item of the micro card, a minute after the check-in was planned."""
    defaults = {
        "site_id": checkin.site_id,
        "checkin_id": checkin.id,
        "person_id": checkin.person_id,
        "instrument": "micro",
        "version": "1",
        "item": item,
        "value": value,
        "answered_at": checkin.planned_at + timedelta(minutes=1),
    }
    return add(session, Answer(**defaults | columns))


def score(session: Session, checkin: CheckIn, scale: str, value: float, **columns: Any) -> Score:
    """A score on a scale of the PHQ-4 card, two minutes after the check-in was planned."""
    defaults = {
        "site_id": checkin.site_id,
        "checkin_id": checkin.id,
        "person_id": checkin.person_id,
        "instrument": "phq4",
        "version": "1",
        "scale": scale,
        "value": value,
        "scored_at": checkin.planned_at + timedelta(minutes=2),
    }
    return add(session, Score(**defaults | columns))


def alert(session: Session, person: Person, programme: Programme, **columns: Any) -> Alert:
    """An amber alert that nobody has taken."""
    defaults = {
        "site_id": person.site_id,
        "programme_id": programme.id,
        "person_id": person.id,
        "tier": Tier.AMBER,
        "reason": "contact",
        "cause": "contact:2026-03-02",
        "state": AlertState.RAISED,
        "raised_at": MONDAY,
    }
    return add(session, Alert(**defaults | columns))


def practice(session: Session, person: Person, **columns: Any) -> Practice:
    """A step against worry that reached the person on MONDAY."""
    defaults = {
        "site_id": person.site_id,
        "person_id": person.id,
        "piece": "grounding",
        "because": "worry",
        "chosen_at": MONDAY,
        "offered_at": MONDAY,
    }
    return add(session, Practice(**defaults | columns))


def delivery(session: Session, person: Person, **columns: Any) -> Delivery:
    """A check-in message owed to the person and due on MONDAY."""
    defaults = {
        "site_id": person.site_id,
        "kind": Kind.CHECKIN,
        "subject": "checkin:1",
        "person_id": person.id,
        "priority": Priority.CHECKIN,
        "due_at": MONDAY,
        "state": State.PENDING,
        "queued_at": MONDAY,
    }
    return add(session, Delivery(**defaults | columns))
