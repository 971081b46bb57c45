"""What a workbook is made of: sheets of typed columns, and what each column means."""

from dataclasses import dataclass
from datetime import date

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, its columns, and rows of values; None is an empty cell, a moment is aware."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column of a sheet means."""

    sheet: str
    column: str
    text: str
