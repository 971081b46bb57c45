"""What a digest's sheet of one family shows: taps, check-ins, scores, sessions and steps, up to a moment."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Row, or_, select

from db.models import Answer, CheckIn, Place, Practice, Score
from db.session import Session


def taps(
    session: Session,
    programmes: Sequence[int],
    people: Sequence[int],
    items: Sequence[str],
    between: tuple[datetime, datetime],
) -> Sequence[Row[int, int, str, int | None, datetime]]:
    """Return (person, check-in, item, value, when) of the three-tap answers in a time, oldest first."""
    query = (
        select(Answer.person_id, Answer.checkin_id, Answer.item, Answer.value, Answer.answered_at)
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(
            CheckIn.programme_id.in_(programmes),
            Answer.person_id.in_(people),
            Answer.instrument == "micro",
            Answer.item.in_(items),
            Answer.value.is_not(None),
            Answer.answered_at >= between[0],
            Answer.answered_at <= between[1],
        )
    )
    return session.execute(query.order_by(Answer.answered_at, Answer.id)).all()


def asked(
    session: Session,
    programmes: Sequence[int],
    people: Sequence[int],
    between: tuple[datetime, datetime],
) -> Sequence[Row[int, datetime | None, datetime | None]]:
    """Return (person, sent, done) of the check-ins sent in a time, oldest first."""
    query = select(CheckIn.person_id, CheckIn.sent_at, CheckIn.done_at).where(
        CheckIn.programme_id.in_(programmes),
        CheckIn.person_id.in_(people),
        CheckIn.sent_at >= between[0],
        CheckIn.sent_at <= between[1],
    )
    return session.execute(query.order_by(CheckIn.sent_at, CheckIn.id)).all()


def scores(
    session: Session, programmes: Sequence[int], people: Sequence[int], until: datetime
) -> Sequence[Row[int, str, str, Decimal, datetime]]:
    """Return (person, instrument, scale, value, when) of their scores, oldest first."""
    query = (
        select(Score.person_id, Score.instrument, Score.scale, Score.value, Score.scored_at)
        .join(CheckIn, CheckIn.id == Score.checkin_id)
        .where(CheckIn.programme_id.in_(programmes), Score.person_id.in_(people), Score.scored_at <= until)
    )
    return session.execute(query.order_by(Score.scored_at, Score.id)).all()


def steps(
    session: Session, people: Sequence[int], until: datetime
) -> Sequence[Row[int, str, datetime | None, bool | None, str | None]]:
    """Return (person, piece, told, tried, helped) of what reached them, newest first."""
    query = select(
        Practice.person_id, Practice.piece, Practice.answered_at, Practice.tried, Practice.helped
    ).where(Practice.person_id.in_(people), Practice.offered_at <= until)
    return session.execute(query.order_by(Practice.offered_at.desc(), Practice.id)).all()


def places(session: Session, people: Sequence[int], on: date) -> Mapping[int, Place]:
    """Return by person where their child was on a day."""
    query = select(Place).where(
        Place.person_id.in_(people), Place.since <= on, or_(Place.until.is_(None), Place.until > on)
    )
    return {place.person_id: place for place in session.scalars(query.order_by(Place.id))}
