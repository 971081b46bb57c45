"""The sweep: what time alone changes. Late rows expire, check-ins close, rests end."""

from datetime import datetime

from db import checkins, deliveries, rests
from db.models import CheckIn, Kind
from db.session import Session
from scheduler.night import PUNCTUAL
from scheduler.rules import expires_at
from scheduler.windows import windows_of

BATCH = 500


def sweep(session: Session, now: datetime) -> int:
    """Do all that `now` makes true and return how many rows changed."""
    late = deliveries.expire(session, now)
    unsent = [about for kind, about in late if kind == Kind.CHECKIN and about is not None]
    unsent += deliveries.expire_older(session, now, PUNCTUAL)
    checkins.close(session, "not_sent", ids=unsent)
    closed = sum(_close_or_extend(session, each, now) for each in checkins.expiring(session, now, BATCH))
    return len(late) + closed + len(rests.wake(session, now))


def _close_or_extend(session: Session, asked: CheckIn, now: datetime) -> bool:
    """Close a check-in whose time is over, or move its end where a later tap has moved it; true if closed."""
    assert asked.sent_at is not None, "an open check-in was sent"
    windows = windows_of(asked.battery)
    end = expires_at(windows, asked.sent_at, asked.opened_at, asked.last_tap_at, asked.snoozed_until)
    if end > now:
        checkins.extend(session, asked.id, end)
        return False
    checkins.close(session, "unfinished" if asked.opened_at else "unopened", ids=[asked.id])
    deliveries.cancel(session, asked.person_id, "closed", now, kinds=[Kind.REMINDER], about=asked.id)
    return True
