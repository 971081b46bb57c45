"""Recordings: questions read aloud by somebody of the ward, one file a question and language.

A site puts them into `voices/<language>/<card>.<item>.ogg` in its data folder, such as
`voices/zh-Hans/phq8.sleep.ogg`; a dialect is the recording of a language like any other. Telegram plays Opus
in an OGG file.
"""

from pathlib import Path

_folder: list[Path] = []


def keep_in(folder: Path) -> None:
    """Tell this process where the recordings lie; a later call replaces it."""
    _folder[:] = [folder]


def name_of(language: str, code: str) -> str | None:
    """Return what the recording of a question is called, or None where nobody has recorded it."""
    name = f"{language}/{code}.ogg"
    return name if any((folder / name).is_file() for folder in _folder) else None


def read(name: str) -> bytes:
    """Return a recording; raises OSError for one that is gone."""
    if not _folder:
        raise FileNotFoundError(name)
    return (_folder[0] / name).read_bytes()
