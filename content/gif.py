"""Animated pictures: frames of palette numbers become the bytes of a GIF, the same for the same frames."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LARGEST_CODE = 4096
FOREVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


@dataclass(frozen=True)
class Film:
    """Frames of one size: each is a number of the palette a pixel, row by row.

    `hundredths` is how long a frame stays. The number 0 is kept for "as it was before": no frame uses it.
    """

    width: int
    height: int
    palette: Sequence[tuple[int, int, int]]
    hundredths: int
    frames: Sequence[bytes]


def encode(film: Film) -> bytes:
    """Return the film as a GIF that runs for ever; of a frame only what has changed is written."""
    bits = max(2, (len(film.palette) - 1).bit_length())
    colours = [*film.palette, *[(0, 0, 0)] * (2**bits - len(film.palette))]
    size = film.width.to_bytes(2, "little") + film.height.to_bytes(2, "little")
    head = b"GIF89a" + size + bytes([0x80 | (bits - 1) << 4 | (bits - 1), 1, 0])
    body = b"".join(_frame(film, number, bits) for number in range(len(film.frames)))
    return head + b"".join(bytes(colour) for colour in colours) + FOREVER + body + b"\x3b"


def _frame(film: Film, number: int, bits: int) -> bytes:
    frame, before = film.frames[number], film.frames[number - 1] if number else None
    first, last = _changed_rows(film, frame, before)
    top, bottom = first * film.width, (last + 1) * film.width
    pixels = frame[top:bottom]
    if before is not None:
        pixels = bytes(0 if new == old else new for new, old in zip(pixels, before[top:bottom], strict=True))
    control = bytes([0x21, 0xF9, 4, 0b101, *film.hundredths.to_bytes(2, "little"), 0, 0])
    place = b"".join(each.to_bytes(2, "little") for each in (0, first, film.width, last - first + 1))
    return control + b"\x2c" + place + b"\x00" + bytes([bits]) + _blocks(_compressed(pixels, bits))


def _changed_rows(film: Film, frame: bytes, before: bytes | None) -> tuple[int, int]:
    """Return the first and the last row in which something changed; one row where nothing did."""
    if before is None:
        return 0, film.height - 1
    width = film.width
    changed = [
        row
        for row in range(film.height)
        if frame[row * width : (row + 1) * width] != before[row * width : (row + 1) * width]
    ]
    return (changed[0], changed[-1]) if changed else (0, 0)


def _compressed(pixels: bytes, bits: int) -> bytes:
    """Return the pixels as LZW codes of growing width, lowest bit first, as a GIF wants them."""
    packed = bytearray()
    held = count = 0
    for code, width in _codes(pixels, bits):
        held |= code << count
        count += width
        while count >= 8:
            packed.append(held & 0xFF)
            held, count = held >> 8, count - 8
    return bytes(packed) + (bytes([held]) if count else b"")


def _codes(pixels: bytes, bits: int) -> Iterator[tuple[int, int]]:
    """Yield each code with its width in bits; the table begins anew when it is full."""
    clear = 1 << bits
    table: dict[tuple[int, int], int] = {}
    following, width = clear + 2, bits + 1
    yield clear, width
    run = pixels[0]
    for pixel in pixels[1:]:
        longer = table.get((run, pixel))
        if longer is not None:
            run = longer
            continue
        yield run, width
        if following < LARGEST_CODE:
            table[run, pixel] = following
            width += following == 1 << width
            following += 1
        else:
            yield clear, width
            table, following, width = {}, clear + 2, bits + 1
        run = pixel
    yield run, width
    yield clear + 1, width


def _blocks(data: bytes) -> bytes:
    """Return the data in blocks of at most 255 bytes, with the empty one that ends them."""
    parts = (data[start : start + 255] for start in range(0, len(data), 255))
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\x00"
