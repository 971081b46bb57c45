"""`respite rehearse`: a whole programme with made-up families, without waiting."""

import asyncio
import gc
import logging
import sys
from datetime import date, datetime
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.rehearsal.folder import claim, synthetic_keys
from bot.rehearsal.programme import Rehearsal, perform
from bot.rehearsal.stillness import Failed, reasons
from bot.rehearsal.summary import COUNTED
from bot.settings import load
from bot.site_cards import ask_as_site

DONE, FAILED = 0, 1
COLLECT_AFTER = 100_000
MOST_WEEKS, MOST_CAREGIVERS = 52, 5000


def rehearse(weeks: int, caregivers: int, seed: int, start: date, out: Path) -> int:
    """Rehearse a programme into `out`, print what became of it, and return the exit status, 1 if it failed.

    It asks the cards as this site has them. Raises ValueError in plain words for a programme that cannot be,
    or an `out` in which something else lies.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValueError(f"a rehearsal lasts from 1 to {MOST_WEEKS} weeks, not {weeks}: say --weeks 4")
    if not 1 <= caregivers <= MOST_CAREGIVERS:
        raise ValueError(
            f"a rehearsal takes from 1 to {MOST_CAREGIVERS} caregivers, not {caregivers}: say --caregivers 24"
        )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    ask_as_site(load())
    rehearsal = Rehearsal(weeks, caregivers, seed, start)
    folder = claim(out, synthetic_keys(seed))
    # Weeks of updates in a minute: collecting garbage as often as a quiet bot does takes a tenth of it.
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 50)
    status = FAILED
    try:
        _perform(rehearsal, folder, Console())
        status = DONE
    except* Failed as failures:
        for words in reasons(failures):
            print(f"The rehearsal failed: {words}", file=sys.stderr)
    return status


def _perform(rehearsal: Rehearsal, folder: Path, console: Console) -> None:
    with _progress(console) as progress:
        task = progress.add_task(
            "rehearsing", total=(rehearsal.ends - rehearsal.opens).total_seconds(), day=""
        )

        def told(now: datetime) -> None:
            passed = (now - rehearsal.opens).total_seconds()
            progress.update(task, completed=passed, day=f"{now.astimezone(rehearsal.opens.tzinfo):%a %d %b}")

        summary = asyncio.run(perform(rehearsal, folder, told))
    console.print(_table(summary))
    for name in ("sessions", "rsvp", "attendance", "opinions", "steps", "families"):
        counts = summary[name]
        assert isinstance(counts, dict), "as perform wrote them"
        said = ", ".join(f"{key} {count}" for key, count in counts.items())
        console.print(f"{name}: {said or 'none'}", highlight=False)
    console.print(f"Everything is synthetic and lies in {folder}", soft_wrap=True, highlight=False)


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[day]}"))
    return Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal
    )


def _table(summary: dict[str, object]) -> Table:
    table = Table("week", *COUNTED, box=SIMPLE, padding=0)
    weeks, totals = summary["weeks"], summary["totals"]
    assert isinstance(weeks, list), "as perform wrote them"
    assert isinstance(totals, dict), "as perform wrote them"
    for week in weeks:
        table.add_row(week["week"], *(str(week[name]) for name in COUNTED))
    table.add_section()
    table.add_row("all", *(str(totals[name]) for name in COUNTED))
    return table
