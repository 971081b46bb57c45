"""Group sessions, and who came to them."""

from datetime import time
from typing import Any

from db.models import Attendance, Meeting, Meets, Person, Programme
from db.session import Session
from tests.cast.rows import MONDAY, add


def meeting(session: Session, programme: Programme, **columns: Any) -> Meeting:
    """The first session of a programme, on MONDAY, which nobody has planned anything for yet."""
    defaults = {
        "site_id": programme.site_id,
        "programme_id": programme.id,
        "number": 1,
        "key": "settling",
        "theme": {"en": "Settling in", "zh-Hans": "安顿下来"},
        "outline": [],
        "day": MONDAY.date(),
        "at": time(16, 0),
        "zone": "Asia/Shanghai",
        "starts_at": MONDAY,
        "minutes": 90,
        "state": Meets.PLANNED,
        "sequence": 0,
        "created_at": MONDAY,
    }
    return add(session, Meeting(**defaults | columns))


def attendance(session: Session, about: Meeting, person: Person, **columns: Any) -> Attendance:
    """Somebody who came to a session, all of it."""
    defaults = {
        "site_id": about.site_id,
        "session_id": about.id,
        "person_id": person.id,
        "came": True,
        "minutes": about.minutes,
    }
    return add(session, Attendance(**defaults | columns))
