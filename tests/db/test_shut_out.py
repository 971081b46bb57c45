"""An account that was shut out stays known as that, whatever becomes of the keys, and by nothing readable."""

from sqlalchemy import text

from db import resealing, shut_out
from db.crypto import Keyring, keyring, unlock
from db.models import ShutOut
from tests.cast import MONDAY
from tests.db.conftest import NEW, OLD

ACCOUNT, OTHER = 77001234, 77001235


def test_an_account_is_shut_out_until_somebody_lets_it_in(database):
    with database.begin() as session:
        shut_out.note(session, ACCOUNT, MONDAY)
        shut_out.note(session, ACCOUNT, MONDAY)

    with database.begin() as session:
        assert (shut_out.holds(session, ACCOUNT), shut_out.holds(session, OTHER)) == (True, False)
        shut_out.let_in(session, ACCOUNT)
        assert not shut_out.holds(session, ACCOUNT)


def test_it_holds_when_the_key_is_changed_and_the_old_one_is_gone(database):
    before = keyring()
    try:
        unlock(Keyring([OLD]))
        with database.begin() as session:
            shut_out.note(session, ACCOUNT, MONDAY)
        unlock(Keyring([NEW, OLD]))
        with database.begin() as session:
            vault = next(each for each in resealing.vaults() if each.rows.name == "shut_out")
            resealing.reindex(session, vault, None)
            assert resealing.reseal(session, vault) == 1
        unlock(Keyring([NEW]))
        with database.begin() as session:
            assert shut_out.holds(session, ACCOUNT)
            assert session.query(ShutOut).one().account == str(ACCOUNT)
    finally:
        unlock(before)


def test_the_account_cannot_be_read_from_the_row(database):
    with database.begin() as session:
        shut_out.note(session, ACCOUNT, MONDAY)
        row = session.execute(text("SELECT account_index, account FROM shut_out")).one()

    assert str(ACCOUNT).encode() not in b"".join(map(bytes, row))
