"""Seven-day cover: whether a question about self-harm may be asked now, because somebody reads the answer."""

from datetime import datetime, timedelta

from db import programmes
from db.models import CheckIn, SiteRow
from db.session import Session
from flows.crisis import confirmed
from flows.duty import time_left
from flows.ringing import listeners
from scales.blocks import WITH_ITEM_9, block_of

NEEDED = timedelta(hours=4)


def battery_to_send(session: Session, asked: CheckIn, now: datetime) -> str:
    """Return the battery of a block as it may be asked now: with the PHQ-9 where there is cover, or without.

    A PHQ-8 that is not due is not asked as a PHQ-9 either.
    """
    block = block_of(asked.battery)
    form = WITH_ITEM_9.get(block)
    if form is None or "phq8" in (asked.left_out or {}):
        return block
    site = programmes.site(session, asked.site_id)
    return form if covered(session, site, asked.programme_id, now) else block


def covered(session: Session, site: SiteRow, programme_id: int, now: datetime) -> bool:
    """Whether cover is agreed, four duty hours are left, the crisis card is confirmed and somebody hears."""
    return (
        site.seven_day_cover
        and time_left(site, now) >= NEEDED
        and confirmed(site, now)
        and bool(listeners(session, site.id, programme_id))
    )
