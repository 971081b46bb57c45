"""Pictures of pages: a PNG as an array of lightness, so that a test can look at what was drawn."""

import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def lightness(png: bytes) -> np.ndarray:
    """The lightness of every pixel of an eight-bit RGB or RGBA picture, from 0 to 255."""
    assert png.startswith(SIGNATURE)
    head, packed, at = b"", b"", len(SIGNATURE)
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        content = png[at + 8 : at + 8 + size]
        head, packed = (content if kind == b"IHDR" else head), packed + content * (kind == b"IDAT")
        at += size + 12
    width, height, channels = int.from_bytes(head[:4]), int.from_bytes(head[4:8]), {2: 3, 6: 4}[head[9]]
    data, long = zlib.decompress(packed), width * channels
    above, plain = bytes(long), bytearray()
    for y in range(height):
        start = y * (long + 1)
        above = _unfiltered(data[start], data[start + 1 : start + 1 + long], above, channels)
        plain += above
    pixels = np.frombuffer(bytes(plain), np.uint8).reshape(height, width, channels)
    return pixels[:, :, :3].mean(axis=2).astype(np.uint8)


def _unfiltered(how: int, row: bytes, above: bytes, step: int) -> bytes:
    """One row as it was before PNG's filter: none, left, above, average or Paeth."""
    line = bytearray(row)
    if how == 0:
        return row
    for x, value in enumerate(row):
        left, corner = (line[x - step], above[x - step]) if x >= step else (0, 0)
        if how == 1:
            guess = left
        elif how == 2:
            guess = above[x]
        elif how == 3:
            guess = (left + above[x]) // 2
        else:
            whole = left + above[x] - corner
            near = (
                (abs(whole - left), 0, left),
                (abs(whole - above[x]), 1, above[x]),
                (abs(whole - corner), 2, corner),
            )
            guess = min(near)[2]
        line[x] = (value + guess) % 256
    return bytes(line)
