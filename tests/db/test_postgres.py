"""The tests' own PostgreSQL: whichever server there is starts, and leaves nothing behind."""

import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.postgres import VARIABLE, NoServer, bundled, installed, serving, started

ROOT = Path(__file__).parents[2]
KEPT_OPEN = """
from tests.postgres import serving
with serving(None) as server:
    print(server.address, flush=True)
    input()
"""
SERVERS = [*installed(), *bundled()]


def folder_of(address: str) -> Path:
    """The private folder that a server's socket is in."""
    return Path(psycopg.conninfo.conninfo_to_dict(address)["host"])


def test_there_is_a_server_to_test_with():
    assert SERVERS


@pytest.mark.parametrize("bindir", SERVERS, ids=[str(number) for number, _ in enumerate(SERVERS)])
def test_every_server_found_here_starts_copies_a_database_and_clears_up(bindir):
    with started(bindir) as server:
        home = folder_of(server.address)
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


def test_a_killed_test_run_leaves_no_server_and_no_folder():
    run = [sys.executable, "-c", KEPT_OPEN]
    with subprocess.Popen(run, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as tests:
        home = folder_of(tests.stdout.readline().strip())
        assert (home / "data" / "postmaster.pid").exists()
        tests.kill()

    deadline = time.monotonic() + 20
    while home.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not home.exists()
