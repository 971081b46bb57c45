"""The cast of families: who waits for a yes, and for whom all has stopped."""

from db import halts, programmes
from db.models import Admission, Halt, Invite, Person, Programme, Role, Standing, Why
from db.session import Session
from tests.cast.rows import MONDAY


def admission(session: Session, person: Person, programme: Programme) -> Admission:
    """Somebody who came by a poster."""
    door = Invite(
        site_id=programme.site_id, programme_id=programme.id, role=Role.CAREGIVER, uses_left=300,
        token_hash=programmes.token_hash(f"poster {person.id}"), asks_first=True, expires_at=MONDAY,
        created_at=MONDAY,
    )  # fmt: skip
    programmes.add_invite(session, door)
    asked = Admission(
        site_id=programme.site_id, programme_id=programme.id, invite_id=door.id, person_id=person.id,
        asked_at=MONDAY,
    )  # fmt: skip
    session.add(asked)
    session.flush()
    return asked


def halt(session: Session, person: Person, programme: Programme) -> Halt:
    """What has stopped the questions of a family, which stands as ever."""
    place = programmes.place_of(session, person.id, programme.id)
    row = Halt(
        site_id=programme.site_id, event=person.id, person_id=person.id,
        enrolment_id=place.id if place else None, why=Why.RELAPSE, was=Standing.ACTIVE, since=MONDAY,
    )  # fmt: skip
    return halts.add(session, row)
