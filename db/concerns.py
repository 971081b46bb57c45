"""Grey concerns: what was seen and can wait for the digest."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Row, select
from sqlalchemy.dialects import postgresql, sqlite

from db.models import CheckIn, Concern, Score
from db.session import Session


def keep(session: Session, checkin: CheckIn, reason: str, detail: str, cause: str, now: datetime) -> None:
    """Keep what was seen in a check-in; a cause counts once for each person."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.flush()
    kept = dialect.insert(Concern.__table__).values(
        site_id=checkin.site_id,
        programme_id=checkin.programme_id,
        person_id=checkin.person_id,
        checkin_id=checkin.id,
        reason=reason,
        detail=detail,
        cause=cause,
        seen_at=now,
    )
    session.connection().execute(kept.on_conflict_do_nothing(index_elements=["person_id", "cause"]))


def seen(
    session: Session, programmes: Sequence[int], between: tuple[datetime, datetime]
) -> Sequence[Row[int, str, datetime]]:
    """Return (person, reason, when) of what was seen after the first moment up to the second, in order."""
    query = select(Concern.person_id, Concern.reason, Concern.seen_at).where(
        Concern.programme_id.in_(programmes), Concern.seen_at > between[0], Concern.seen_at <= between[1]
    )
    return session.execute(query.order_by(Concern.seen_at, Concern.id)).all()


def first_score(session: Session, checkin: CheckIn, instrument: str, scale: str) -> Decimal | None:
    """Return the person's first score on a scale, from a check-in before this one."""
    query = select(Score.value).where(
        Score.person_id == checkin.person_id,
        Score.instrument == instrument,
        Score.scale == scale,
        Score.checkin_id != checkin.id,
    )
    return session.scalar(query.order_by(Score.scored_at, Score.id).limit(1))
