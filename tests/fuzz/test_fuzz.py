"""Updates of every kind and shape change nothing of anybody else's, and leave the bot at work."""

import json
from random import Random  # noqa: TID251 - seeded: the same seed makes the same updates

import pytest
from telegram import Message, Update

from db.models import Person
from db.session import Database
from tests.fuzz import checks
from tests.fuzz.house import open_house
from tests.fuzz.ledger import Actor, Known, Write, allowed
from tests.fuzz.mutations import Spoiler
from tests.fuzz.objects import Maker
from tests.fuzz.run import run
from tests.fuzz.scene import AMINA, OTHER
from tests.fuzz.schema import fields_of, kinds, reachable
from tests.fuzz.updates import KINDS

NOTHING = Known({}, {}, frozenset())
SEED, UPDATES = 4, 1000


@pytest.mark.timeout(600)  # of work for half a minute, on a machine that may have much else to do
async def test_whatever_comes_is_answered_or_set_aside_and_touches_nobody_else(
    database: Database,
) -> None:
    outcome = await run(database, UPDATES, SEED)

    assert outcome.faults == []
    assert set(outcome.kinds) == set(kinds())
    assert min(outcome.rows.values()) > 0
    assert outcome.ends["shown"] > UPDATES * 0.8


def test_every_kind_of_update_and_every_object_in_it_is_drawn_from_the_schema() -> None:
    assert set(Update.ALL_TYPES) == set(kinds())
    assert len(reachable()) > 140
    maker, drawn = Maker(Random(SEED), (1, 2)), {}
    for name, kind in KINDS.items():
        drawn[name] = Update.de_json({"update_id": 1, name: maker.body(kind)}, None)
    assert all(getattr(update, name) is not None for name, update in drawn.items())


def test_every_field_of_a_message_can_be_drawn_alone() -> None:
    maker = Maker(Random(SEED), (1, 2))
    for field in fields_of(Message):
        if not field.required and field.name not in {"from_user", "is_topic_message"}:
            assert json.dumps(maker.filled(Message, field.name)) != "{}", field.name


def test_what_is_spoiled_is_no_longer_what_it_was() -> None:
    chance = Random(SEED)
    maker, spoiler = Maker(chance, (1, 2)), Spoiler(chance, (1, 2))
    changed = 0
    for _ in range(200):
        body = maker.body(KINDS["message"])
        before = json.dumps(body)
        spoiler.break_(body)
        changed += json.dumps(body) != before
    assert changed > 190


async def test_the_ledger_sees_a_row_of_somebody_else_that_an_act_changes(database: Database) -> None:
    async with open_house(database) as house:
        house.ledger.take()
        with database.begin() as session:
            session.get_one(Person, 2).shares_phone = True
        ((numbers, writes),) = house.ledger.take()
        amina = house.ledger.actors([AMINA])[AMINA]

    assert numbers == []
    assert {write.owner for write in writes} == {2}
    assert not any(allowed(write, amina, NOTHING) for write in writes)


@pytest.mark.parametrize(("reader", "found"), [(OTHER, 1), (AMINA, 0)])
async def test_what_a_family_told_is_known_wherever_it_turns_up(
    database: Database, reader: int, found: int
) -> None:
    call = {
        "method": "sendMessage",
        "ok": True,
        "params": {"chat_id": str(reader), "text": f"Mark-{AMINA} says"},
    }
    async with open_house(database) as house:
        assert len(list(checks.told_of_others(house, [call]))) == found


def test_a_worker_may_write_what_belongs_to_the_own_programme_only() -> None:
    taken = Write("alerts", "update", 1, None, None, programme=1, checkin=None, entered_by=None)
    lin, ana = (
        Actor(person, "social_worker", frozenset({programme})) for person, programme in ((8, 1), (9, 2))
    )

    assert [allowed(taken, each, NOTHING) for each in (lin, ana)] == [True, False]
