"""Check-ins whose time may be over."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam, select, text, update

from db.models import CheckIn, UtcDateTime
from db.session import Session

# Written out, not bound: the database must see that these are the rows of a partial index.
OPEN_ONES = text("checkins.progress IN ('sent', 'opened')")


def expiring(session: Session, now: datetime, limit: int) -> Sequence[CheckIn]:
    """Return open check-ins whose time may be over: a later tap can still have moved it.

    They are locked: a tap that comes meanwhile waits, so none is closed on somebody who just answered.
    """
    return session.scalars(_EXPIRING, {"now": now, "most": limit}).all()


# Made once: it is asked at every beat.
_EXPIRING = (
    select(CheckIn)
    .where(OPEN_ONES, CheckIn.expires_at <= bindparam("now", type_=UtcDateTime))
    .order_by(CheckIn.expires_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)


def extend(session: Session, ends: Mapping[int, datetime]) -> None:
    """Move the end of open check-ins' time, given by id."""
    if not ends:
        return
    one = update(CheckIn.__table__).where(CheckIn.id == bindparam("key"))  # type: ignore[arg-type]
    rows = [{"key": key, "ends": end} for key, end in ends.items()]
    session.connection().execute(one.values(expires_at=bindparam("ends")), rows)
