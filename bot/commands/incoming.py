"""Files that come in: what may be read at all, and how much of it."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MOST_WORDS, MOST_LINE, MOST_WHOLE = 1 << 20, 32 << 20, 256 << 20


def check(path: Path, most: int) -> None:
    """Raise ValueError in plain words for what is no plain file, or a larger one than `most` bytes.

    A pipe or a device would be waited for, or read, without end.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise ValueError(f"{path}: it is no plain file")
    if found.st_size > most:
        raise ValueError(f"{path}: it is larger than {most >> 20} MB, more than such a file can need")


def text_of(path: Path) -> str:
    """Return a file of words; ValueError in plain words for one that is none."""
    check(path, MOST_WORDS)
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: it is not in UTF-8") from None


def lines_of(path: Path, file: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of an open file; ValueError in plain words for one that has no end in sight."""
    while line := file.readline(MOST_LINE + 1):
        if len(line) > MOST_LINE:
            raise ValueError(f"{path}: a line of it is longer than {MOST_LINE >> 20} MB")
        yield line
