"""`respite keys`: a new key, everything sealed anew while the bot runs, and the old key gone."""

from base64 import b64decode

import pytest
from sqlalchemy import event

from bot.settings import load
from db import resealing
from db.crypto import Sealed, SealedJson, keyring, new_key, parse_keys, unlock
from db.models import Lease, Person, Table
from db.people import of_telegram
from tests import cast
from tests.db.rows import fill

FAMILIES = range(1001, 1008)


@pytest.fixture
def full(respite, house):
    """A house with families in it, sealed by its first key."""
    unlock(parse_keys(house.read_env()["RESPITE_KEYS"]))
    with house.session() as session:
        site = cast.site(session)
        for chat in FAMILIES:
            cast.person(session, site, chat=chat, called=f"Family {chat}", phone="020 7946 0018")
    return house


def ids_in(house) -> list[str]:
    return list(parse_keys(house.read_env()["RESPITE_KEYS"]).ids)


def test_a_new_key_goes_in_front_and_is_not_printed(respite, full):
    before = full.read_env()["RESPITE_KEYS"]

    result = respite("keys", "new")

    first, old = full.read_env()["RESPITE_KEYS"].split(",")
    assert (result.exit_code, old) == (0, before)
    assert ids_in(full)[0] in result.output
    assert first not in result.output
    assert full.env.stat().st_mode & 0o777 == 0o600


def test_everything_else_in_the_file_stays_as_it_was(respite, full):
    others = {name: value for name, value in full.read_env().items() if name != "RESPITE_KEYS"}

    respite("keys", "new")

    assert others.items() <= full.read_env().items()


def test_after_the_rotation_the_old_key_is_not_needed_any_more(respite, full, environment):
    respite("keys", "new")
    result = respite("keys", "rotate")
    new, old = ids_in(full)
    assert (result.exit_code, f"everything is sealed with {new}" in result.output) == (0, True)
    assert old in result.output

    environment["RESPITE_KEYS"] = full.read_env()["RESPITE_KEYS"].split(",")[0]

    assert "ok       keys: they open what is stored" in respite("doctor").output
    unlock(parse_keys(environment["RESPITE_KEYS"]))
    with full.session() as session:
        for chat in FAMILIES:
            assert of_telegram(session, chat).called == f"Family {chat}"


def test_the_list_tells_what_each_key_holds_and_which_may_go(respite, full):
    respite("keys", "new")
    before = respite("keys", "list").output.splitlines()
    respite("keys", "rotate")
    after = respite("keys", "list").output.splitlines()

    assert "seals what is new" in before[0]
    assert f"{len(FAMILIES)} people found by it; opens what is old" in before[1]
    assert f"{len(FAMILIES)} people found by it; seals what is new" in after[0]
    assert after[1].endswith("may be taken out")


def test_a_key_that_is_missing_is_named_in_the_list(respite, full, environment):
    gone = ids_in(full)[0]
    with full.session() as session:
        session.query(Person).update({Person.telegram_index: None})
    environment["RESPITE_KEYS"] = new_key()

    output = respite("keys", "list").output

    assert f"{gone}" in output
    assert "MISSING from RESPITE_KEYS: put it back" in output


def test_people_indexed_by_the_last_key_as_it_used_to_be_are_found_and_moved_on(respite, full, environment):
    old, new = full.read_env()["RESPITE_KEYS"], new_key()
    unlock(parse_keys(f"{new},{old}"))
    with full.session() as session:
        person = cast.person(session, cast.site(session), chat=2001, called="Late")
        person.telegram_index = parse_keys(old).index("user:2001")
    environment["RESPITE_KEYS"] = f"{new},{old}"

    assert respite("keys", "rotate").exit_code == 0

    unlock(parse_keys(new))
    with full.session() as session:
        assert of_telegram(session, 2001).called == "Late"


def test_a_rotation_that_was_stopped_half_way_goes_on(respite, full):
    respite("keys", "new")
    unlock(parse_keys(full.read_env()["RESPITE_KEYS"]))
    people = next(vault for vault in resealing.vaults() if vault.rows.name == "people")
    with full.session() as session:
        assert resealing.reseal(session, people, limit=3) == 3

    assert respite("keys", "rotate").exit_code == 0

    with full.session() as session:
        assert set(resealing.tally(session)) == {ids_in(full)[0]}


def test_a_bot_that_does_not_have_the_new_key_is_not_left_behind(respite, full):
    unlock(parse_keys(full.read_env()["RESPITE_KEYS"]))
    old = keyring().ids[0]
    with full.session() as session:
        far = cast.MONDAY.replace(year=2999)
        session.add(Lease(name="bot:1", owner="somebody", until=far, key_ids=old))
    respite("keys", "new")

    result = respite("keys", "rotate")

    assert result.exit_code == 2
    assert "the bot that runs does not have the new key" in result.stderr


