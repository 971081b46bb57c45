"""The scene: a synthetic site by daylight, its workers, and families whose check-ins fall due in batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from db.models import Asks, Delivery, Kind, Lease, Role, State, Subscription
from db.session import Database
from flows import broadcast
from tests import cast

WORKERS = (9001, 9002, 9003)
ADMIN = 9101
FIRST_FAMILY = 10_001
# Who is asked nothing and hears every notice.
LISTENERS = range(20_001, 20_041)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# One card, so that whoever reads the journal knows what comes after what.
ITEMS = ("mood", "load", "contact")
ASKED_FOR_HELP = 2


@dataclass(frozen=True)
class Scene:
    """A database with a site in it; `families` are chats, each with its subscription, in order of calling."""

    database: Database
    zone: str
    families: Sequence[tuple[int, int]]
    listeners: int

    def call_due(self, first: int, count: int, now: datetime) -> Sequence[int]:
        """Let the check-ins of some families be due now, all at once, and return their chats."""
        called = self.families[first : first + count]
        with self.database.begin() as session:
            session.execute(
                update(Subscription)
                .where(Subscription.id.in_([subscription for _, subscription in called]))
                .values(next_at=now, next_day=now.astimezone(ZoneInfo(self.zone)).date())
            )
        return [chat for chat, _ in called]

    def announce(self, number: int, now: datetime) -> None:
        """Queue a notice to everybody who listens; its words name it, so that each copy of it can be told."""
        texts = {"en": f"Notice {number}: the play room is open until six."}
        with self.database.begin() as session:
            queued = broadcast.queue(
                session, now, programme_id=self.listeners, role=Role.CAREGIVER, texts=texts
            )
        assert queued.broadcast_id == number, "the notices of an empty database are numbered from 1"

    def cut_waits_short(self, now: datetime) -> None:
        """Let everything that waits for another try be due now, for a campaign has no five minutes."""
        with self.database.begin() as session:
            session.execute(
                update(Delivery)
                .where(Delivery.state == State.PENDING, Delivery.kind != Kind.REMINDER, Delivery.due_at > now)
                .values(due_at=now)
            )

    def let_lease_go(self) -> None:
        """Free the lease of a process that is known to be dead, so that the next need not wait it out."""
        with self.database.begin() as session:
            session.execute(update(Lease).values(until=LONG_AGO))


def set_up(database: Database, families: int, now: datetime) -> Scene:
    """Fill an empty database with a site, its workers, an admin and as many families, none of them due."""
    zone, called = cast.zone_of_noon(now), list[tuple[int, int]]()
    with database.begin() as session:
        columns = {"zone": zone, "language": "en", "crisis_confirmed_on": now.date(), "created_at": now}
        site = cast.site(session, country="ZZ", pdf_by_chat=True, **columns)
        programme = cast.programme(session, site, starts_on=now.date() - timedelta(days=1))
        for number, chat in enumerate(WORKERS, start=1):
            cast.worker(session, site, programme, label=f"W-{number:02d}", chat=chat)
        cast.admin(session, site, chat=ADMIN)
        for chat in range(FIRST_FAMILY, FIRST_FAMILY + families):
            person = cast.caregiver(session, site, programme, label=f"C-{chat}", chat=chat)
            never_yet = {"asks": Asks.MICRO, "next_at": None, "next_day": None}
            called.append((chat, cast.subscription(session, person, programme, **never_yet).id))
        audience = cast.programme(session, site, starts_on=now.date() - timedelta(days=1))
        for chat in LISTENERS:
            cast.caregiver(session, site, audience, label=f"C-{chat}", chat=chat)
    return Scene(database, zone, called, audience.id)


def enough_for(kills: int, at_work: int) -> int:
    """Return how many families a campaign needs at most, if each of them needed but two lives."""
    return at_work + kills * max(1, at_work // 2)
