"""Settling: how a send ended becomes the delivery's one outcome, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from db import alerts, checkins, deliveries, people
from db.models import CheckIn, Delivery, Kind, Priority
from db.session import Session
from flows.ringing import ring_instead
from scheduler.rules import Quiet, expires_at, reminder_at
from scheduler.windows import windows_of

MOST_ATTEMPTS = 10
QUIET = Quiet(time(21, 30), time(7, 30))
BACK_OFF = (timedelta(seconds=2), timedelta(seconds=10), timedelta(seconds=60), timedelta(minutes=5))
# After a lost answer nobody knows whether the message arrived. A question may come twice, because silence
# would harm more; an alarm goes on until somebody surely has it.
TRIES_WHEN_UNKNOWN: Mapping[str, int] = {
    Kind.ALERT: MOST_ATTEMPTS,
    Kind.CHECKIN: 2,
    Kind.REMINDER: 2,
    Kind.DIGEST: 2,
}
UNREACHABLE = frozenset({"blocked", "deactivated", "chat_not_found", "never_started"})


@dataclass(frozen=True)
class Outcome:
    """How one send ended: `sent`, `refused` for good (with a reason), to be `retried`, or `unknown`."""

    how: Literal["sent", "refused", "retry", "unknown"]
    reason: str = ""
    message_id: int | None = None
    wait: timedelta | None = None


def settle(session: Session, delivery_id: int, outcome: Outcome, now: datetime) -> None:
    """Write how a send ended, or put the delivery back with its own wait.

    What surely did not arrive is tried until it is too late for it, however long Telegram is away.
    """
    delivery = deliveries.by_id(session, delivery_id)
    assert delivery is not None, "a claimed delivery is never deleted"
    if outcome.how == "sent":
        end(session, delivery, "sent", now, outcome.message_id)
    elif outcome.how == "refused":
        if outcome.reason in UNREACHABLE:
            people.mark_unreachable(session, delivery.person_id, now)
        end(session, delivery, f"failed:{outcome.reason}", now)
    elif outcome.how == "unknown" and delivery.attempts >= TRIES_WHEN_UNKNOWN[delivery.kind]:
        end(session, delivery, "unknown", now)
    else:
        wait = outcome.wait or BACK_OFF[min(delivery.attempts, len(BACK_OFF)) - 1]
        deliveries.put_back(session, delivery_id, now + wait, counted=outcome.wait is None)


def end(
    session: Session, delivery: Delivery, outcome: str, now: datetime, message_id: int | None = None
) -> None:
    """Give a delivery its one outcome, and its check-in or alert what follows from it."""
    if not deliveries.settle(session, delivery.id, outcome, now, message_id):
        return
    if delivery.kind == Kind.ALERT and outcome.startswith("failed:"):
        alert = alerts.by_id(session, delivery.about_id or 0)
        assert alert is not None, "an alarm goes with its alert"
        ring_instead(session, alert, now)
    if delivery.kind == Kind.CHECKIN and delivery.about_id:
        _follow(session, delivery.about_id, outcome, now)


def set_aside(session: Session, delivery_id: int, now: datetime) -> None:
    """Count a failure of our own in this row alone; the last of many gives it up."""
    delivery = deliveries.by_id(session, delivery_id)
    assert delivery is not None, "a delivery is never deleted while its person is here"
    if delivery.attempts + 1 >= MOST_ATTEMPTS:
        end(session, delivery, "failed:error", now)
    else:
        wait = BACK_OFF[min(delivery.attempts, len(BACK_OFF) - 1)]
        deliveries.set_aside(session, delivery_id, now + wait)


def _follow(session: Session, checkin_id: int, outcome: str, now: datetime) -> None:
    """Open the check-in's window if its message may be on the phone; else close it with the reason."""
    if outcome in {"sent", "unknown"}:
        _open_window(session, checkin_id, now)
    elif outcome.partition(":")[0] in {"failed", "expired"}:
        gone = outcome.partition(":")[2] in UNREACHABLE
        checkins.close(session, "unreachable" if gone else "not_sent", ids=[checkin_id])


def _open_window(session: Session, checkin_id: int, now: datetime) -> None:
    """Start the check-in's window and queue its one reminder."""
    asked = checkins.by_id(session, checkin_id)
    assert asked is not None, "a check-in's delivery goes with its check-in"
    windows = windows_of(asked.battery)
    ends_at = expires_at(windows, now)
    if not checkins.sent(session, asked.id, now, ends_at):
        return
    person = people.by_id(session, asked.person_id)
    assert person is not None, "a check-in goes with its person"
    when = reminder_at(windows, now, person.zone, QUIET)
    if when is not None:
        deliveries.queue(session, [_reminder(asked, when, ends_at, now)])


def _reminder(asked: CheckIn, due_at: datetime, not_after: datetime, now: datetime) -> dict[str, object]:
    return {
        "site_id": asked.site_id,
        "kind": Kind.REMINDER,
        "subject": f"checkin:{asked.subscription_id}/{asked.day}",
        "about_id": asked.id,
        "person_id": asked.person_id,
        "priority": Priority.CHECKIN,
        "due_at": due_at,
        "not_after": not_after,
        "queued_at": now,
    }
