"""Preparing: what may be sent now is claimed and rendered; what ends or waits instead is written."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from content.message import Message
from db import deliveries, lateness, outbox
from db.deliveries import Owed
from db.models import Delivery, Kind, Person
from db.session import Session
from flows.meeting import OPINION
from flows.next_day import talking_day_after
from flows.practice import question_about
from scheduler import announcing, settling
from scheduler.guard import hushed, withheld
from scheduler.night import KEEPS, morning, until_morning
from scheduler.renderers import render
from scheduler.rules import DAY, instant, local_date
from scheduler.settling import QUIET

log = logging.getLogger(__name__)
OVER_BUDGET = "withheld:budget"


@dataclass(frozen=True, slots=True)
class Granted:
    """A delivery whose token was taken at a moment; a digest is composed already."""

    owed: Owed
    at: datetime
    composed: Message | None = None


def look(session: Session, now: datetime, limit: int, besides: Collection[int]) -> tuple[list[Owed], bool]:
    """Return up to `limit` deliveries that are due, and whether others were put off till the morning.

    A broadcast must not spend tokens on those who sleep.
    """
    found = deliveries.due(session, now, limit, besides)
    wake = {zone: morning(zone, now) for zone in {each.zone for each in found if each.kind == Kind.BROADCAST}}
    asleep = {
        each.id: wake[each.zone] for each in found if each.kind == Kind.BROADCAST and wake[each.zone] > now
    }
    outbox.postpone(session, asleep)
    return [each for each in found if each.id not in asleep], bool(asleep)


def prepare(session: Session, granted: Sequence[Granted]) -> list[Message | None]:
    """Claim and render each; None where another has it, it must wait, or it ends without a message."""
    now = max(each.at for each in granted)
    claimed = outbox.claim(session, [each.owed.id for each in granted], now)
    broadcast = [each for each in claimed if each.kind == Kind.BROADCAST]
    messages = announcing.messages(session, broadcast, now)
    composed = {each.owed.id: each.composed for each in granted}
    others = [each.id for each in claimed if each.kind != Kind.BROADCAST]
    # The most pressing first: what there is no room for in a week is what comes last.
    found = outbox.with_people(session, others) if others else []
    for delivery, person in sorted(found, key=lambda pair: (pair[0].priority, pair[0].id)):
        message = _alone(session, delivery, person, composed[delivery.id], now)
        if message is not None:
            messages[delivery.id] = message
    return [messages.get(each.owed.id) for each in granted]


def _alone(
    session: Session, delivery: Delivery, person: Person, composed: Message | None, now: datetime
) -> Message | None:
    """Render one claimed delivery; if that fails it fails alone and is put off, and the rest go on."""
    try:
        with session.begin_nested():
            return _render(session, delivery, person, composed, now)
    except Exception:
        log.exception("delivery %s (%s) could not be made", delivery.id, delivery.kind)
        settling.put_off(session, delivery.id, now)
        return None


def _render(
    session: Session, delivery: Delivery, person: Person, composed: Message | None, now: datetime
) -> Message | None:
    if delivery.not_after is not None and delivery.not_after < now:
        settling.end(session, delivery, deliveries.LATE, now)
        return None
    silence = hushed(delivery.kind, person)
    if silence is not None:
        settling.end(session, delivery, silence, now)
        return None
    wake = until_morning(session, delivery, person, now)
    if wake is not None:
        lateness.defer(session, delivery, wake, KEEPS)
        return None
    rendered = composed or render(session, delivery, person, now)
    if isinstance(rendered, Message):
        rendered = withheld(session, delivery, person, now) or rendered
    if isinstance(rendered, Message):
        return rendered
    later = _another_day(delivery, person, now) if rendered == OVER_BUDGET else None
    if later is not None:
        lateness.defer(session, delivery, later, KEEPS)
        return None
    settling.end(session, delivery, rendered, now)
    return None


def _another_day(delivery: Delivery, person: Person, now: datetime) -> datetime | None:
    """Return when to ask about a session or a step on a later day, if that is still worth asking."""
    if delivery.kind == Kind.SESSION and delivery.subject.endswith(f"/{OPINION}"):
        later = instant(local_date(now, person.zone) + DAY, QUIET.end, person.zone)
    elif delivery.about_id is not None and delivery.subject == question_about(delivery.about_id):
        later = talking_day_after(person, now)
    else:
        return None
    return later if delivery.not_after is not None and later <= delivery.not_after else None
