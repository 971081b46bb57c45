"""Sealing: what goes in comes out, in its own column, with its own key, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.crypto import Keyring, Locked, WrongKey, keyring, new_key, parse_keys
from tests.db.conftest import FOREIGN, NEW, OLD

RING = Keyring([OLD])
COLUMN = "people.called"


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_again(plain):
    assert RING.open(RING.seal(plain, COLUMN), COLUMN) == plain


def test_sealing_twice_gives_different_bytes():
    assert RING.seal(b"Amina", COLUMN) != RING.seal(b"Amina", COLUMN)


def test_a_value_moved_to_another_column_is_refused():
    sealed = RING.seal(b"Amina", COLUMN)

    with pytest.raises(WrongKey, match="moved from another column"):
        RING.open(sealed, "people.phone")


@given(st.data())
def test_a_value_with_any_bit_changed_is_refused(data):
    sealed = bytearray(RING.seal(b"Amina", COLUMN))
    place = data.draw(st.integers(1, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(WrongKey):
        RING.open(bytes(sealed), COLUMN)


@pytest.mark.parametrize("length", [0, 4, 5, 17, 20])
def test_a_value_cut_short_is_refused(length):
    with pytest.raises(ValueError, match=r".+"):
        RING.open(RING.seal(b"Amina", COLUMN)[:length], COLUMN)


def test_the_front_key_seals_and_the_older_one_still_opens():
    rotated = Keyring([NEW, OLD])
    before, after = RING.seal(b"before", COLUMN), rotated.seal(b"after", COLUMN)

    assert rotated.open(before, COLUMN) == b"before"
    assert Keyring([NEW]).open(after, COLUMN) == b"after"
    with pytest.raises(WrongKey):
        RING.open(after, COLUMN)


def test_what_an_older_key_has_indexed_is_still_looked_up():
    assert RING.index(7) in Keyring([NEW, OLD]).indexes(7)
    assert Keyring([NEW, OLD]).index(7) == Keyring([NEW]).index(7) != RING.index(7)


def test_what_keeps_an_order_stays_when_a_key_is_added():
    assert Keyring([NEW, OLD]).steady_index(7) == RING.steady_index(7)


def test_a_key_is_called_by_digits_that_say_nothing_of_it():
    both = Keyring([NEW, OLD]).ids

    assert both == (*Keyring([NEW]).ids, *RING.ids)
    assert not any(each in OLD.hex() + NEW.hex() for each in both)


def test_the_index_tells_equal_from_different_and_depends_on_the_key():
    assert RING.index(7) == RING.index("7")
    assert len({RING.index(7), RING.index(8), Keyring([FOREIGN]).index(7)}) == 3


def test_a_foreign_key_is_told_to_be_missing():
    with pytest.raises(WrongKey, match="put the key it was written with back"):
        Keyring([FOREIGN]).open(RING.seal(b"Amina", COLUMN), COLUMN)


def test_keys_are_read_from_a_list_with_spaces():
    first, second = new_key(), new_key()
    ring = parse_keys(f" {first} , {second},")

    assert ring.open(parse_keys(second).seal(b"old", COLUMN), COLUMN) == b"old"
    assert parse_keys(first).open(ring.seal(b"new", COLUMN), COLUMN) == b"new"


@pytest.mark.parametrize("text", ["", " , ", "not base64!", "c2hvcnQ="])
def test_bad_keys_are_refused_with_what_to_do(text):
    with pytest.raises(ValueError, match="respite setup"):
        parse_keys(text)


def test_a_keyring_does_not_print_its_keys():
    assert repr(RING) == "Keyring(1 keys)"


def test_nothing_opens_before_the_keys_are_given(locked):
    with pytest.raises(Locked, match="call `unlock` first"):
        keyring()
