"""`respite db`: the tables' revision, and bringing them to it."""

import pytest

from db.session import Database
from db.upgrade import current, newest


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


def test_tables_that_are_behind_fail_the_check(respite, at, empty, empty_url):
    at(empty_url)
    assert current(empty) is None

    result = respite("db", "check")

    assert (result.exit_code, "run `respite db upgrade`" in result.stdout) == (1, True)


def test_tables_that_somebody_changed_fail_the_check(respite, house):
    house.sql("ALTER TABLE people ADD COLUMN nickname TEXT")

    result = respite("db", "check")

    assert result.exit_code == 1
    assert "nickname" in result.stdout


def test_a_file_that_is_not_there_is_not_made_by_looking(respite, home):
    result = respite("db", "check")

    assert (result.exit_code, result.stderr) == (2, "there is no database yet: run `respite setup`\n")
    assert list(home.iterdir()) == []
