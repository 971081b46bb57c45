"""Occasions: what the planner writes for each claimed one, a check-in with its delivery, or a digest."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from db import asked, leaves
from db.models import Asks, Kind, Priority, Progress, Standing
from db.session import Session
from db.subscriptions import Due
from flows.families import permitting
from scales import asking
from scales.batteries import cards_of
from scales.blocks import block_of
from scales.intervals import holders
from scheduler.cadence import Occurrence
from scheduler.waves import closes
from scheduler.windows import windows_of

DIGEST_KEEPS = timedelta(days=5)
# The day is later each time: a card that may be asked daily is never too soon.
DAILY = 1
MOVED = "moved"
# For these nothing is queued; the standing is the code of what is missing.
HALTED = frozenset({Standing.RELAPSE, Standing.BEREAVED})


def left_out(session: Session, claimed: Sequence[Due]) -> list[dict[str, str]]:
    """Return for each claimed occasion the cards of its battery that are not asked, with the reason."""
    answered = last_answered(session, claimed)
    unagreed = permitting.unagreed(session, [(each.person_id, each.battery or "") for each in claimed])
    return [
        cards_left(each, answered.get(each.person_id, {})) | unagreed[each.person_id, each.battery or ""]
        for each in claimed
    ]


def last_answered(session: Session, claimed: Sequence[Due]) -> Mapping[int, Mapping[str, date]]:
    """Return, by person and card, the latest day on which what these occasions ask was answered."""
    slow = [each for each in claimed if _slow_cards(each.battery or "")]
    wanted = {id for each in slow for card in _slow_cards(each.battery or "") for id in holders(card)}
    return asked.last_answered(session, {each.person_id for each in slow}, wanted)


def blocks_asked(session: Session, found: Sequence[Due]) -> Mapping[int, Collection[str]]:
    """Return the blocks of a baseline that each person was asked, by subscription."""
    waves = {(each.person_id, each.programme_id): each for each in found if each.asks == Asks.WAVE}
    blocks: dict[int, set[str]] = {each.id: set() for each in waves.values()}
    for person, programme, battery, day in asked.batteries(session, {person for person, _ in waves}):
        each = waves.get((person, programme))
        if each is not None and day <= closes(each.starts_on):
            blocks[each.id].add(block_of(battery))
    return blocks


def checkin(each: Due, left: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return the check-in of an occasion; it is over at once where nothing is due, or everything has stopped.

    So each occasion that a relapse or a death leaves unasked says why, and no message is on its way.
    """
    over = each.standing if each.standing in HALTED else asked.NOT_DUE
    nothing = not is_asked(each, left)
    return {
        "site_id": each.site_id,
        "programme_id": each.programme_id,
        "person_id": each.person_id,
        "subscription_id": each.id,
        "battery": each.battery,
        "day": each.day,
        "planned_at": now,
        "left_out": dict(left) or None,
        "progress": Progress.CLOSED if nothing else Progress.PLANNED,
        "closed_because": over if nothing else None,
    }


def moved(each: Due, one: Occurrence, now: datetime) -> dict[str, Any]:
    """Return the check-in of an occasion that a new zone or hour has put into the past: it was not asked."""
    return {
        "site_id": each.site_id,
        "programme_id": each.programme_id,
        "person_id": each.person_id,
        "subscription_id": each.id,
        "battery": one.battery,
        "day": one.day,
        "planned_at": now,
        "left_out": None,
        "progress": Progress.CLOSED,
        "closed_because": MOVED,
    }


def is_asked(each: Due, left: Mapping[str, str]) -> bool:
    """Whether any card of the battery is left to ask, and its person may be asked."""
    return each.standing not in HALTED and any(card.id not in left for card in cards_of(each.battery or ""))


def delivery(each: Due, checkin_id: int, now: datetime) -> dict[str, Any]:
    """Return the message that brings a check-in."""
    return {
        "site_id": each.site_id,
        "kind": Kind.CHECKIN,
        "subject": f"checkin:{each.id}/{each.day}",
        "about_id": checkin_id,
        "person_id": each.person_id,
        "priority": Priority.CHECKIN,
        "due_at": each.due_at,
        "not_after": each.due_at + windows_of(each.battery or "").unopened,
        "queued_at": now,
    }


def digest(session: Session, each: Due, now: datetime) -> dict[str, Any]:
    """Return the message of a weekly digest; whoever stands in reads it for somebody who is away."""
    assert each.day is not None, "a digest that is due has a day"
    year, week, _ = (each.day - timedelta(days=7)).isocalendar()
    return {
        "site_id": each.site_id,
        "kind": Kind.DIGEST,
        "subject": f"digest:{each.person_id}/{year}-W{week:02d}",
        "about_id": None,
        "person_id": leaves.stand_in(session, each.person_id, each.day),
        "priority": Priority.DIGEST,
        "due_at": each.due_at,
        "not_after": each.due_at + DIGEST_KEEPS,
        "queued_at": now,
    }


def _slow_cards(battery: str) -> list[str]:
    return [card.id for card in cards_of(battery) if card.min_interval_days > DAILY]


def cards_left(each: Due, answered: Mapping[str, date]) -> dict[str, str]:
    """Return the cards of an occasion that are not asked, with the reason."""
    assert each.day is not None, "a claimed occasion has a day"
    return asking.left_out(
        each.battery or "", language=each.language, mode="chat", answered=answered, day=each.day
    )
