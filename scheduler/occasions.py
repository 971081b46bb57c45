"""Occasions: what the planner writes for each claimed one, a check-in with its delivery, or a digest."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from db import asked
from db.models import Kind, Priority, Progress
from db.session import Session
from db.subscriptions import Due
from scales import asking
from scales.batteries import cards_of
from scales.intervals import holders
from scheduler.windows import windows_of

DIGEST_KEEPS = timedelta(days=5)
# The day is later each time: a card that may be asked daily is never too soon.
DAILY = 1


def left_out(session: Session, claimed: Sequence[Due]) -> list[dict[str, str]]:
    """Return for each claimed occasion the cards of its battery that are not asked, with the reason."""
    slow = [each for each in claimed if _slow_cards(each.battery or "")]
    wanted = {id for each in slow for card in _slow_cards(each.battery or "") for id in holders(card)}
    answered = asked.last_answered(session, {each.person_id for each in slow}, wanted)
    return [_left_out(each, answered.get(each.person_id, {})) for each in claimed]


def checkin(each: Due, left: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return the check-in of an occasion; it is over at once where nothing is due."""
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
        "closed_because": asked.NOT_DUE if nothing else None,
    }


def is_asked(each: Due, left: Mapping[str, str]) -> bool:
    """Whether any card of the battery is left to ask."""
    return any(card.id not in left for card in cards_of(each.battery or ""))


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


def digest(each: Due, now: datetime) -> dict[str, Any]:
    """Return the message of a weekly digest."""
    assert each.day is not None, "a digest that is due has a day"
    year, week, _ = (each.day - timedelta(days=7)).isocalendar()
    return {
        "site_id": each.site_id,
        "kind": Kind.DIGEST,
        "subject": f"digest:{each.person_id}/{year}-W{week:02d}",
        "about_id": None,
        "person_id": each.person_id,
        "priority": Priority.DIGEST,
        "due_at": each.due_at,
        "not_after": each.due_at + DIGEST_KEEPS,
        "queued_at": now,
    }


def _slow_cards(battery: str) -> list[str]:
    return [card.id for card in cards_of(battery) if card.min_interval_days > DAILY]


def _left_out(each: Due, answered: Mapping[str, date]) -> dict[str, str]:
    assert each.day is not None, "a claimed occasion has a day"
    return asking.left_out(
        each.battery or "", language=each.language, mode="chat", answered=answered, day=each.day
    )
