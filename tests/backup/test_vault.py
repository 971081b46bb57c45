"""The vault: what was sealed comes out whole, or not at all."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backup.vault import PIECE, NotOurs, Opening, Sealing

KEY, OTHER = b"k" * 32, b"o" * 32


def sealed(content: bytes, *, key: bytes = KEY, step: int = 70_000) -> bytes:
    file = io.BytesIO()
    sealing = Sealing(file, key)
    for start in range(0, len(content), step):
        sealing.write(content[start : start + step])
    sealing.close()
    return file.getvalue()


def opened(content: bytes, key: bytes = KEY) -> bytes:
    return Opening(io.BytesIO(content), key).read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_what_was_sealed_comes_out(size):
    content = bytes(n % 251 for n in range(size))

    assert opened(sealed(content)) == content


@given(st.binary(max_size=2000), st.integers(1, 500), st.integers(1, 500))
def test_however_it_is_written_and_read_it_is_the_same(content, step, size):
    opening, found = Opening(io.BytesIO(sealed(content, step=step)), KEY), b""
    while some := opening.read(size):
        found += some

    assert found == content


def test_nothing_of_it_can_be_read_from_outside():
    assert b"CANARY" not in sealed(b"CANARY" * 100)


def test_twice_the_same_is_sealed_differently():
    assert sealed(b"same") != sealed(b"same")


def test_another_key_opens_nothing():
    with pytest.raises(NotOurs, match="RESPITE_BACKUP_KEY"):
        opened(sealed(b"words"), OTHER)


WHOLE = sealed(bytes(3 * PIECE))
HEAD, SEALED_PIECE = 24, PIECE + 16


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"RESPITE1", id="head only"),
        pytest.param(WHOLE[:HEAD], id="no piece"),
        pytest.param(WHOLE[:-1], id="cut by a byte"),
        pytest.param(WHOLE[: HEAD + SEALED_PIECE], id="cut after a piece"),
        pytest.param(WHOLE + b"x", id="more behind it"),
        pytest.param(
            WHOLE[:HEAD] + WHOLE[HEAD + SEALED_PIECE : HEAD + 2 * SEALED_PIECE] + WHOLE[HEAD:], id="moved"
        ),
        pytest.param(WHOLE[:HEAD] + WHOLE[HEAD + SEALED_PIECE :], id="a piece lost"),
        pytest.param(b"SQLite format 3\x00" * 20, id="something else"),
    ],
)
def test_what_was_cut_moved_or_lost_is_noticed(broken):
    with pytest.raises(NotOurs):
        opened(broken)


@given(st.data())
def test_a_bit_changed_anywhere_is_noticed(data):
    content = bytearray(sealed(b"words of families"))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(NotOurs):
        opened(bytes(content))
