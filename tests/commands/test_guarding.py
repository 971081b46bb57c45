"""`respite backup`, `restore` and `hold`, and what the doctor says of them."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.backup.shelf import FORGOTTEN
from bot.commands.safekeeping import of_files
from bot.settings import load
from db import erasing
from db.crypto import new_key, parse_keys, unlock
from db.models import Person
from tests import cast
from tests.commands.test_doctor import findings


@pytest.fixture
def guarded(respite, house, environment):
    """A house that takes backups, with Amina in it, to whom something is owed."""
    environment["RESPITE_BACKUP_DIR"] = "backups"
    assert respite("keys", "new", "--backup").exit_code == 0
    unlock(parse_keys(house.read_env()["RESPITE_KEYS"]))
    with house.session() as session:
        cast.delivery(session, cast.person(session, cast.site(session), chat=7))
    return house


def the_backup() -> Path:
    (made,) = Path("backups").glob("*.backup")
    return made


def lose(house) -> None:
    """The disk is gone."""
    for file in house.file.parent.iterdir():
        file.unlink()


def test_backup_lose_restore_look_release(respite, guarded):
    said = respite("backup").output
    assert (str(the_backup()) in said, "sealed and read again" in said) == (True, True)
    lose(guarded)

    restored = respite("restore", the_backup())

    assert (restored.exit_code, "1 messages are held" in restored.output) == (0, True)
    level, words = findings(respite("doctor"))["hold"]
    assert (level, "1 messages are held since the restore" in words) == ("warning", True)
    assert "checkin" in respite("hold", "list").output
    assert respite("hold", "release").output.startswith("1 released")
    assert respite("hold", "list").output == "nothing is held\n"
    assert "hold" not in findings(respite("doctor"))


def test_what_is_held_can_be_called_off(respite, guarded):
    respite("backup")
    lose(guarded)
    respite("restore", the_backup())

    assert respite("hold", "drop").output == "1 called off\n"

    assert guarded.sql("SELECT outcome FROM deliveries") == [("cancelled:restored",)]


def test_a_house_that_stands_is_not_built_over(respite, guarded):
    respite("backup")

    result = respite("restore", the_backup())

    assert (result.exit_code, "into an empty place only" in result.stderr) == (2, True)


def test_whoever_the_list_beside_the_backups_names_is_forgotten_again(respite, guarded):
    respite("backup")
    with guarded.session() as session:
        mark = erasing.mark_of(session.scalars(select(Person)).one())
    (Path("backups") / FORGOTTEN).write_text(f"{mark}\n")
    lose(guarded)

    said = respite("restore", the_backup()).output

    assert "1 people who were forgotten since then were forgotten again" in said
    assert guarded.sql("SELECT count(*) FROM people") == [(0,)]
    assert (guarded.file.parent / FORGOTTEN).read_text() == f"{mark}\n"


def test_without_its_key_a_backup_is_refused_in_one_sentence(respite, guarded, environment):
    respite("backup")
    lose(guarded)
    environment["RESPITE_BACKUP_KEY"] = new_key()

    result = respite("restore", the_backup())

    assert (result.exit_code, "RESPITE_BACKUP_KEY is not the key that sealed it" in result.stderr) == (
        2,
        True,
    )
    assert not guarded.file.exists()


def test_a_backup_needs_a_folder_and_a_key(respite, house, environment):
    assert "RESPITE_BACKUP_KEY: it is not set" in respite("backup").stderr
    respite("keys", "new", "--backup")
    assert respite("backup").stderr == "say where: --out FOLDER, or set RESPITE_BACKUP_DIR\n"


def test_old_ones_go_when_a_new_one_is_taken(respite, guarded, environment):
    old = Path("backups/respite-20200101T030000Z.backup")
    old.parent.mkdir()
    old.write_bytes(b"")

    respite("backup")

    assert not old.exists()
    assert the_backup().exists()


def test_a_bot_without_backups_may_start_and_is_told(respite, house):
    level, words = findings(respite("doctor"))["backups"]

    assert (level, "set RESPITE_BACKUP_DIR" in words) == ("warning", True)


def test_the_doctor_tells_how_old_the_last_backup_is(respite, guarded):
    assert "there is none yet" in findings(respite("doctor"))["backups"][1]
    respite("backup")
    assert findings(respite("doctor"))["backups"] == ("ok", "the last is 0 hours old, of 1")

    the_backup().rename("backups/respite-20260101T030000Z.backup")

    level, words = findings(respite("doctor"))["backups"]
    assert (level, "look for `the backup failed` in the log" in words) == ("warning", True)


def test_a_backup_of_another_key_is_a_warning(respite, guarded, environment):
    respite("backup")
    environment["RESPITE_BACKUP_KEY"] = new_key()

    assert "does not open the newest" in findings(respite("doctor"))["backups"][1]


@pytest.mark.parametrize("which", ["database", "backup"])
def test_a_file_of_people_that_others_may_read_is_a_warning(respite, guarded, which):
    respite("backup")
    assert findings(respite("doctor"))["files"][0] == "ok"

    (guarded.file if which == "database" else the_backup()).chmod(0o644)

    assert "others may read" in findings(respite("doctor"))["files"][1]


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("postgresql://r:x@db.example.org/r", "warning"),
        ("postgresql://r:x@db.example.org/r?sslmode=prefer", "warning"),
        ("postgresql://r:x@db.example.org/r?sslmode=verify-full", "ok"),
        ("postgresql://r:x@localhost/r", "ok"),
        ("postgresql:///r?host=/var/run/postgresql", "ok"),
    ],
)
def test_a_server_elsewhere_without_tls_is_a_warning(environment, address, level):
    assert [finding.level for finding in of_files(load(database_url=address))] == [level]
