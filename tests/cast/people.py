"""Who is there: sites, programmes and the people in them."""

from datetime import time
from typing import Any

from sqlalchemy import func, select

from db.models import Arm, Enrolment, Person, Programme, Role, SiteRow, Standing
from db.people import user_index
from db.session import Session
from tests.cast.rows import CADENCE, MONDAY, add


def site(session: Session, **columns: Any) -> SiteRow:
    """A ward in Shanghai with day duty and a crisis card confirmed on MONDAY."""
    defaults = {
        "name": "Synthetic ward",
        "country": "CN",
        "zone": "Asia/Shanghai",
        "language": "zh-Hans",
        "duty_from": time(8, 30),
        "duty_to": time(17, 30),
        "duty_days": "12345",
        "crisis_confirmed_on": MONDAY.date(),
        "synthetic": True,
        "second_factor": False,
        "created_at": MONDAY,
    }
    return add(session, SiteRow(**defaults | columns))


def programme(session: Session, site: SiteRow, **columns: Any) -> Programme:
    """A programme whose first week begins on MONDAY."""
    defaults = {
        "site_id": site.id,
        "name": "Spring group",
        "starts_on": MONDAY.date(),
        "cadence": CADENCE,
        "created_at": MONDAY,
    }
    return add(session, Programme(**defaults | columns))


def person(session: Session, site: SiteRow, *, chat: int | None = None, **columns: Any) -> Person:
    """An active caregiver who belongs to no programme; `chat` (1001, 1002, ...) is their Telegram id."""
    if chat is None:
        chat = 1001 + (session.scalar(select(func.count()).select_from(Person)) or 0)
    defaults = {
        "site_id": site.id,
        "role": Role.CAREGIVER,
        "standing": Standing.ACTIVE,
        "language": site.language,
        "zone": site.zone,
        "telegram_index": user_index(chat),
        "chat": str(chat),
        "called": "Amina",
        "asked_at": time(19, 30),
        "created_at": MONDAY,
        "joined_at": MONDAY,
    }
    return add(session, Person(**defaults | columns))


def enrolment(
    session: Session, person: Person, programme: Programme, *, label: str, **columns: Any
) -> Enrolment:
    """A place in the programme, in the intervention arm for a caregiver and in none for staff."""
    treated = person.role == Role.CAREGIVER
    defaults = {
        "site_id": person.site_id,
        "programme_id": programme.id,
        "person_id": person.id,
        "role": person.role,
        "arm": Arm.INTERVENTION if treated else Arm.NONE,
        "label": label,
        "since": MONDAY,
    }
    return add(session, Enrolment(**defaults | columns))


def caregiver(
    session: Session,
    site: SiteRow,
    programme: Programme,
    *,
    label: str = "C-01",
    arm: str = Arm.INTERVENTION,
    **columns: Any,
) -> Person:
    """An active caregiver enrolled in the programme."""
    joined = person(session, site, **columns)
    enrolment(session, joined, programme, label=label, arm=arm)
    return joined


def worker(
    session: Session, site: SiteRow, programme: Programme, *, label: str = "W-01", **columns: Any
) -> Person:
    """An active social worker of the programme."""
    joined = person(session, site, **{"role": Role.SOCIAL_WORKER, "called": "Lin"} | columns)
    enrolment(session, joined, programme, label=label)
    return joined


def lead(session: Session, site: SiteRow, **columns: Any) -> Person:
    """An active lead of the site."""
    return person(session, site, **{"role": Role.LEAD, "called": "Qiao"} | columns)


def admin(session: Session, site: SiteRow, **columns: Any) -> Person:
    """An active admin of the site."""
    return person(session, site, **{"role": Role.ADMIN, "called": "Wu"} | columns)
