"""What the ward's nurses and doctors say about a programme."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select

from db.models import Answer, CheckIn, Progress
from db.session import Session


def of_programme(session: Session, programme_id: int, battery: str) -> Mapping[str, list[int]]:
    """Return by item the values of everybody's latest finished rating; "don't know" is not among them."""
    query = (
        select(Answer.person_id, Answer.item, Answer.value)
        .join(CheckIn, CheckIn.id == Answer.checkin_id)
        .where(
            CheckIn.programme_id == programme_id,
            CheckIn.battery == battery,
            CheckIn.progress == Progress.DONE,
        )
        .order_by(CheckIn.done_at, CheckIn.id)
    )
    latest = {(person, item): value for person, item, value in session.execute(query)}
    found: dict[str, list[int]] = defaultdict(list)
    for (_, item), value in latest.items():
        if value is not None:
            found[item].append(value)
    return found
