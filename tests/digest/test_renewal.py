"""The workshop: the child that composes digests is renewed, however many are asked for at once."""

import asyncio

from bot.acts import Acts
from bot.clock import VirtualClock
from bot.workshop import DIGESTS_BEFORE_RENEWAL, Workshop
from db.session import Database
from tests import cast
from tests.digest.ward import DUE, WEEK, Ward

MORE = DIGESTS_BEFORE_RENEWAL + 2
PATIENCE = 60


async def test_more_digests_at_once_than_a_child_makes_all_come(sqlite_database: Database) -> None:
    with sqlite_database.begin() as session:
        worker = Ward(session, families=1).worker.id
    acts = Acts(sqlite_database, VirtualClock(DUE))
    workshop = Workshop(sqlite_database.url, cast.KEYS, acts)
    try:
        wanted = [workshop.digest(worker, WEEK, DUE, files=()) for _ in range(MORE)]
        async with asyncio.timeout(PATIENCE):
            made = await asyncio.gather(*wanted)
    finally:
        workshop.close()
        acts.close()

    assert [digest.message.text for digest in made] == [made[0].message.text] * MORE
