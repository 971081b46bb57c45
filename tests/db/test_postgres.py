"""The tests' own PostgreSQL: whichever server there is starts, and leaves nothing behind."""

from pathlib import Path

import psycopg
import pytest

from tests.postgres import VARIABLE, NoServer, bundled, installed, serving, started

SERVERS = [*installed(), *bundled()]


def test_there_is_a_server_to_test_with():
    assert SERVERS


@pytest.mark.parametrize("bindir", SERVERS, ids=[str(number) for number, _ in enumerate(SERVERS)])
def test_every_server_found_here_starts_copies_a_database_and_clears_up(bindir):
    with started(bindir) as server:
        home = Path(psycopg.conninfo.conninfo_to_dict(server.address)["host"])
        name = server.create(server.create())
        with psycopg.connect(server.url(name)) as connection:
            assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        server.drop(name)
        assert home.stat().st_mode & 0o077 == 0

    assert not home.exists()


def test_a_server_given_by_address_is_used_and_left_running(server):
    with serving(server.address) as given:
        given.drop(given.create())

    assert given.bindir is None
    psycopg.connect(server.address).close()


def test_a_given_server_that_does_not_answer_is_named_in_one_sentence():
    nobody = serving("postgresql://nobody@127.0.0.1:1/none")

    with pytest.raises(NoServer, match=f"{VARIABLE} does not answer"), nobody:
        pass
