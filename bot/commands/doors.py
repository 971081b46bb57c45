"""`respite invite`: links that open a programme, and a poster for the ward's wall."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import flags

app = typer.Typer(rich_markup_mode=None)
Poster = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="PDF poster with the link as a QR code; a worker says yes to who comes."
    ),
]
Cap = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=1000, help="How many may be let in by a poster. [uses]")
]


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
