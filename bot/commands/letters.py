"""`respite inbox`: the updates that were set aside, seen from outside, tried again or dropped."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from db.dead_letters import DeadLetter
    from db.session import Session

HEAD = ("id", "update", "arrived", "set aside", "tries", "recorded", "error")
NONE_THERE = "no update is set aside"

app = typer.Typer(
    help="Decide about updates that failed again and again.", no_args_is_help=True, rich_markup_mode=None
)
Ids = Annotated[list[int] | None, typer.Argument(metavar="ID", help="As `respite inbox list` shows them.")]
Everyone = Annotated[bool, typer.Option("--all", help="All of them.")]


@app.command("list")
def show() -> None:
    """List what was set aside.

    Numbers, times and the name of the error are shown, never what was written.
    """
    from db import dead_letters

    with _session() as session:
        letters = dead_letters.listed(session)
    rows = [HEAD, *(_row(letter) for letter in letters)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    for row in rows if letters else [(NONE_THERE,)]:
        typer.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)).rstrip())


@app.command()
def retry(ids: Ids = None, everyone: Everyone = False) -> None:
    """Let them be tried again.

    A bot that runs takes them up within ten seconds, one that does not at its next start. What comes of it is
    shown to whoever wrote: an update that is days old may be answered with words about that.
    """
    from db import dead_letters

    wanted = _wanted(ids, everyone)
    with _session() as session:
        changed = dead_letters.retry(session, wanted)
    _tell(wanted, changed, "to be tried again")


@app.command()
def drop(ids: Ids = None, everyone: Everyone = False) -> None:
    """Delete what they say, for good.

    Only their numbers are kept, for a week.
    """
    from bot.clock import WallClock
    from db import dead_letters

    wanted = _wanted(ids, everyone)
    with _session() as session:
        changed = dead_letters.drop(session, wanted, WallClock().now())
    _tell(wanted, changed, "dropped")


@contextmanager
def _session() -> "Iterator[Session]":
    from bot.commands.database import open_migrated
    from bot.settings import load

    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        yield session


def _wanted(ids: list[int] | None, everyone: bool) -> list[int] | None:
    """Return the ids that are meant, None for all; raises ValueError where neither or both were said."""
    if bool(ids) == everyone:
        raise ValueError("say which: one or more ID, or --all")
    return ids or None


def _tell(wanted: Sequence[int] | None, changed: int, how: str) -> None:
    typer.echo(f"{changed} update{'' if changed == 1 else 's'} {how}")
    if wanted is not None and changed < len(set(wanted)):
        raise ValueError(
            f"{len(set(wanted)) - changed} of these ids are not set aside: see `respite inbox list`"
        )


def _row(letter: "DeadLetter") -> tuple[str, ...]:
    arrived, dead = (f"{at:%Y-%m-%d %H:%M}" for at in (letter.received_at, letter.dead_at))
    recorded = "yes" if letter.recorded else "no"
    return (
        str(letter.id),
        str(letter.update_id),
        arrived,
        dead,
        str(letter.attempts),
        recorded,
        letter.error,
    )
