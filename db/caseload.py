"""The caseload: a worker's families as a list needs them, in a statement for each question."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Row, select

from db.models import Alert, AlertState, Answer, CheckIn, Enrolment, Person, Role, Score
from db.session import Session


@dataclass(frozen=True, slots=True)
class Known:
    """A family with its place in a programme, and no name."""

    place_id: int
    programme_id: int
    person_id: int
    label: str
    unreachable_at: datetime | None
    stopped_at: datetime | None


def families(session: Session, programmes: Sequence[int]) -> Sequence[Known]:
    """Return the families who have a place in these programmes, by label."""
    query = (
        select(
            Enrolment.id,
            Enrolment.programme_id,
            Enrolment.person_id,
            Enrolment.label,
            Person.unreachable_at,
            Person.stopped_at,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.programme_id.in_(programmes),
            Enrolment.role == Role.CAREGIVER,
            Enrolment.left_at.is_(None),
        )
    )
    return [Known(*row) for row in session.execute(query.order_by(Enrolment.label, Enrolment.id))]


def names(session: Session, programmes: Sequence[int]) -> Sequence[tuple[int, str]]:
    """Return (place, what the family is called) in these programmes; opening the seals is the cost of it."""
    query = (
        select(Enrolment.id, Person.called)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.programme_id.in_(programmes),
            Enrolment.role == Role.CAREGIVER,
            Enrolment.left_at.is_(None),
            Person.called.is_not(None),
        )
    )
    return [(place, called) for place, called in session.execute(query.order_by(Enrolment.label)) if called]


def places(session: Session, ids: Collection[int], programmes: Collection[int]) -> Sequence[Enrolment]:
    """Return those of some places that are in these programmes."""
    query = select(Enrolment).where(Enrolment.id.in_(ids), Enrolment.programme_id.in_(programmes))
    return session.scalars(query.order_by(Enrolment.id)).all()


def open_alerts(session: Session, programmes: Sequence[int]) -> Sequence[Alert]:
    """Return the alerts of these programmes that are not closed, oldest first."""
    query = select(Alert).where(
        Alert.programme_id.in_(programmes), Alert.state != AlertState.CLOSED, ~Alert.drill
    )
    return session.scalars(query.order_by(Alert.raised_at, Alert.id)).all()


def alerts_of(session: Session, place: Enrolment, limit: int) -> Sequence[Alert]:
    """Return a person's latest alerts in a programme, open ones first."""
    query = select(Alert).where(
        Alert.person_id == place.person_id, Alert.programme_id == place.programme_id, ~Alert.drill
    )
    return session.scalars(query.order_by(Alert.closed_at.is_not(None), Alert.id.desc()).limit(limit)).all()


def scores(
    session: Session, programmes: Sequence[int], until: datetime
) -> Sequence[Row[int, str, str, Decimal, datetime]]:
    """Return (person, instrument, scale, value, when) of the scores in these programmes, oldest first."""
    query = (
        select(Score.person_id, Score.instrument, Score.scale, Score.value, Score.scored_at)
        .join(CheckIn, CheckIn.id == Score.checkin_id)
        .where(CheckIn.programme_id.in_(programmes), Score.scored_at <= until)
    )
    return session.execute(query.order_by(Score.scored_at, Score.id)).all()


def scores_of(session: Session, place: Enrolment) -> Sequence[Score]:
    """Return the scores of a person in a programme, newest first."""
    query = (
        select(Score)
        .join(CheckIn, CheckIn.id == Score.checkin_id)
        .where(Score.person_id == place.person_id, CheckIn.programme_id == place.programme_id)
    )
    return session.scalars(query.order_by(Score.scored_at.desc(), Score.id)).all()


def answers_of(session: Session, place: Enrolment, instrument: str, limit: int) -> Sequence[Answer]:
    """Return a person's answers to one card in a programme, newest first."""
    query = (
        select(Answer)
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(
            Answer.person_id == place.person_id,
            CheckIn.programme_id == place.programme_id,
            Answer.instrument == instrument,
            Answer.value.is_not(None),
        )
    )
    return session.scalars(query.order_by(Answer.answered_at.desc(), Answer.id).limit(limit)).all()
