"""Settling: how a send ended becomes the delivery's one outcome, and what follows from it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from db import alerts, checkins, deliveries, outbox, people, riders
from db.deliveries import Owed
from db.models import CheckIn, Delivery, Kind, Priority, State
from db.outbox import End
from db.session import Session
from flows import consent, mailing, practice, reach
from flows.casework import bringing
from flows.ringing import ring_after
from scheduler.kinds import MANNERS, MOST_ATTEMPTS
from scheduler.rules import Quiet, expires_at, reminder_at
from scheduler.windows import windows_of

log = logging.getLogger(__name__)

QUIET = Quiet(time(21, 30), time(7, 30))
BACK_OFF = (timedelta(seconds=2), timedelta(seconds=10), timedelta(seconds=60), timedelta(minutes=5))
UNREACHABLE = frozenset({"blocked", "deactivated", "chat_not_found", "never_started"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one send ended.

    `sent`, `refused` for good (with a reason), to be `retried`, `unknown`, or `moved` to another chat.
    """

    how: Literal["sent", "refused", "retry", "unknown", "moved"]
    reason: str = ""
    message_id: int | None = None
    wait: timedelta | None = None
    chat: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A send and how it ended, at a moment."""

    owed: Owed
    outcome: Outcome
    at: datetime


def settle(session: Session, ended: Sequence[Ended]) -> list[None]:
    """Write how sends ended: in one statement where nothing follows from it, else each by itself."""
    plain: list[End] = []
    for each in ended:
        if each.outcome.how == "sent" and not MANNERS[each.owed.kind].has_sequel:
            plain.append(End(each.owed.id, "sent", each.at, each.outcome.message_id))
        else:
            _alone(session, each)
    outbox.settle(session, plain)
    return [None] * len(ended)


def _alone(session: Session, each: Ended) -> None:
    """Settle one send; if what follows from it fails, how it ended stands all the same."""
    try:
        with session.begin_nested():
            _settle(session, each.owed, each.outcome, each.at)
    except Exception:
        log.exception("what follows from delivery %s (%s) failed", each.owed.id, each.owed.kind)
        if each.outcome.how in {"sent", "unknown"}:  # sent again it would only fail again
            deliveries.settle(session, each.owed.id, each.outcome.how, each.at, each.outcome.message_id)
        else:
            put_off(session, each.owed.id, each.at)


def _settle(session: Session, owed: Owed, outcome: Outcome, now: datetime) -> None:
    """Write how a send ended, or put the delivery back with its own wait.

    What surely did not arrive is tried until it is too late for it, however long Telegram is away.
    """
    delivery = deliveries.by_id(session, owed.id)
    if delivery is None:  # its person was forgotten while it was in the air
        return
    if outcome.how == "sent":
        end(session, delivery, "sent", now, outcome.message_id)
    elif outcome.how == "refused":
        if outcome.reason in UNREACHABLE:
            reach.lose(session, delivery.person_id, now)
        end(session, delivery, f"failed:{outcome.reason}", now)
    elif outcome.how == "moved" and (outcome.chat is None or delivery.attempts >= MOST_ATTEMPTS):
        end(session, delivery, "failed:moved", now)
    elif outcome.how == "moved" and outcome.chat is not None:
        people.move_chat(session, delivery.person_id, outcome.chat)
        deliveries.put_back(session, delivery.id, now, counted=True)
    elif outcome.how == "unknown" and delivery.attempts >= MANNERS[delivery.kind].tries_when_unknown:
        end(session, delivery, "unknown", now)
    else:
        wait = outcome.wait or BACK_OFF[min(delivery.attempts, len(BACK_OFF)) - 1]
        deliveries.put_back(session, delivery.id, now + wait, counted=outcome.wait is None)


def end(
    session: Session, delivery: Delivery, outcome: str, now: datetime, message_id: int | None = None
) -> None:
    """Give a delivery its one outcome, and its check-in or alert what follows from it."""
    if not deliveries.settle(session, delivery.id, outcome, now, message_id):
        return
    if delivery.kind == Kind.ALERT and outcome.startswith("failed:"):
        alert = alerts.by_id(session, delivery.about_id or 0)
        assert alert is not None, "an alarm goes with its alert"
        ring_after(session, alert, delivery.subject, now)
    if delivery.kind == Kind.DIGEST and outcome in {"sent", "unknown"}:
        mailing.owe_notice(session, delivery, now)
    if delivery.kind in {Kind.WORD, Kind.WRITTEN}:
        bringing.ended(session, delivery, outcome, now)
    if delivery.kind == Kind.CHECKIN and delivery.about_id:
        _follow(session, delivery.about_id, outcome, now)
    if delivery.kind in practice.KINDS and delivery.about_id and outcome in {"sent", "unknown"}:
        practice.arrive(session, delivery.about_id, now)


def put_off(session: Session, delivery_id: int, now: datetime) -> None:
    """Count a failure of our own in this row alone; the last of many gives it up."""
    delivery = deliveries.by_id(session, delivery_id)
    if delivery is None:  # its person was forgotten meanwhile
        return
    failures = delivery.attempts + (delivery.state != State.SENDING)  # claiming it has counted this one
    if failures >= MOST_ATTEMPTS:
        end(session, delivery, "failed:error", now)
    else:
        wait = BACK_OFF[min(failures, len(BACK_OFF)) - 1]
        deliveries.set_aside(session, delivery_id, now + wait, failures)


def _follow(session: Session, checkin_id: int, outcome: str, now: datetime) -> None:
    """Open the check-in's window if its message may be on the phone; else close it with the reason."""
    if outcome in {"sent", "unknown"}:
        _open_window(session, checkin_id, now)
    elif outcome.partition(":")[0] in {"failed", "expired"}:
        gone = outcome.partition(":")[2] in UNREACHABLE
        checkins.close(session, "unreachable" if gone else "not_sent", ids=[checkin_id])
    elif outcome == "cancelled:bereaved":
        checkins.close(session, "bereaved", ids=[checkin_id])
    elif outcome == "withheld:budget":
        checkins.close(session, "budget", ids=[checkin_id])


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
    if not person.shares_phone and not consent.asks_again(session, person):
        riders.rode(session, person.id, now)
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
