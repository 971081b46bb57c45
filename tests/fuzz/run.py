"""A run: rounds of updates by several people at once, with days passing in between, each round judged."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random  # noqa: TID251 - seeded: the same seed makes the same updates

from sqlalchemy import func, select

from db.models import Alert, Answer, CheckIn, Heard, Person
from db.session import Database
from tests.fuzz import checks
from tests.fuzz.acts import Doing
from tests.fuzz.house import House, Restless, open_house
from tests.fuzz.objects import Maker
from tests.fuzz.scene import STRANGERS
from tests.fuzz.updates import Sent, Updates

AT_ONCE = 14
# The first of the members are the families and their workers: they act in every other place.
BUSY = 11
ROUNDS_A_BEAT = 2
SPAN = timedelta(hours=1)
MOST_FAULTS = 25


@dataclass
class Outcome:
    """What a run came to: how many updates of each kind, how they ended, and everything that was wrong."""

    kinds: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    rows: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def updates(self) -> int:
        """How many updates were sent."""
        return self.kinds.total()


async def run(database: Database, updates: int, seed: int) -> Outcome:
    """Send this many updates, drawn by the seed, and return what came of it."""
    outcome, chance = Outcome(), Random(seed)
    async with open_house(database) as house:
        ids = [*house.scene.members, *STRANGERS[:20], *range(1, 12)]
        maker = Maker(chance, ids)
        doing = Doing(chance, maker, house.its_bot, house.scene.tokens, house.scene.labels)
        source = Updates(chance, maker, doing, ids, seed)
        rounds = 0
        while outcome.updates < updates and len(outcome.faults) < MOST_FAULTS:
            if rounds % ROUNDS_A_BEAT == 0:
                outcome.faults += await _let_time_pass(house)
            chance.seed(f"{seed}/round {rounds}")
            batch = list(_round(house, source, chance))
            outcome.kinds.update(each.kind for each in batch)
            try:
                await house.hear(batch, source.nothings())
            except Restless as restless:
                outcome.faults.append(f"no rest: {restless}\n" + "\n".join(map(checks.describe, batch)))
                return outcome
            outcome.faults += checks.faults(house, batch)
            rounds += 1
        _count(house, outcome)
    return outcome


def _round(house: House, source: Updates, chance: Random) -> Iterator[Sent]:
    strangers = chance.sample(STRANGERS, 3)
    now = int(house.clock.time())
    busy, others = house.scene.members[:BUSY], [*house.scene.members[BUSY:], *strangers]
    crowd = [*chance.sample(busy, AT_ONCE // 2), *chance.sample(others, AT_ONCE // 2)]
    chance.shuffle(crowd)
    acts = [user for user in crowd for _ in range(chance.choice((1, 1, 1, 2)))]
    for user in acts:
        yield source.draw(user, now)


async def _let_time_pass(house: House) -> list[str]:
    await house.beat(SPAN)
    found = list(
        checks.told_of_others(house, [call for call in house.box.calls if "chat_id" in call["params"]])
    )
    found += checks.complaints(house)
    checks.forget(house)
    return found


def _count(house: House, outcome: Outcome) -> None:
    with house.database.read() as session:
        for row in session.scalars(select(Heard)):
            end = "shown" if row.shown_at else f"set aside: {row.error}" if row.dead_at else "open"
            outcome.ends[end] += 1
        for table in (Person, CheckIn, Answer, Alert):
            outcome.rows[table.__tablename__] = session.scalar(select(func.count()).select_from(table)) or 0
