"""The stage: a sandbox, a database with one synthetic site, and the invites into its programme."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.commands.invite import make_invite
from bot.commands.setup import SYNTHETIC_COUNTRY, SiteWishes, found
from bot.engine import Engine, Wiring, engine
from bot.rehearsal.families import Family
from bot.rehearsal.folder import database_url
from db.crypto import parse_keys, unlock
from db.models import Programme, Role, SiteRow
from db.session import Database
from db.upgrade import upgrade
from sandbox.clock import Ticking
from sandbox.server import Sandbox
from scheduler.cadence import Cadence

TOKEN, USERNAME = "1:synthetic-programme", "respite_bot"
ZONE = "Asia/Shanghai"
_OPEN_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Links:
    """The tokens of the invites: one for every caregiver to come, one for the social worker."""

    caregivers: str
    worker: str


@dataclass(frozen=True)
class Script:
    """What is put on: the programme's first day, its cadence, and for how many caregivers there is room."""

    start: date
    cadence: Cadence
    room: int


@dataclass(frozen=True)
class Stage:
    """Where a made-up programme takes place; `keys` open its database."""

    database: Database
    keys: str
    clock: Clock

    def found(self, script: Script) -> Links:
        """Make the synthetic site with its programme, and the invites into it."""
        now = self.clock.now()
        wishes = SiteWishes(
            name="Synthetic ward",
            country=SYNTHETIC_COUNTRY,
            zone=ZONE,
            language="zh-Hans",
            programme="Synthetic group",
            starts_on=script.start,
            crisis_confirmed=True,
            synthetic=True,
        )
        with self.database.begin() as session:
            made = found(session, wishes, now)
            site = session.get_one(SiteRow, made.site_id)
            # Nobody here has an app with codes, and nothing here is anybody's.
            site.pdf_by_chat, site.second_factor = True, False
            session.get_one(Programme, made.programme_id).cadence = script.cadence.to_json()
            caregivers, worker = (
                make_invite(
                    session,
                    site_id=made.site_id,
                    programme_id=made.programme_id,
                    role=role,
                    uses=uses,
                    lasts=_OPEN_FOR,
                    now=now,
                )
                for role, uses in ((Role.CAREGIVER, script.room), (Role.SOCIAL_WORKER, 1))
            )
        return Links(caregivers, worker)

    @asynccontextmanager
    async def bot(self, box: Sandbox) -> AsyncIterator[Engine]:
        """Yield the bot itself, ready to listen to the sandbox."""
        async with engine(Wiring(TOKEN, box.url, self.database, self.keys, self.clock)) as running:
            yield running


@asynccontextmanager
async def sandbox(clock: Ticking, journal: Path | None = None, port: int = 0) -> AsyncIterator[Sandbox]:
    """Yield a sandbox that knows the bot; raises ValueError in plain words if it cannot listen."""
    box = Sandbox(clock=clock, journal=journal, limits=False)
    box.add_bot(TOKEN, USERNAME, "Respite")
    try:
        await box.start(port)
    except OSError as error:
        raise ValueError(f"the sandbox cannot use port {port}: {error.strerror}; choose another") from None
    try:
        yield box
    finally:
        await box.stop()


def open_database(folder: Path, keys: str) -> Database:
    """Return the folder's database with every table in it, and give this process its keys.

    Its one connection does not wait for the disk: what a power cut would take, the seed gives again.
    """
    unlock(parse_keys(keys))
    database = Database(database_url(folder))
    upgrade(database)
    connection = database.engine.raw_connection()
    connection.cursor().execute("PRAGMA synchronous=OFF")
    connection.close()
    return database


def introduce(box: Sandbox, family: Family) -> None:
    """Let somebody exist in the sandbox; the bot cannot write to them before they write to it."""
    box.add_person(family.user_id, family.first_name, family.code, started=False)


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins at the site."""
    return datetime.combine(day, time.min, ZoneInfo(ZONE))
