"""A database that is away for a while costs time and nothing else."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.acts import Acts
from bot.clock import VirtualClock
from bot.lasting import Lasting
from db.models import Heard
from db.outages import is_outage
from db.session import Database
from tests.cast import MONDAY


def refuse(session, database, times=[]):  # noqa: B006 - it is filled by the tests
    """Fail as long as there is something in `times`."""
    if times:
        raise times.pop()
    return session.scalar(select(func.count()).select_from(Heard))


def said_by_sqlite(name: str) -> OperationalError:
    """SQLite's error of this name, as SQLAlchemy hands it on."""
    original = sqlite3.OperationalError("words")
    original.sqlite_errorname = name
    return OperationalError("statement", {}, original)


async def test_an_act_is_tried_again_until_the_database_is_back(database: Database) -> None:
    clock, faults = VirtualClock(MONDAY), [said_by_sqlite("SQLITE_BUSY"), said_by_sqlite("SQLITE_FULL")]
    acts = Acts(database, clock)

    asked = asyncio.ensure_future(Lasting(acts, clock)(refuse, database, faults))
    while not asked.done():
        await asyncio.sleep(0.001)
        if (wake := clock.next_wake()) is not None:
            clock.advance_to(wake)

    assert await asked == 0
    assert (clock.now() - MONDAY).total_seconds() == 1 + 2
    acts.close()


async def test_an_error_of_our_own_making_is_not_waited_out(database: Database) -> None:
    acts = Acts(database, VirtualClock(MONDAY))

    with pytest.raises(OperationalError):
        await Lasting(acts, VirtualClock(MONDAY))(refuse, database, [said_by_sqlite("SQLITE_ERROR")])
    acts.close()


async def test_a_server_that_is_down_is_an_outage() -> None:
    nobody = Database("postgresql://nobody@127.0.0.1:9/respite")

    with pytest.raises(OperationalError) as fault, nobody.begin() as session:
        session.execute(select(1))

    assert is_outage(fault.value)
    nobody.close()


def test_a_table_that_is_not_there_is_none(empty: Database) -> None:
    with pytest.raises((OperationalError, ProgrammingError)) as fault, empty.begin() as session:
        session.scalar(select(func.count()).select_from(Heard))

    assert not is_outage(fault.value)
