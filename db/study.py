"""Study rows: answers that somebody left to the study, with nothing on them that leads back."""

from datetime import date, datetime

from sqlalchemy import select

from db.crypto import pseudonym
from db.models import Answer, CheckIn, Enrolment, StudyRow
from db.session import Session


def keep(session: Session, person_id: int) -> int:
    """Copy a person's answers under a random key, each with its month only, and return how many that are.

    They are written in the order of their items, not in that of their days.
    """
    query = (
        select(Answer, CheckIn.day, Enrolment.arm)
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .outerjoin(
            Enrolment,
            (Enrolment.person_id == Answer.person_id) & (Enrolment.programme_id == CheckIn.programme_id),
        )
        .where(Answer.person_id == person_id)
    )
    key = pseudonym()
    rows = [_row(key, answer, day, arm) for answer, day, arm in session.execute(query)]
    rows.sort(key=lambda row: (row.instrument, row.item, row.month, row.value is not None, row.value or 0))
    session.add_all(rows)
    session.flush()
    return len(rows)


def _row(key: str, answer: Answer, day: date | datetime, arm: str | None) -> StudyRow:
    return StudyRow(
        key=key,
        arm=arm,
        month=date(day.year, day.month, 1),
        instrument=answer.instrument,
        version=answer.version,
        item=answer.item,
        value=answer.value,
    )
