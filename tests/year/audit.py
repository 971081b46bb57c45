"""The audit: what must hold for every life, told without any rule of the planner's own."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from db.models import CheckIn, Delivery, Kind, State, Subscription
from scales.batteries import KINDS
from tests.year.lives import Life
from tests.year.world import Sent, World

NIGHT_BEGINS, NIGHT_ENDS = time(21, 30), time(7, 30)
PUNCTUAL = timedelta(minutes=30)
WEEKLY, DAILY = 8, 2
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def faults(world: World, lives: Sequence[Life], end: datetime) -> list[str]:
    """Everything that is not as it must be."""
    with world.database.read() as session:
        checkins = session.scalars(select(CheckIn)).all()
        deliveries = session.scalars(select(Delivery)).all()
        asks = {row.id: row.asks for row in session.scalars(select(Subscription))}
    found = [
        *_unsettled(deliveries, end),
        *_sent_otherwise(world.sent, deliveries),
        *_in_one_beat(deliveries),
    ]
    for person, life in zip(world.people, lives, strict=True):
        sent = [one for one in world.sent if one.person == person]
        found += _in_the_night(sent) + _too_much(sent)
        mine = [(asks[one.subscription_id], one) for one in checkins if one.person_id == person]
        found += _unaccounted(world, person, life, mine, end)
    return found


def _unsettled(deliveries: Sequence[Delivery], end: datetime) -> Iterator[str]:
    """What is past is settled, with an outcome; nothing is left in the air."""
    for one in deliveries:
        past = one.due_at < end - timedelta(days=4)
        if one.state == State.SENDING or (past and (one.state != State.SETTLED or not one.outcome)):
            yield f"delivery {one.id} of {one.person_id}, due {one.due_at}, is {one.state}"


def _sent_otherwise(sent: Sequence[Sent], deliveries: Sequence[Delivery]) -> Iterator[str]:
    """Each row that says `sent` is one message, and no message has no row."""
    went = Counter(one.person for one in sent)
    owed = Counter(one.person_id for one in deliveries if one.outcome == "sent")
    if went != owed:
        yield f"sent {went}, written down {owed}"
    for (kind, subject, person), count in Counter(
        (d.kind, d.subject, d.person_id) for d in deliveries
    ).items():
        if count > 1:
            yield f"{kind} {subject} of {person} comes {count} times"


def _in_one_beat(deliveries: Sequence[Delivery]) -> Iterator[str]:
    """After an outage one check-in is caught up, not a pile."""
    late = Counter(
        (one.person_id, one.settled_at)
        for one in deliveries
        if one.kind == Kind.CHECKIN and one.outcome == "sent" and _waited(one) > PUNCTUAL
    )
    yield from (f"{person} caught up {count} at {at}" for (person, at), count in late.items() if count > 1)


def _waited(one: Delivery) -> timedelta:
    assert one.settled_at is not None
    return one.settled_at - one.due_at


def _in_the_night(sent: Sequence[Sent]) -> list[str]:
    """No clock on the person's wall shows a quiet hour, but about the hour they chose."""
    found = []
    for one in sent:
        wall = one.at.astimezone(ZoneInfo(one.zone))
        night = wall.time() >= NIGHT_BEGINS or wall.time() < NIGHT_ENDS
        chosen = (wall - datetime.combine(wall.date(), one.hour, wall.tzinfo)) % DAY <= PUNCTUAL
        if night and not chosen:
            found.append(f"{one.person} was written to at {wall}")
    return found


def _too_much(sent: Sequence[Sent]) -> list[str]:
    """At most eight in a week and two on a day of the calendar that hung on the wall at that moment."""
    found = []
    for place, one in enumerate(sent):
        days = [each.at.astimezone(ZoneInfo(one.zone)).date() for each in sent[: place + 1]]
        week = [day for day in days if day.isocalendar()[:2] == days[-1].isocalendar()[:2]]
        if len(week) > WEEKLY or days.count(days[-1]) > DAILY:
            found.append(f"{one.person} got {len(week)} in a week, {days.count(days[-1])} a day, by {one.at}")
    return found


def _unaccounted(
    world: World, person: int, life: Life, checkins: Sequence[tuple[str, CheckIn]], end: datetime
) -> list[str]:
    """Each date on which the cadence asks has one check-in of its kind, done with, or a reason for none."""
    rows: dict[tuple[str, date], list[CheckIn]] = defaultdict(list)
    for kind, one in checkins:
        rows[kind, one.day].append(one)
    wave_days = {day for kind, day in rows if kind == "wave"}
    found = [f"{person}: {key} comes {len(many)} times" for key, many in rows.items() if len(many) > 1]
    first_monday = (world.start + timedelta(days=7)).date()
    last = (end - timedelta(days=3)).date()
    waves = any(KINDS[slot["battery"]] == "wave" for slot in life.cadence)
    for kind, day in _slots(life.cadence, first_monday):
        if day > last or (kind != "wave" and (day in wave_days or (waves and day < first_monday + WEEK))):
            continue
        if not rows[kind, day] and not _was_away(world, person, day):
            found.append(f"{person} in {life.zone} has no {kind} for {day}")
    return found


def _slots(cadence: Sequence[dict[str, Any]], monday: date) -> Iterator[tuple[str, date]]:
    """Every (kind, date) of the cadence from week 1 on; the blocks of week 0 choose their days themselves."""
    monday -= timedelta(days=monday.weekday())
    for slot in cadence:
        first, last = slot["weeks"]
        for week in range(max(first, 1), last + 1):
            yield KINDS[slot["battery"]], monday + timedelta(days=7 * (week - 1) + slot["weekday"])


def _was_away(world: World, person: int, day: date) -> bool:
    """Whether the person had stopped around that date, wherever they were."""
    return any(begins.date() - DAY <= day <= ends.date() + DAY for begins, ends in world.away.get(person, ()))
