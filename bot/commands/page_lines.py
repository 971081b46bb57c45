"""Lines of a page on a terminal: a label, and words beside it that are broken where they are too long."""

from collections.abc import Iterator
from textwrap import wrap
from unicodedata import east_asian_width

from scales.provenance import Citation
from scales.questions import Wording

WIDTH, LABEL = 96, 14


def lines(label: str, words: str) -> Iterator[str]:
    """Yield words below each other beside their label; nothing for no words."""
    wide = sum(east_asian_width(sign) in "WF" for sign in words)
    width = (WIDTH - LABEL - 2) // (2 if 3 * wide > len(words) else 1)
    for position, line in enumerate(wrap(words, width, break_on_hyphens=False)):
        beside = "" if position else f"{label} "
        yield f"  {beside:<{LABEL}}{line}".rstrip()


def cited(citation: Citation) -> str:
    """Return a source, and how far it was followed."""
    return f"[{citation.evidence}] {citation.text}"


def say(words: Wording, language: str, otherwise: str = "(no words here)") -> str:
    """Return the words in `language`, or something else where there are none."""
    try:
        return words.say(language)
    except LookupError:
        return otherwise
