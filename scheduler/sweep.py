"""The sweep: what time alone changes. Late rows expire, check-ins close, rests end."""

from collections.abc import Sequence
from datetime import datetime

from db import checkins, closing, lateness, rests
from db.models import CheckIn, Kind
from db.session import Session
from flows.casework import bringing
from scheduler.night import PUNCTUAL
from scheduler.rules import expires_at
from scheduler.windows import windows_of

BATCH = 500


def sweep(session: Session, now: datetime, limit: int = BATCH) -> bool:
    """Do up to `limit` of each thing that `now` makes true; true if there may be more of it."""
    late = lateness.expire(session, now, limit)
    older = lateness.expire_older(session, now, PUNCTUAL, limit)
    bringing.for_good(session, late, now)
    unsent = [about for kind, about in late if kind == Kind.CHECKIN] + list(older)
    checkins.close(session, "not_sent", ids=[about for about in unsent if about is not None])
    ending = closing.expiring(session, now, limit)
    _close_or_extend(session, ending, now)
    awake = rests.wake(session, now, limit)
    return limit in {len(late), len(older), len(ending), len(awake)}


def _close_or_extend(session: Session, ending: Sequence[CheckIn], now: datetime) -> None:
    """Close the check-ins whose time is over; where a later tap has moved the end, move it in the row."""
    ends = {each.id: _end(each) for each in ending}
    closing.extend(session, {key: end for key, end in ends.items() if end > now})
    over = [each for each in ending if ends[each.id] <= now]
    checkins.close(session, "unfinished", ids=[each.id for each in over if each.opened_at])
    checkins.close(session, "unopened", ids=[each.id for each in over if not each.opened_at])
    lateness.call_off_reminders(session, over, now)


def _end(asked: CheckIn) -> datetime:
    assert asked.sent_at is not None, "an open check-in was sent"
    windows = windows_of(asked.battery)
    return expires_at(windows, asked.sent_at, asked.opened_at, asked.last_tap_at, asked.snoozed_until)
