"""What the document's typeface can draw, and how a character that it lacks is shown instead."""

import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
GETA = "〓"
"""The mark Chinese printers set where a type is missing."""

_LATIN = (range(0x20, 0x7F), range(0xA1, 0xAD), range(0xAE, 0x100))
_PUNCTUATION = "–—‘’“”„†‡•…‰‹›€™−←↑→↓↔↕↖↗↘↙●○▲△▼▽■□≈≤≥〓"
_GB_ROWS = range(0xA1, 0xF8)
_GB_CELLS = range(0xA1, 0xFF)


@cache
def drawable() -> frozenset[str]:
    """Return every character of the subset: GB 2312, Latin-1, and the marks the document uses."""
    latin = {chr(code) for row in _LATIN for code in row}
    return frozenset(latin | set(_PUNCTUATION) | _gb2312())


def visible(text: str) -> str:
    """Return `text` on one line, with each character the typeface lacks as 〓 and its code point.

    A name is never silently shortened: 𠮷 becomes 〓(U+20BB7). Control and format characters, which draw
    nothing, are left out; white space of any kind becomes one space.
    """
    shown = (_shown(sign) for sign in unicodedata.normalize("NFC", text))
    return " ".join("".join(shown).split())


def lacks(text: str) -> bool:
    """Return whether `visible` has to replace something in `text`."""
    return GETA in visible(text) and GETA not in text


def _shown(sign: str) -> str:
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in {"Cc", "Cf"}:
        return ""
    return sign if sign in drawable() else f"{GETA}(U+{ord(sign):04X})"


def _gb2312() -> set[str]:
    codes = (bytes((row, cell)) for row in _GB_ROWS for cell in _GB_CELLS)
    return {sign for code in codes if (sign := code.decode("gb2312", "ignore"))}
