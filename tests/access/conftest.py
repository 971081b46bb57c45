"""A ward whose site asks for the second factor, and the app with codes of its staff."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEvent, Factor, SiteRow
from db.session import Database
from flows import totp
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward, open_ward, settle_in


@pytest.fixture
def people(database: Database) -> Cast:
    """A site with the second factor, a programme, two caregivers and a social worker."""
    with database.begin() as session:
        made = settle_in(session)
        session.get_one(SiteRow, made.site).second_factor = True
    return made


@pytest.fixture
async def ward(database: Database, people: Cast) -> AsyncIterator[Ward]:
    """A running bot in which everybody has opened their chat."""
    async with open_ward(database) as opened:
        for user in (AMINA, OTHER, WORKER):
            await opened.text(user, "/help")
        yield opened


@pytest.fixture
def code(ward: Ward, people: Cast) -> Callable[..., str]:
    """What somebody's app shows now; `ahead` so many half minutes later."""

    def shown(person: int | None = None, ahead: int = 0) -> str:
        secret = ward.ask(lambda s: s.get_one(Factor, person or people.worker)).secret
        return totp.code(secret, totp.step_at(ward.clock.now()) + ahead)

    return shown


@pytest.fixture
def deeds(ward: Ward) -> Callable[..., list[tuple[Any, ...]]]:
    """What the audit record says of some acts: who, what, about whom, about what."""

    def told(*acts: str) -> list[tuple[Any, ...]]:
        query = select(AuditEvent).where(AuditEvent.act.in_(acts)).order_by(AuditEvent.id)
        rows = ward.ask(lambda s: s.scalars(query).all())
        return [(row.actor_id, row.act, row.person_id, row.about) for row in rows]

    return told
