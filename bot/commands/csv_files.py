"""CSV files: read row by row, every fault in plain words; written whole or not at all."""

import csv
import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO

from bot.commands.envfile import OWNER_ONLY

BOM = b"\xef\xbb\xbf"
OTHER_KINDS = {
    b"\xff\xfe": "it is in UTF-16",
    b"\xfe\xff": "it is in UTF-16",
    b"PK\x03\x04": "it is a workbook",
    b"\xd0\xcf\x11\xe0": "it is a workbook",
}
# Also in full width and behind blanks and other things that nobody sees: some programs look past them.
_FORMULA = re.compile(
    r"[\s\0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20]"
)
_NUMBER = re.compile(r"\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?\s*", re.ASCII)
SAVE_AS = "save it as CSV in UTF-8, with commas"


@dataclass(frozen=True)
class Table:
    """An open CSV file: the heading, and the rows below it with their number; the heading is row 1.

    Rows are as long as the heading. Reading raises ValueError in plain words where it cannot go on.
    """

    heading: list[str]
    rows: Iterator[tuple[int, list[str]]]
    newline: str
    with_bom: bool
    size: int
    position: Callable[[], int]


@contextmanager
def reading(path: Path) -> Iterator[Table]:
    """Open a CSV file in UTF-8; ValueError in plain words for one that is something else, or empty."""
    with path.open("rb") as file:
        start = file.read(4)
        for mark, kind in OTHER_KINDS.items():
            if start.startswith(mark):
                raise ValueError(f"{path}: {kind}; {SAVE_AS}")
        first = start + file.readline(1 << 20)
        file.seek(0)
        text = io.TextIOWrapper(file, "utf-8-sig", newline="")  # closes the file when nobody has it any more
        rows = _rows(path, text)
        heading = next((cells for _, cells in rows), [])
        _check_heading(path, heading)
        yield Table(
            heading,
            _even(path, len(heading), rows),
            newline="\r\n" if first.endswith(b"\r\n") else "\n",
            with_bom=start.startswith(BOM),
            size=path.stat().st_size,
            position=file.tell,
        )


@contextmanager
def replacing(path: Path, *, unlike: Path | None = None) -> Iterator[TextIO]:
    """Open a text file that takes the place of `path` when all of it is written, and never before.

    Raises ValueError in plain words for a folder, and where it would take the place of `unlike`.
    """
    if path.is_dir():
        raise ValueError(f"{path} is a folder: name a file in it")
    if unlike is not None and path.exists() and path.samefile(unlike):
        raise ValueError(f"{path} is what is read: name another file for what is written")
    path = path.resolve()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(part, "x", encoding="utf-8", newline="", opener=_private) as file:
            yield file
            _keep(file)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_row(file: TextIO, newline: str) -> Callable[[Sequence[str]], object]:
    """Return what writes one row to `file`, each cell so that a spreadsheet shows it and runs nothing."""
    write = csv.writer(file, lineterminator=newline).writerow
    return lambda cells: write([harmless(cell) for cell in cells])


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before one that it would.

    Numbers stay numbers, with their sign.
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, OWNER_ONLY)


def _keep(file: IO[str]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _rows(path: Path, text: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Yield every row that has a cell, with its number as a spreadsheet counts."""
    rows, number = csv.reader(text, strict=True), 0
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except UnicodeDecodeError:
            raise ValueError(f"{path}: row {number} or soon after is not in UTF-8; {SAVE_AS}") from None
        except csv.Error as error:
            raise ValueError(
                f"{path}: row {number} cannot be read ({error}): is a quote left open?"
            ) from None
        if cells is None:
            return
        if cells:
            yield number, cells


def _check_heading(path: Path, heading: list[str]) -> None:
    if not any(name.strip() for name in heading):
        raise ValueError(f"{path}: it is empty; the first row must name the columns")
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(heading) == 1 and separator in heading[0]:
            raise ValueError(f"{path}: its cells are separated by {name}; {SAVE_AS}")


def _even(path: Path, width: int, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for number, cells in rows:
        if len(cells) != width:
            counted = f"{len(cells)} cells and the heading {width}"
            raise ValueError(f"{path}: row {number} has {counted}: is a comma without quotes in it?")
        yield number, cells
