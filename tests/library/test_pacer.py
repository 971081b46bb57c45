"""The breathing pacer: drawn by our own code, the same to the byte, small, and a picture that opens."""

from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from content import pacer
from content.gif import Film, encode
from content.media import attachment, kilobytes

MOST_BYTES = 300_000
BITS, TRIES = 3, 20


def read_back(data: bytes) -> list[bytes]:
    """The frames of a GIF as a reader shows them, by the format's own rules and not by our writer's."""
    width, height = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    at = 13 + 3 * 2 ** ((data[10] & 7) + 1)
    canvas, frames = bytearray(width * height), []
    while data[at] != 0x3B:
        if data[at] == 0x21:
            at = _end_of_blocks(data, at + 2)
            continue
        left, top, wide, high = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (1, 3, 5, 7))
        pixels = _unpacked(b"".join(_blocks(data, at + 11)), data[at + 10])
        at = _end_of_blocks(data, at + 11)
        assert len(pixels) == wide * high
        for number, pixel in enumerate(pixels):
            if pixel or not frames:
                canvas[(top + number // wide) * width + left + number % wide] = pixel
        frames.append(bytes(canvas))
    return frames


def _blocks(data: bytes, at: int) -> Iterator[bytes]:
    while data[at]:
        yield data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]


def _end_of_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1


def _unpacked(packed: bytes, bits: int) -> bytes:
    clear, at, found = 1 << bits, 0, bytearray()
    stream = int.from_bytes(packed, "little")
    table: list[bytes] = []
    width, before = bits + 1, b""
    while True:
        code = (stream >> at) & ((1 << width) - 1)
        at += width
        if code == clear + 1:
            return bytes(found)
        if code == clear:
            table = [bytes([n]) for n in range(clear)] + [b"", b""]
            width, before = bits + 1, b""
            continue
        entry = table[code] if code < len(table) else before + before[:1]
        found += entry
        if before:
            table.append(before + entry[:1])
        width = min(12, max(width, len(table).bit_length()))
        before = entry


def test_the_drawing_gives_the_very_bytes_that_are_sent():
    assert pacer.draw() == pacer.FILE.read_bytes() == attachment("pacer").content


def test_it_is_small_and_says_how_small():
    assert len(attachment("pacer").content) < MOST_BYTES
    assert kilobytes("pacer") == 79


def test_a_breath_lasts_ten_seconds_and_the_out_breath_is_the_longer():
    frames = read_back(pacer.draw())

    full = [frame.count(pacer.AT_DISC + pacer.SHADES - 1) for frame in frames]
    assert len(frames) == 100
    assert full.index(max(full)) == pacer.IN * pacer.A_SECOND
    assert full[0] == min(full)
    assert [pacer.radius(second) for second in (0, 4, 10)] == [pacer.LEAST, pacer.MOST, pacer.LEAST]


def film(frames: Sequence[bytes], width: int, height: int) -> Film:
    return Film(width, height, [(n * 30, n * 30, n * 30) for n in range(2**BITS)], 10, frames)


@given(st.data(), st.integers(1, 40), st.integers(1, 40), st.integers(1, 4))
def test_every_film_is_read_back_as_it_was_drawn(data, width, height, count):
    pixel = st.integers(1, 2**BITS - 1)
    frames = [
        bytes(data.draw(st.lists(pixel, min_size=width * height, max_size=width * height)))
        for _ in range(min(count, 2))
    ]

    assert read_back(encode(film(frames, width, height))) == frames


def test_a_table_that_is_full_begins_anew():
    noise = bytes((n * n * 7919 >> 5) % 7 + 1 for n in range(150 * 150))

    assert read_back(encode(film([noise, noise[::-1]], 150, 150))) == [noise, noise[::-1]]
