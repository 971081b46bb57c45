"""Canaries: a name, numbers and words that must be seen nowhere but in the chat they belong to."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp

from bot.clock import WallClock
from bot.commands.invite import make_invite
from db.models import Role
from db.session import Database
from sandbox.server import Sandbox
from tests import cast
from tests.process.running import TOKEN, WORKER_CHAT, RunningBot
from tests.process.test_kill import buttons, until
from tests.process.test_watched import at_rest, counted
from tests.wire.hooked import free_port

FAMILY = 5_900_123_123
NAME, WORKER = "CANARYname", "CANARYworker"
PHONE, ADULT = "+44 20 7946 0018", "CANARYadult 020 7946 0099"
WORDS = "CANARYwords"
DIGITS = ("20 7946 0018", "2079460018", "7946 0099")
CANARIES = (
    "CANARY", NAME, WORKER, WORDS, *DIGITS, str(FAMILY), TOKEN, TOKEN.partition(":")[2],
)  # fmt: skip
JOINING = ("join:language:en", "join:consent:yes", NAME, PHONE, ADULT, "join:zone:keep", "join:hour:21:00",
           "join:shared:no")  # fmt: skip
FLOWS = (
    WORDS, "/trend", "/pause", "pause:hospital", "pause:hospital:7", "return:yes", f"/{WORDS}", "/help",
    "contact", "help", "/mydata", "/stop", "stop:no", "/start",
)  # fmt: skip
OF_WORKER = ("/help", "/digest", "/paper C-01", f"/paper {WORDS}", WORDS)


class Walk:
    """Somebody does one thing after the other; each is waited for until it was shown."""

    def __init__(self, box: Sandbox, database: Database) -> None:
        self._box, self._database = box, database

    async def go(self, user: int, *acts: str) -> None:
        """Tap what is the data of a button, and write the rest."""
        for act in acts:
            tapped = act in buttons(self._box, user)
            await self._shown(self._box.tap(user, data=act) if tapped else self._box.text(user, act))

    async def _shown(self, doing: Awaitable[object]) -> None:
        before = counted(self._database)
        await doing
        await until(lambda: at_rest(self._database, before + 1))


@asynccontextmanager
async def walked(box: Sandbox, database: Database, home: Path) -> AsyncIterator[tuple[RunningBot, str, Walk]]:
    """A bot at DEBUG through whose every flow a family and its worker have gone."""
    listen = f"127.0.0.1:{free_port()}"
    now = WallClock().now()
    with database.begin() as session:
        site = cast.site(session, country="ZZ", zone=cast.zone_of_noon(now), crisis_confirmed_on=now.date())
        programme = cast.programme(session, site, starts_on=now.date())
        cast.worker(session, site, programme, chat=WORKER_CHAT, language="en", called=WORKER)
        token = make_invite(
            session, site_id=site.id, programme_id=programme.id, role=Role.CAREGIVER, uses=2,
            lasts=timedelta(days=1), now=now,
        )  # fmt: skip
    box.add_person(user_id=FAMILY, first_name=NAME, last_name=NAME, username=NAME, language_code="en")
    bot = RunningBot(box.url, database.url, home, RESPITE_LOG_LEVEL="DEBUG", RESPITE_HEALTH_LISTEN=listen)
    await bot.start()
    walk = Walk(box, database)
    await until(lambda: at_rest(database, 1))
    await walk.go(FAMILY, f"/start {token}", *JOINING, *FLOWS)
    await until(lambda: any("alert:take" in each for each in buttons(box, WORKER_CHAT)))
    take = next(each for each in buttons(box, WORKER_CHAT) if "alert:take" in each)
    await walk.go(WORKER_CHAT, take, take.replace("take", "close") + ":reached", *OF_WORKER)
    box.faults.add(method="sendMessage", kind="400", times=1, description=f"{WORDS} {NAME}")
    await walk.go(FAMILY, WORDS)
    yield bot, listen, walk
    assert await bot.stop() == 0


async def test_through_every_flow_nobody_is_in_logs_metrics_or_errors(
    box: Sandbox, sqlite_database: Database, tmp_path: Path
) -> None:
    async with walked(box, sqlite_database, tmp_path) as (bot, listen, walk):
        await walk.go(FAMILY, "/forgetme", "forget:sure", "forget:all")
        pages = []
        async with aiohttp.ClientSession() as http:
            for page in ("health", "metrics"):
                async with http.get(f"http://{listen}/{page}") as answer:
                    pages.append(await answer.text())
        commands = [
            await bot.command(*words)
            for words in (("inbox", "list"), ("keys", "list"), ("hold", "list"), ("db", "check"))
        ]
    told = "\n".join([bot.log, *pages, *commands])
    assert [each for each in CANARIES if each in told] == []
    assert "BadRequest" in bot.log
    assert any(NAME in str(message) for message in box.chat(FAMILY)), "the chat itself knows them"
