"""What people were asked and answered before: which blocks, and which cards on which day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import func, or_, select

from db.models import Answer, CheckIn, Progress
from db.session import Session

NOT_DUE = "not_due"


def batteries(session: Session, people: Collection[int]) -> Sequence[tuple[int, int, str, date]]:
    """Return (person, programme, battery, day) of all that these people were asked, or are about to be.

    What never left does not count; a battery of which nothing was due does.
    """
    if not people:
        return []
    counts = or_(
        CheckIn.progress != Progress.CLOSED, CheckIn.sent_at.is_not(None), CheckIn.closed_because == NOT_DUE
    )
    query = select(CheckIn.person_id, CheckIn.programme_id, CheckIn.battery, CheckIn.day)
    rows = session.execute(query.where(CheckIn.person_id.in_(people), counts))
    return [(person, programme, battery, day) for person, programme, battery, day in rows]


def by_checkin(session: Session, ids: Collection[int | None]) -> Mapping[int, str]:
    """Return the batteries of check-ins."""
    query = select(CheckIn.id, CheckIn.battery).where(CheckIn.id.in_(ids))
    return {key: battery for key, battery in session.execute(query)}


def last_answered(
    session: Session, people: Collection[int], instruments: Collection[str]
) -> Mapping[int, Mapping[str, date]]:
    """Return, by person and card, the latest day for which any question of these cards was answered."""
    found: dict[int, dict[str, date]] = {person: {} for person in people}
    if not people or not instruments:
        return found
    query = (
        select(Answer.person_id, Answer.instrument, func.max(CheckIn.day))
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(Answer.person_id.in_(people), Answer.instrument.in_(instruments))
        .group_by(Answer.person_id, Answer.instrument)
    )
    for person, instrument, day in session.execute(query):
        found[person][instrument] = day
    return found