def test_keys_from_the_environment_are_left_to_whoever_put_them_there(respite, full, environment):
    environment["RESPITE_KEYS"] = full.read_env()["RESPITE_KEYS"]

    result = respite("keys", "new")

    assert (result.exit_code, "put a key of `respite keys new --print` before it" in result.stderr) == (
        2,
        True,
    )
    assert parse_keys(respite("keys", "new", "--print").stdout.strip())


def test_a_file_of_keys_is_changed_in_its_place(respite, full, environment, tmp_path):
    file = tmp_path / "keys"
    file.write_text(full.read_env()["RESPITE_KEYS"])
    full.env.write_text(f"RESPITE_KEYS_FILE={file}\n")

    assert respite("keys", "new").exit_code == 0

    assert len(parse_keys(file.read_text()).ids) == 2
    assert file.stat().st_mode & 0o777 == 0o600
    assert load("keys").keys.get_secret_value() == file.read_text().strip()


def test_a_backup_key_is_made_once(respite, full):
    assert respite("keys", "new", "--backup").exit_code == 0
    again = respite("keys", "new", "--backup")

    assert (again.exit_code, "there is a backup key already" in again.stderr) == (2, True)
    assert len(full.read_env()["RESPITE_BACKUP_KEY"]) == 44


def test_no_key_is_in_the_database_or_in_a_backup(respite, full, tmp_path):
    respite("keys", "new")
    respite("keys", "new", "--backup")
    respite("keys", "rotate")
    assert respite("backup", "--out", tmp_path / "b").exit_code == 0

    said = full.read_env()
    keys = [*said["RESPITE_KEYS"].split(","), said["RESPITE_BACKUP_KEY"]]
    kept = b"".join(path.read_bytes() for path in [*full.file.parent.iterdir(), *(tmp_path / "b").iterdir()])
    raw = [b64decode(key) for key in keys]
    assert [key for key in [*map(str.encode, keys), *raw] if key in kept] == []


def test_whatever_is_sealed_is_sealed_anew_whatever_tables_there_are(database):
    with database.engine.begin() as connection:
        fill(connection, Table.metadata, "secret")
    before = keyring()
    try:
        unlock(parse_keys(f"{new_key()},{cast.KEYS}"))
        with database.begin() as session:
            for vault in resealing.vaults():
                while resealing.reseal(session, vault):
                    pass
        with database.read() as session:
            tally = resealing.tally(session)
        sealed = {
            f"{table.name}.{column.name}"
            for table in Table.metadata.sorted_tables
            for column in table.columns
            if isinstance(column.type, Sealed | SealedJson)
        }
        assert {key: set(columns) for key, columns in tally.items()} == {keyring().ids[0]: sealed}
    finally:
        unlock(before)


def test_every_index_of_sixteen_bytes_is_remade_or_may_be_lost():
    indexes = {
        f"{table.name}.{column.name}": bool(column.info)
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if getattr(column.type, "length", None) == 16 and column.type.python_type is bytes
    }
    # The order of a chat's updates is forgotten once they are shown; a group is told twice at worst; an
    # opinion has a number by chance that leads to nobody.
    assert {name for name, made_anew in indexes.items() if not made_anew} == {
        "inbox.chat_key",
        "told_chats.chat_index",
        "opinions.key",
    }


def test_what_somebody_writes_while_it_is_sealed_anew_stays_as_they_wrote_it(database):
    """Between the reading of a row and the replacing of its values its person gives another name."""
    with database.begin() as session:
        person = cast.person(session, cast.site(session), chat=7, called="Before")
    before = keyring()
    people = next(vault for vault in resealing.vaults() if vault.rows.name == "people")
    try:
        unlock(parse_keys(f"{new_key()},{cast.KEYS}"))

        def write_between(connection, cursor, statement, *rest):
            if statement.startswith("UPDATE people") and not written:
                written.append(True)
                row = Table.metadata.tables["people"]
                connection.execute(row.update().where(row.c.id == person.id).values(called="After"))

        written: list[bool] = []
        event.listen(database.engine, "before_cursor_execute", write_between)
        with database.begin() as session:
            resealing.reseal(session, people)
        event.remove(database.engine, "before_cursor_execute", write_between)
        with database.begin() as session:
            assert resealing.reseal(session, people) in {0, 1}
        with database.read() as session:
            assert session.get_one(Person, person.id).called == "After"
        assert written
    finally:
        unlock(before)
