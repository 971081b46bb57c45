"""`respite db`: the tables' revision, and bringing them to it."""

import pytest

from db.revision import current, newest
from db.session import Database


@pytest.fixture
def at(environment):
    """Point the settings to a database."""

    def at(url):
        environment["RESPITE_DATABASE_URL"] = url

    return at


def test_upgrade_makes_every_table(respite, at, empty_url):
    at(empty_url)

    assert respite("db", "upgrade").stdout == f"revision none -> {newest()}\n"

    database = Database(empty_url)
    assert current(database) == newest()
    database.close()


def test_upgrade_where_nothing_is_missing_says_so(respite, at, database_url):
    at(database_url)

    assert respite("db", "upgrade").stdout == f"revision {newest()}: nothing to do\n"


def test_tables_at_this_version_pass_the_check(respite, at, database_url):
    at(database_url)

    result = respite("db", "check")

    assert (result.exit_code, "the tables are as they should be" in result.stdout) == (0, True)


def test_tables_that_are_missing_fail_the_check(respite, at, empty, empty_url):
    at(empty_url)
    assert current(empty) is None

    result = respite("db", "check")

    assert (result.exit_code, "has no tables yet" in result.stdout) == (1, True)


def test_tables_that_somebody_changed_fail_the_check(respite, house):
    house.sql("ALTER TABLE people ADD COLUMN nickname TEXT")

    result = respite("db", "check")

    assert result.exit_code == 1
    assert "nickname" in result.stdout


def test_a_file_that_is_not_there_is_not_made_by_looking(respite, home):
    result = respite("db", "check")

    assert (result.exit_code, result.stderr) == (2, "there is no database yet: run `respite setup`\n")
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("words", [("db", "upgrade"), ("setup", "--yes"), ("invite",)])
def test_tables_of_a_newer_version_are_left_alone(respite, house, words):
    house.sql("UPDATE alembic_version SET version_num = '9999'")
    rows = house.dump()

    result = respite(*words)

    assert (result.exit_code, house.dump()) == (2, rows)
    assert "is at revision 9999, which a newer version of Respite wrote" in result.stderr


def test_a_start_brings_an_embedded_database_to_this_version_before_the_doctor_looks(respite, house):
    house.file.unlink()
    house.file.touch()

    result = respite("run")

    assert (result.exit_code, "fault    site: there is none yet" in result.stderr) == (1, True)
    assert house.sql("SELECT version_num FROM alembic_version") == [(newest(),)]


def test_a_start_leaves_a_server_to_its_operator(respite, house, environment, server):
    name = server.create()
    environment["RESPITE_DATABASE_URL"] = server.url(name)

    result = respite("run")

    server.drop(name)
    assert (result.exit_code, "fault    database: it has no tables yet" in result.stderr) == (1, True)
