"""`respite scales score`: a file of answers in, the same file with scores beside them out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.commands.csv_files import Table, reading, replacing, write_row
from scales.model import Card
from scales.prorating import with_chosen_rules
from scales.rows import Scorer, added

# Rows held in memory at a time.
CHUNK = 8192
TOLD = 100
FINE, WRONG_CELLS = 0, 1
Told = Callable[[int], None]


def score_file(card: Card, source: Path, out: Path) -> int:
    """Score `source` into `out`, name every wrong cell, and return the exit status.

    Raises ValueError in plain words for a file that cannot be scored; `out` is then as it was.
    """
    with (
        reading(source) as table,
        _progress(table.size) as told,
        _writing(out, table, source) as file,
    ):
        rows, wrong = _score(card, table, file, told)
    if wrong:
        first = f"; the first {TOLD} are named" if wrong > TOLD else ""
        typer.echo(f"wrong cells: {wrong}{first}. Their rows have no scores", err=True)
    typer.echo(f"rows: {rows}, written to {out}", err=True)
    return WRONG_CELLS if wrong else FINE


def under_unverified_rule(card: Card) -> Card:
    """Return the card under the missing rule it holds in reserve; ValueError where it holds none."""
    chosen = with_chosen_rules(card)
    if chosen is card:
        raise ValueError(
            f"{card.id} has no missing rule but the one in force: `respite scales card {card.id}`"
        )
    return chosen


def _score(card: Card, table: Table, file: TextIO, told: Told) -> tuple[int, int]:
    """Write the scored rows, chunk by chunk; return how many there were, and how many wrong cells."""
    scorer, write = Scorer(card, table.heading), write_row(file, table.newline)
    write([*table.heading, *added(card)])
    done = wrong = 0
    while chunk := list(islice(table.rows, CHUNK)):
        scored = scorer.score([cells for _, cells in chunk])
        for fault in scored.faults[: max(TOLD - wrong, 0)]:
            where = f"row {chunk[fault.row][0]}, column {table.heading[fault.column].strip()}"
            typer.echo(f"{where}: {fault.what}", err=True)
        for (_, cells), more in zip(chunk, scored.cells, strict=True):
            write([*cells, *more])
        done, wrong = done + len(chunk), wrong + len(scored.faults)
        told(table.position())
    return done, wrong


@contextmanager
def _writing(out: Path, table: Table, source: Path) -> Iterator[TextIO]:
    """Open the file to write; it begins with a byte order mark where the one that is read does."""
    with replacing(out, unlike=source) as file:
        file.write("\ufeff" if table.with_bom else "")
        yield file


@contextmanager
def _progress(size: int) -> Iterator[Told]:
    """Show on a terminal, and nowhere else, how far it has come."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("scoring", total=size)
        yield lambda position: progress.update(task, completed=position)
