"""`respite programme`: sessions from a template or a file, to a file, on the screen, and their chapter."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Programmes: make one, repeat it, tell of it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Which = Annotated[int, typer.Argument(metavar="PROGRAMME", help="Number of the programme.")]
First = Annotated[
    datetime, typer.Option(metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="Day of the first session.")
]
At = Annotated[str, typer.Option(metavar="HH:MM", help="The hour of every session, at the site.")]
Place = Annotated[str, typer.Option(metavar="TEXT", help="Room or link.")]
Name = Annotated[str | None, typer.Option(metavar="TEXT", help="What the programme is called.")]
SiteId = Annotated[int | None, typer.Option("--site", metavar="SITE", help="Number of the site.")]
Template = Annotated[
    str, typer.Option(metavar="KEY", help="caregivers or children: the programmes that come with Respite.")
]
Source = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A programme file.")
]
ToFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where it is written.")]
Language = Annotated[
    str | None, typer.Option(metavar="LANGUAGE", help="zh-Hans or en; the site's if not said.")
]


@app.command()
def new(
    first: First,
    at: At,
    place: Place,
    template: Template = "caregivers",
    name: Name = None,
    site: SiteId = None,
) -> None:
    """Make a programme from one of the templates."""
    from bot.clock import WallClock
    from bot.commands.programme import Wishes, make
    from content.programmes import template as ours

    try:
        chosen = ours(template)
    except LookupError as unknown:
        raise ValueError(str(unknown)) from None
    make(chosen, Wishes(first.date(), at, place, name, site), WallClock().now())


@app.command("import")
def import_(file: Source, first: First, at: At, place: Place, name: Name = None, site: SiteId = None) -> None:
    """Make a programme from a file that a site exported."""
    from bot.clock import WallClock
    from bot.commands.programme import Wishes, make
    from content.programmes import read

    wishes = Wishes(first.date(), at, place, name, site)
    make(read(file.read_text("utf-8")), wishes, WallClock().now())


@app.command()
def export(programme: Which, out: ToFile) -> None:
    """Write a programme to a file.

    It holds themes, plans and what is asked when; no day, no place and nobody in it.
    """
    from bot.commands.programme import export

    export(programme, out)


@app.command()
def show(programme: Which) -> None:
    """Show a programme's sessions and how full they are."""
    from bot.commands.programme import show

    show(programme)


@app.command()
def chapter(programme: Which, out: ToFile, language: Language = None) -> None:
    """Gather the notes on a programme's sessions into a chapter.

    Markdown, without names: what worked, what fell short, what next, attendance and opinions.
    """
    from bot.clock import WallClock
    from bot.commands.programme import chapter

    chapter(programme, out, language, WallClock().now())
