"""Allocation lists: arms in a concealed order, each used once and in turn."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update

from db.models import Allotment, Arm, Enrolment, Programme
from db.session import Session


def add(session: Session, programme: Programme, arms: Sequence[Arm]) -> None:
    """Append arms to a programme's list, in their order."""
    last = session.scalar(select(func.max(Allotment.place)).where(Allotment.programme_id == programme.id))
    for place, arm in enumerate(arms, (last or 0) + 1):
        session.add(
            Allotment(site_id=programme.site_id, programme_id=programme.id, place=place, arm=arm.value)
        )
    session.flush()


def has_list(session: Session, programme_id: int) -> bool:
    """Whether a programme has an allocation list, used up or not."""
    query = select(Allotment.id).where(Allotment.programme_id == programme_id)
    return session.scalar(query.limit(1)) is not None


def left(session: Session, programme_id: int) -> int:
    """Return how many places of the list nobody has."""
    query = select(func.count()).select_from(Allotment)
    return (
        session.scalar(query.where(Allotment.programme_id == programme_id, Allotment.used_at.is_(None))) or 0
    )


def take(session: Session, programme_id: int, now: datetime) -> Arm | None:
    """Use the next place of the list and return its arm; None where nothing is left.

    Of two at once the later one waits for the first, finds its place taken, and looks again.
    """
    while True:
        first = (
            select(func.min(Allotment.place))
            .where(Allotment.programme_id == programme_id, Allotment.used_at.is_(None))
            .scalar_subquery()
        )
        arm = session.scalar(
            update(Allotment)
            .where(
                Allotment.programme_id == programme_id, Allotment.place == first, Allotment.used_at.is_(None)
            )
            .values(used_at=now)
            .returning(Allotment.arm)
            .execution_options(synchronize_session=False)
        )
        if arm is not None:
            return Arm(arm)
        if left(session, programme_id) == 0:
            return None


def counts(session: Session, programme_id: int) -> dict[str, int]:
    """Return how many caregivers of a programme are in each arm."""
    query = select(Enrolment.arm, func.count()).where(
        Enrolment.programme_id == programme_id, Enrolment.role == "caregiver"
    )
    return {arm: n for arm, n in session.execute(query.group_by(Enrolment.arm).order_by(Enrolment.arm))}
