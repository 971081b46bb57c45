"""The planner: what is due becomes a check-in and a delivery, and its next moment is set, all at once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from db import deliveries, subscriptions
from db.models import Asks
from db.session import Session
from db.subscriptions import Due
from scheduler import occasions
from scheduler.following import following, gives_way, skipped

BATCH = 500


def plan(session: Session, now: datetime, limit: int = BATCH) -> int:
    """Claim up to `limit` due subscriptions and return how many; call again until it returns 0.

    Each occurrence is claimed once: check-in, delivery and the next moment are written together, and the
    delivery's subject names the occurrence. One missed during an outage is written too, and expires coded;
    so is one that a journey has skipped. What gives way to the blocks of a wave is not written: nobody was to
    be asked then.
    """
    found = subscriptions.due(session, now, limit)
    occurrences = [each for each in found if each.day is not None and not gives_way(each)]
    claimed = [each for each in occurrences if each.asks != Asks.DIGEST]
    left_out = occasions.left_out(session, claimed)
    missed = [occasions.moved(each, one, now) for each in found for one in skipped(each, now)]
    rows = [occasions.checkin(each, left, now) for each, left in zip(claimed, left_out, strict=True)]
    ids = subscriptions.plan_checkins(session, rows + missed)
    owed = [
        occasions.delivery(each, checkin_id, now)
        for each, left, checkin_id in zip(claimed, left_out, ids, strict=False)
        if occasions.is_asked(each, left)
    ]
    owed += [occasions.digest(session, each, now) for each in occurrences if each.asks == Asks.DIGEST]
    deliveries.queue(session, owed)
    blocks = occasions.blocks_asked(session, found)
    subscriptions.move_on(session, [_move(each, blocks.get(each.id, ()), now) for each in found])
    return len(found)


def _move(each: Due, blocks: Collection[str], now: datetime) -> dict[str, Any]:
    """Return where a subscription goes next, as `subscriptions.move_on` takes it."""
    to = following(each, blocks, now)
    past = [one.day for one in skipped(each, now)]
    return {
        "key": each.id,
        "was": each.due_at,
        "new_at": to.due_at if to else None,
        "new_day": to.day if to else None,
        "new_last": past[-1] if past else each.day or each.last_day,
        "new_battery": to.battery if to else None,
    }
