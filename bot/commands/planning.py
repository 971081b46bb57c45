"""`respite preview` and `respite schedule`: what people will get, and changing what a programme asks when."""

from typing import Annotated, Literal

import typer

from bot.commands import allocation, programmes

app = typer.Typer(rich_markup_mode=None)
schedule = typer.Typer(
    help="What a programme asks when: show it, change it.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(schedule, name="schedule")
app.add_typer(programmes.app, name="programme")
allocation.add_to(programmes.app)
Who = Annotated[
    str, typer.Argument(metavar="PERSON", help="Number of the person, or a case label such as C-07.")
]
Ahead = Annotated[int, typer.Option("--days", metavar="N", min=1, max=366, help="How many days ahead.")]
Which = Annotated[int, typer.Argument(metavar="PROGRAMME", help="Number of the programme.")]
Moves = Annotated[
    list[str] | None,
    typer.Option("--move", metavar="DAY=DAY", help="What is asked on one weekday goes to another: mon=tue."),
]
Drops = Annotated[list[str] | None, typer.Option("--drop", metavar="SLOT", help="Take a slot out.")]
Adds = Annotated[
    list[str] | None, typer.Option("--add", metavar="SLOT", help="Put a slot in: 1-4:mon:micro.")
]
Ends = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="Ask nothing after this day; `never` for no end.")
]
Hour = Annotated[
    str | None, typer.Option(metavar="HH:MM", help="The hour at which every family of it is asked.")
]
Queued = Annotated[
    Literal["keep", "cancel"] | None,
    typer.Option(help="Messages that wait already for a slot that goes: keep them, or call them off."),
]


@app.command()
def preview(person: Who, days: Ahead = 14) -> None:
    """Show what a person will get, and why.

    Also what they will not get, and why not. It names nobody.
    """
    from bot.clock import WallClock
    from bot.commands.preview import show

    show(person, days, WallClock().now())


@schedule.command("show")
def show_schedule(programme: Which) -> None:
    """Show what a programme asks when, and how much waits to be sent."""
    from bot.clock import WallClock
    from bot.commands.schedule import show

    show(programme, WallClock().now())


@schedule.command("set")
def set_schedule(
    programme: Which,
    move: Moves = None,
    drop: Drops = None,
    add: Adds = None,
    ends: Ends = None,
    hour: Hour = None,
    queued: Queued = None,
) -> None:
    """Change what a programme asks when.

    It says how many queued messages that touches; where there are any, --queued says what becomes of them.
    """
    from bot.clock import WallClock
    from bot.commands.schedule import Wishes, change

    wishes = Wishes(move or [], drop or [], add or [], ends, hour)
    change(programme, wishes, queued, WallClock().now())
