"""The books: what the database holds at the end, in the words of the audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from db.models import Alert, Answer, CheckIn, Delivery, Enrolment, Heard, Person, Role
from db.session import Database


@dataclass(frozen=True)
class Books:
    """Every row that the audit looks at; `chats` are by person, `labels` are the numbers in them by place."""

    chats: Mapping[int, int]
    staff: frozenset[int]
    labels: Mapping[int, int]
    checkins: Mapping[int, CheckIn]
    answers: Sequence[Answer]
    alerts: Mapping[int, Alert]
    deliveries: Sequence[Delivery]
    heard: Sequence[Heard]

    def checkin_of(self, chat: int) -> CheckIn | None:
        """Return the one check-in of the family with this chat."""
        return next((each for each in self.checkins.values() if self.chats[each.person_id] == chat), None)


def read(database: Database) -> Books:
    """Read it all; the rows stay readable."""
    with database.read() as session:
        people = session.scalars(select(Person)).all()
        return Books(
            chats={each.id: int(each.chat or 0) for each in people},
            staff=frozenset(int(each.chat or 0) for each in people if each.role != Role.CAREGIVER),
            labels={
                each.id: int(each.label.partition("-")[2]) for each in session.scalars(select(Enrolment))
            },
            checkins={each.id: each for each in session.scalars(select(CheckIn))},
            answers=session.scalars(select(Answer)).all(),
            alerts={each.id: each for each in session.scalars(select(Alert))},
            deliveries=session.scalars(select(Delivery).order_by(Delivery.id)).all(),
            heard=session.scalars(select(Heard).order_by(Heard.id)).all(),
        )
