"""The list of the library for professionals: every piece, what it rests on, and who has read it.

`python -m content.library.page` writes docs/library.md anew; a test holds the two equal.
"""

from collections.abc import Iterator
from pathlib import Path

from content.library import Library, library
from content.library.piece import Front, Piece

FILE = Path(__file__).parents[2] / "docs" / "library.md"
HEAD = """# The library

Written by `make pieces`; do not change it by hand.

{count} pieces in Chinese and English, written for this project. Each has 150 to 350 English words or 250
to 600 Chinese characters and ends with a step of two minutes. **{unread} of {texts} texts have not been
read by a clinician:** whoever uses them at a site reads them first. A reader writes name, calling and date
into `reviewed:` at the top of the text (a folder a piece in `content/library/`, a file a language); this
page shows it, and so does the bot to every worker who is about to send the piece.

"Offered" names the dimensions for which a step is offered unasked. ✉ is sent by a person only. "Seen"
sources were looked up while the library was written; those "from memory" are for the reviewer to check.

| piece | title | theme | offered for | minutes | sources | read by a clinician (en; zh-Hans) |
|---|---|---|---|---|---|---|
"""


def page(shelf: Library) -> str:
    """Return the page in Markdown."""
    texts = [piece for by_language in shelf.pieces.values() for piece in by_language.values()]
    unread = sum(piece.front.reviewed is None for piece in texts)
    head = HEAD.format(count=len(shelf.pieces), texts=len(texts), unread=unread)
    rows = "".join(
        f"{_row(by_language['en'], by_language['zh-Hans'])}\n" for by_language in shelf.pieces.values()
    )
    return f"{head}{rows}\n## Sources\n\n{''.join(_sources(shelf))}"


def _row(english: Piece, chinese: Piece) -> str:
    front = english.front
    mark = " ✉" if front.sent_by_person_only else ""
    cells = (
        f"`{front.key}`{mark}",
        f"{front.title} · {chinese.front.title}",
        front.theme.replace("_", " "),
        ", ".join(front.dimensions) or "–",
        str(front.minutes),
        ", ".join(front.sources),
        f"{_read(front)}; {_read(chinese.front)}",
    )
    return f"| {' | '.join(cells)} |"


def _read(front: Front) -> str:
    read = front.reviewed
    return f"{read.by}, {read.calling}, {read.on}" if read else "not yet"


def _sources(shelf: Library) -> Iterator[str]:
    for key, source in sorted(shelf.sources.items()):
        how = "seen" if source.evidence == "seen" else "from memory"
        yield f"- `{key}` ({how}): {source.text}\n"


if __name__ == "__main__":
    FILE.write_text(page(library()), "utf-8")
