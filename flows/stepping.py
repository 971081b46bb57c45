"""Stepped asking: a high screen brings the whole instrument forward, once in a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from db import subscriptions
from db.models import CheckIn
from db.session import Session

AT_MOST_EVERY = timedelta(days=14)


def bring_forward(session: Session, checkin: CheckIn, batteries: Sequence[str], now: datetime) -> bool:
    """Let the planner ask these batteries, as one check-in, on the next suitable day; true if it will.

    Nobody is asked so more than once in fourteen days, counted from the days asked.
    """
    if not batteries:
        return False
    step = subscriptions.step_of(session, checkin.person_id, checkin.programme_id)
    if step is not None and step.battery is not None:
        return False
    if step is not None and step.last_day is not None and checkin.day - step.last_day < AT_MOST_EVERY:
        return False
    # Both together are one battery, named for its two.
    subscriptions.bring_forward(session, checkin, "_".join(batteries), now)
    return True
