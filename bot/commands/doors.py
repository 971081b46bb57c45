"""`respite invite` and `respite invites`: links and posters that open a programme, and taking them back."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import flags

app = typer.Typer(rich_markup_mode=None)
invites = typer.Typer(
    help="The invites that were made: list them, take one back.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(invites, name="invites")
Poster = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="PDF poster with the link as a QR code; a worker says yes to who comes."
    ),
]
Cap = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=1000, help="How many may be let in by a poster. [uses]")
]
All = Annotated[bool, typer.Option("--all", help="Also those that open nothing any more.")]
Id = Annotated[int, typer.Argument(metavar="ID", help="As `respite invites list` shows it.")]


@app.command()
def invite(
    role: flags.Role = "caregiver",
    programme: flags.ProgrammeId = None,
    uses: flags.Uses = None,
    days: flags.Days = None,
    poster: Poster = None,
    cap: Cap = None,
) -> None:
    """Make an invite and print the link that opens it.

    With a poster the link is for many, and whoever comes by it waits for a worker's yes.
    """
    from bot.clock import WallClock
    from bot.commands.invite import Wish, invite

    invite(Wish(role, programme, uses, days, poster, cap), WallClock().now())


@invites.command("list")
def list_(all_: All = False) -> None:
    """List the invites that still open.

    Links are not among it: of a link only a hash is kept. Times are on the site's clock.
    """
    from bot.clock import WallClock
    from bot.commands.invites import show

    show(WallClock().now(), closed_too=all_)


@invites.command()
def withdraw(id: Id) -> None:
    """Take an invite back, at once.

    It opens nothing any more, and whoever comes by it reads that it has expired. Those who wait for a
    worker's yes go on waiting for it.
    """
    from bot.clock import WallClock
    from bot.commands.invites import withdraw

    withdraw(id, WallClock().now())
