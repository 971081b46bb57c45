"""The webhook's receiver: only Telegram is heard, each update once, and 200 means that it is kept."""

import io

import pytest
from sqlalchemy import select

from db import inbox
from db.models import Heard
from db.people import chat_index
from db.session import Database
from tests.wire.hooked import BOT_ID, SECRET, Hooked, message


@pytest.fixture
async def hooked(database):
    async with Hooked(database).running() as running:
        yield running


def kept(database: Database) -> list[int]:
    """The numbers of the updates in the inbox, in the order of their rows."""
    with database.read() as session:
        return list(session.scalars(select(Heard.update_id).order_by(Heard.id)))


async def test_an_update_is_kept_and_the_dispatcher_woken_before_200_is_said(hooked, database):
    assert await hooked.bring(message(17, text="a word")) == 200

    with database.read() as session:
        (row,) = inbox.waiting(session, BOT_ID, 0, 10)
    assert (row.update_id, row.chat_key) == (17, chat_index(7))
    assert row.payload == message(17, text="a word")
    assert hooked.woken == 1


async def test_what_is_kept_is_sealed(hooked, database):
    await hooked.bring(message(17, text="CANARY"))

    with database.begin() as session:
        raw = session.connection().exec_driver_sql("SELECT payload FROM inbox").scalar()
    assert b"CANARY" not in bytes(raw)


async def test_an_update_that_comes_twice_is_kept_once(hooked, database):
    assert await hooked.bring_all([message(17), message(17)]) == [200, 200]
    assert await hooked.bring(message(17)) == 200

    assert kept(database) == [17]


@pytest.mark.parametrize(
    "secret", [None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "sécret-of-sixteen-letters-and-more"]
)
async def test_without_the_secret_nothing_is_heard(hooked, database, secret):
    assert await hooked.bring(message(17), secret) == 403

    assert kept(database) == []
    assert (hooked.receiver.refused_lately(), hooked.receiver.refused_lately()) == (1, 0)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="cut"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"[1]", id="no object"),
        pytest.param(b"{}", id="no number"),
        pytest.param(b'{"update_id": "7"}', id="a text for a number"),
        pytest.param(b'{"update_id": true}', id="a truth for a number"),
        pytest.param(b'{"update_id": -1}', id="below zero"),
        pytest.param(b'{"update_id": 9223372036854775808}', id="over every number"),
    ],
)
async def test_what_is_no_update_is_refused_and_harms_nothing(hooked, database, body):
    assert await hooked.bring_raw(body) == 400
    assert await hooked.bring(message(17)) == 200

    assert kept(database) == [17]


async def test_a_body_over_a_mebibyte_is_not_read(hooked, database):
    assert await hooked.bring_raw(io.BytesIO(b"x" * (1024 * 1024 + 1))) == 413

    assert kept(database) == []


@pytest.mark.parametrize(("path", "method", "status"), [("/else", "POST", 404), ("", "GET", 405)])
async def test_there_is_nothing_else_to_be_had(hooked, path, method, status):
    assert await hooked.bring_raw(b"", path, method) == status


async def test_broken_characters_in_a_name_are_replaced(hooked, database):
    body = b'{"update_id": 17, "message": {"text": "\\ud83d", "chat": {"id": 7}}}'

    assert await hooked.bring_raw(body) == 200

    assert kept(database) == [17]


async def test_a_crowd_is_kept_whole_and_rows_become_visible_in_the_order_of_their_ids(hooked, database):
    statuses = await hooked.bring_all([message(number, user=number) for number in range(100, 160)])

    assert statuses == [200] * 60
    assert sorted(kept(database)) == list(range(100, 160))
    assert hooked.woken < 60, "what waits together is stored together"


async def test_an_update_that_cannot_be_stored_keeps_its_number_and_stops_no_other(hooked, database):
    nested: list[object] = []
    for _ in range(300):  # deeper than the sealed column can write, not deeper than it can be read
        nested = [nested]

    assert await hooked.bring({"update_id": 17, "message": nested}) == 200
    assert await hooked.bring(message(18)) == 200

    with database.read() as session:
        rows = inbox.waiting(session, BOT_ID, 0, 10)
    assert [(row.update_id, row.payload) for row in rows] == [(17, {"update_id": 17}), (18, message(18))]


async def test_while_the_database_is_away_telegram_is_told_to_bring_it_again(tmp_path, database_url):
    away = database_url.replace("respite.db", "gone/respite.db") if "sqlite" in database_url else GONE
    database = Database(away)

    async with Hooked(database).running() as hooked:
        assert await hooked.bring(message(17)) == 503
        assert hooked.woken == 0
    database.close()


GONE = "postgresql://nobody@127.0.0.1:9/respite"
