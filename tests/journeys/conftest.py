"""A ward for each test, on either kind of database."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.settings import Settings, load
from db.session import Database
from scales import deck
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward, open_ward, settle_in


@pytest.fixture
def people(database: Database) -> Cast:
    """A site, a programme, two caregivers and a social worker."""
    with database.begin() as session:
        return settle_in(session)


@pytest.fixture
async def ward(database: Database, people: Cast) -> AsyncIterator[Ward]:
    """A running bot in which everybody has opened their chat, on MONDAY, 08:00 UTC (16:00 in Shanghai)."""
    async with open_ward(database) as opened:
        for user in (AMINA, OTHER, WORKER):
            await opened.text(user, "/help")
        yield opened


@pytest.fixture
def house_deck() -> Iterator[None]:
    """Whatever cards a test has the bot ask, the next test finds ours."""
    yield
    deck.use(deck.read())


@pytest.fixture
def restricted_off(tmp_path: Path) -> Settings:
    """Settings of a site that has switched the texts of restricted use off."""
    return load(data_dir=tmp_path, restricted_use=False)
