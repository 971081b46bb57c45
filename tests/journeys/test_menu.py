"""The menu: families see their commands, and each of the staff their own."""

import pytest

from bot.clock import VirtualClock
from bot.menu import COMMANDS, STAFF
from db.session import Database
from handlers import routes
from sandbox import scopes
from sandbox.server import Sandbox
from tests import cast
from tests.journeys.ward import AMINA, WORKER, Cast, open_bot, open_box, settle_in


def shown(box: Sandbox, user: int) -> list[str]:
    """The commands in somebody's menu."""
    return [each["command"] for each in scopes.shown(box.world, box.world.bot(), user)]


@pytest.fixture
def people(database: Database) -> Cast:
    """A worker and two families who are there when the bot starts."""
    with database.begin() as session:
        return settle_in(session)


async def test_a_worker_sees_her_commands_and_a_family_its_own(database: Database, people: Cast) -> None:
    clock = VirtualClock(cast.MONDAY)
    async with open_box(clock) as box:
        for user in (AMINA, WORKER):
            await box.text(user, "/help")
        async with open_bot(box, database, clock):
            assert shown(box, WORKER) == list(STAFF["social_worker"])
            assert shown(box, AMINA) == list(COMMANDS)


async def test_a_chat_that_is_not_there_keeps_nobody_from_starting(database: Database, people: Cast) -> None:
    clock = VirtualClock(cast.MONDAY)
    async with open_box(clock) as box, open_bot(box, database, clock) as ward:
        await ward.text(AMINA, "/help")
        assert ward.said(AMINA)


@pytest.mark.parametrize("role", sorted(STAFF))
def test_what_is_in_a_menu_is_open_to_its_role(role: str) -> None:
    open_to = {route.way for route in routes.COMMANDS if role in route.roles}

    assert set(STAFF[role]) <= open_to
