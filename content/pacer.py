"""The breathing pacer: a disc that grows for four seconds and shrinks for six, with a dot a second.

`python -m content.pacer` draws it again; it comes out the same to the byte. It has no words, so that one
picture serves every language.
"""

from math import cos, pi, sin, sqrt
from pathlib import Path

from content.gif import Film, encode

FILE = Path(__file__).parent / "library" / "pacer.gif"
SIZE, IN, OUT, A_SECOND = 240, 4, 6, 10
LEAST, MOST, DOTS_AT, DOT = 34.0, 80.0, 102.0, 4.0
PAPER, DISC, RING, PALE, LIT = (
    (246, 242, 234),
    (92, 148, 140),
    (214, 208, 196),
    (222, 217, 206),
    (196, 130, 84),
)
SHADES = 8
# Palette: 0 is kept by the film, then paper, ring, pale and lit dots, then the disc from faint to full.
AT_PAPER, AT_RING, AT_PALE, AT_LIT, AT_DISC = 1, 2, 3, 4, 5


def draw() -> bytes:
    """Return the pacer as an animated GIF of one breath."""
    frames = [_frame(number / A_SECOND) for number in range((IN + OUT) * A_SECOND)]
    return encode(Film(SIZE, SIZE, _palette(), 100 // A_SECOND, frames))


def radius(second: float) -> float:
    """Return how wide the disc is at a moment of the breath; it turns softly at both ends."""
    part = second / IN if second < IN else 1 - (second - IN) / OUT
    return round(LEAST + (MOST - LEAST) * (1 - cos(pi * part)) / 2, 2)


def _palette() -> list[tuple[int, int, int]]:
    return [
        PAPER,
        PAPER,
        RING,
        PALE,
        LIT,
        *(_between(PAPER, DISC, step / SHADES) for step in range(1, SHADES + 1)),
    ]


def _between(one: tuple[int, int, int], other: tuple[int, int, int], part: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _frame(second: float) -> bytes:
    picture = bytearray([AT_PAPER]) * (SIZE * SIZE)
    _circle(picture, MOST + 2)
    _disc(picture, radius(second))
    for number in range(IN + OUT):
        _dot(picture, number, AT_LIT if number <= second else AT_PALE)
    return bytes(picture)


def _disc(picture: bytearray, wide: float) -> None:
    """Fill the disc; at its edge a pixel is as dark as much of it is covered."""
    middle = (SIZE - 1) / 2
    for y in range(SIZE):
        for x in range(SIZE):
            covered = wide - sqrt((x - middle) ** 2 + (y - middle) ** 2) + 0.5
            if covered > 0:
                shade = min(SHADES, int(covered * SHADES))
                if shade:
                    picture[y * SIZE + x] = AT_DISC + shade - 1


def _circle(picture: bytearray, wide: float) -> None:
    """Draw a thin ring: so wide the disc becomes."""
    middle = (SIZE - 1) / 2
    for step in range(2880):
        angle = step * pi / 1440
        x, y = round(middle + wide * cos(angle)), round(middle + wide * sin(angle))
        picture[y * SIZE + x] = AT_RING


def _dot(picture: bytearray, number: int, colour: int) -> None:
    """Draw the dot of a second; they go round like a clock, the first at the top."""
    angle = 2 * pi * number / (IN + OUT) - pi / 2
    middle = (SIZE - 1) / 2
    x0, y0 = round(middle + DOTS_AT * cos(angle)), round(middle + DOTS_AT * sin(angle))
    reach = int(DOT)
    for y in range(y0 - reach, y0 + reach + 1):
        for x in range(x0 - reach, x0 + reach + 1):
            if (x - x0) ** 2 + (y - y0) ** 2 <= DOT * DOT:
                picture[y * SIZE + x] = colour


if __name__ == "__main__":
    FILE.write_bytes(draw())
