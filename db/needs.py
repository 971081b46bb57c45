"""The checklist of needs: job, cost of care, dilemmas, who helps; at the start and at the end."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Need, Person
from db.session import Session

START, END = "start", "end"


def put(session: Session, person: Person, occasion: str, item: str, choice: str, now: datetime) -> None:
    """Keep an answer; given again it is replaced."""
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(Need)
    row = {
        "site_id": person.site_id, "person_id": person.id, "occasion": occasion, "item": item,
        "choice": choice, "said_at": now,
    }  # fmt: skip
    anew = {"choice": insert.excluded.choice, "said_at": insert.excluded.said_at}
    session.execute(
        insert.values(**row).on_conflict_do_update(
            index_elements=["person_id", "occasion", "item"], set_=anew
        )
    )


def of(session: Session, person_id: int, occasion: str) -> dict[str, str]:
    """Return what somebody said on an occasion, by item."""
    query = select(Need.item, Need.choice).where(Need.person_id == person_id, Need.occasion == occasion)
    return {item: choice for item, choice in session.execute(query)}
