"""Worlds to measure in: a database with a site, a programme and as many made-up families as are wanted."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.desk import TEXT
from bot.clock import WallClock
from bot.commands.setup import SYNTHETIC_COUNTRY, Founded, SiteWishes, found
from db.crypto import parse_keys, unlock
from db.models import Arm, Asks, CheckIn, Enrolment, Person, Progress, Role, Standing, Subscription
from db.people import user_index
from db.session import Database, Session
from db.upgrade import upgrade
from flows import broadcast

KEYS = b64encode(bytes(range(32))).decode()
TOKEN = "42:benchmark-token"
FIRST_CHAT = 1000
WORKER_CHAT = 999
AT_A_TIME = 10_000
NOON = 12
DAY = timedelta(days=1)


@dataclass(frozen=True)
class World:
    """A folder with a database; the person with id n has the chat FIRST_CHAT + n."""

    folder: Path
    founded: Founded
    now: datetime

    @property
    def zone(self) -> str:
        """A zone in which it is a little after noon, for at night nothing may leave."""
        return f"Etc/GMT{self.now.hour - NOON:+d}"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder}/respite.db"

    def variables(self, api_url: str) -> dict[str, str]:
        """Return the settings of a bot that lives here."""
        return {
            "RESPITE_DATA_DIR": str(self.folder),
            "RESPITE_BOT_TOKEN": TOKEN,
            "RESPITE_KEYS": KEYS,
            "RESPITE_BOT_API_URL": api_url,
        }


def chat_of(person: int) -> int:
    return FIRST_CHAT + person


def found_world(folder: Path, people: int) -> World:
    """Make a database with so many caregivers, ids from 1, and one social worker after them."""
    folder.mkdir(parents=True)
    unlock(parse_keys(KEYS))
    now = WallClock().now()
    database = Database(f"sqlite:///{folder}/respite.db")
    upgrade(database)
    wishes = SiteWishes(
        name="Bench", country=SYNTHETIC_COUNTRY, zone="UTC", language="zh-Hans", programme="Bench",
        starts_on=now.date() - DAY, duty_from=time(0, 0), duty_to=time(23, 59), duty_days="1234567",
        crisis_confirmed=True, synthetic=True,
    )  # fmt: skip
    with database.begin() as session:
        world = World(folder, found(session, wishes, now), now)
        _insert(session, Person, (_person(world, n) for n in range(1, people + 1)))
        _insert(session, Enrolment, (_place(world, n, Role.CAREGIVER) for n in range(1, people + 1)))
        worker = _person(world, people + 1) | {"role": Role.SOCIAL_WORKER, "chat": str(WORKER_CHAT)}
        worker["telegram_index"] = user_index(WORKER_CHAT)
        _insert(session, Person, iter([worker]))
        _insert(session, Enrolment, iter([_place(world, people + 1, Role.SOCIAL_WORKER)]))
    database.close()
    return world


def add_checkins(world: World, people: int, battery: str) -> None:
    """Give each of the first `people` a check-in with the person's id, open on the phone."""
    with opened(world) as session:
        _insert(session, CheckIn, (_checkin(world, n, battery) for n in range(1, people + 1)))


def add_broadcast(world: World) -> int:
    """Queue one text for every caregiver and return the broadcast's id."""
    with opened(world) as session:
        return broadcast.queue(
            session,
            world.now,
            programme_id=world.founded.programme_id,
            role=Role.CAREGIVER,
            texts={"zh-Hans": TEXT},
        ).broadcast_id


def subscribe(world: World, people: int, first_at: datetime, apart: timedelta) -> None:
    """Let each of the first `people` be asked daily, the first at `first_at`, each next one `apart` later."""
    with opened(world) as session:
        _insert(session, Subscription, (_subscription(world, n, first_at + n * apart) for n in range(people)))


@contextmanager
def opened(world: World) -> Iterator[Session]:
    """Yield a session in one transaction."""
    with closing(Database(world.url)) as database, database.begin() as session:
        yield session


def _insert(session: Session, table: type[Any], rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_A_TIME:
            session.connection().execute(insert(table), batch)
            batch = []
    if batch:
        session.connection().execute(insert(table), batch)


def _person(world: World, n: int) -> dict[str, Any]:
    return {
        "id": n, "site_id": world.founded.site_id, "role": Role.CAREGIVER, "standing": Standing.ACTIVE,
        "language": "zh-Hans", "zone": world.zone, "telegram_index": user_index(chat_of(n)),
        "chat": str(chat_of(n)), "called": "小雨", "asked_at": time(9, 0), "shares_phone": False,
        "created_at": world.now, "joined_at": world.now,
    }  # fmt: skip


def _place(world: World, n: int, role: Role) -> dict[str, Any]:
    return {
        "site_id": world.founded.site_id, "programme_id": world.founded.programme_id, "person_id": n,
        "role": role, "arm": Arm.NONE, "label": f"{role[0].upper()}{n}", "since": world.now,
    }  # fmt: skip


def _checkin(world: World, n: int, battery: str) -> dict[str, Any]:
    return {
        "id": n, "site_id": world.founded.site_id, "programme_id": world.founded.programme_id, "person_id": n,
        "battery": battery, "day": world.now.date(), "planned_at": world.now,
        "progress": Progress.SENT, "sent_at": world.now, "expires_at": world.now + 2 * DAY,
    }  # fmt: skip


def _subscription(world: World, n: int, at: datetime) -> dict[str, Any]:
    return {
        "site_id": world.founded.site_id, "programme_id": world.founded.programme_id, "person_id": n + 1,
        "asks": Asks.MICRO, "battery": "micro", "next_at": at.astimezone(UTC), "next_day": at.date(),
    }  # fmt: skip
