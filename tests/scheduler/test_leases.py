"""Leases: one process at a time holds a bot."""

from datetime import timedelta

from db import leases
from db.models import Lease
from db.session import Database

BOT = "bot:1000"


def take(database: Database, owner: str, **how: bool) -> bool:
    """Try to take the lease in a transaction of one's own."""
    with database.begin() as session:
        return leases.take(session, BOT, owner, **how)


def let_it_run_out(database: Database) -> None:
    """As if the holder had been silent for longer than a lease lasts."""
    with database.begin() as session:
        session.get_one(Lease, BOT).until -= leases.LASTS + timedelta(seconds=1)


def until(database: Database) -> object:
    """Until when the lease is held."""
    with database.read() as session:
        return session.get_one(Lease, BOT).until


def test_one_holds_it_and_nobody_else_can(database: Database) -> None:
    assert take(database, "first")
    assert not take(database, "second")


def test_the_holder_renews_it_and_so_keeps_it(database: Database) -> None:
    take(database, "first")
    before = until(database)

    assert take(database, "first")

    assert until(database) > before
    assert not take(database, "second")


def test_once_it_has_run_out_another_takes_over_and_the_first_is_told(database: Database) -> None:
    take(database, "first")
    let_it_run_out(database)

    assert take(database, "second")
    assert not take(database, "first")


def test_a_holder_who_comes_back_before_anybody_else_keeps_it(database: Database) -> None:
    take(database, "first")
    let_it_run_out(database)

    assert take(database, "first")
    assert not take(database, "second")


def test_whoever_knows_to_be_alone_takes_it_at_once(database: Database) -> None:
    take(database, "dead")

    assert take(database, "alive", force=True)
    assert not take(database, "dead")


def test_a_lease_let_go_is_free_and_only_its_holder_lets_it_go(database: Database) -> None:
    take(database, "first")
    with database.begin() as session:
        leases.release(session, BOT, "second")
    assert not take(database, "second")

    with database.begin() as session:
        leases.release(session, BOT, "first")

    assert take(database, "second")


def test_two_bots_have_a_lease_each(database: Database) -> None:
    take(database, "first")

    with database.begin() as session:
        assert leases.take(session, "bot:2000", "second")
