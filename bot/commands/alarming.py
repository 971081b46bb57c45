"""`respite alarm` and `respite drill`: who is rung when, and whether it works."""

from datetime import date
from typing import Annotated, Literal

import typer

from bot.commands import flags

app = typer.Typer(rich_markup_mode=None)
alarm = typer.Typer(help="Who is rung for an alert, and when.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(alarm, name="alarm")
Who = Annotated[str, typer.Argument(metavar="PERSON", help="Number of the worker, or a label such as W-01.")]
Minutes = int | None
Repeat = Annotated[Minutes, typer.Option(metavar="MIN", help="Minutes until it rings the first again. [5]")]
Backup = Annotated[Minutes, typer.Option(metavar="MIN", help="Minutes until the backup is rung. [15]")]
Admin = Annotated[Minutes, typer.Option(metavar="MIN", help="Minutes until the admins are rung. [30]")]
Everyone = Annotated[
    Minutes, typer.Option(metavar="MIN", help="Minutes until everybody and the second channel are. [60]")
]
ContactHours = Annotated[
    Minutes, typer.Option(metavar="H", help="Duty hours in which whoever took it is to be in contact. [4]")
]
MonthlyDrill = Annotated[
    bool | None,
    typer.Option("--monthly-drill/--no-monthly-drill", help="A drill on every first duty day. [on]"),
]
Level = Annotated[Literal["first", "backup"], typer.Option("--as", help="Rung first, or as backup.")]
Days = Annotated[str, typer.Option(metavar="DAYS", help="Weekdays, from 1 for Monday.")]
Hours = Annotated[
    flags.Hours,
    typer.Option(parser=flags.hours, metavar="HH:MM-HH:MM", help="On the site's clock; may pass midnight."),
]
Programme = Annotated[
    int | None, typer.Option(metavar="ID", help="Only for this programme; else for every one of the site.")
]
Since = Annotated[date, typer.Argument(parser=flags.day, metavar="SINCE", help="First day away, YYYY-MM-DD.")]
Until = Annotated[date, typer.Argument(parser=flags.day, metavar="UNTIL", help="Last day away.")]
StandIn = Annotated[str | None, typer.Option(metavar="PERSON", help="Who is rung instead.")]


@alarm.command()
def show() -> None:
    """Show who would be rung now, when, and how.

    Ladder, rota, leave and second channel. It names nobody: numbers and labels stand for people.
    """
    from bot.clock import WallClock
    from bot.commands.rota import show

    show(WallClock().now())


@alarm.command()
def ladder(
    repeat: Repeat = None,
    backup: Backup = None,
    admin: Admin = None,
    everyone: Everyone = None,
    contact_hours: ContactHours = None,
    monthly_drill: MonthlyDrill = None,
) -> None:
    """Change when an alert that nobody has taken goes on to the next.

    What the options leave out stays as it is.
    """
    from bot.commands.rota import set_ladder

    set_ladder(
        {
            "repeat": repeat,
            "backup": backup,
            "admin": admin,
            "everyone": everyone,
            "contact_hours": contact_hours,
            "monthly_drill": monthly_drill,
        }
    )


@alarm.command()
def duty(
    person: Who,
    hours: Hours,
    days: Days = "12345",
    level: Level = "first",
    programme: Programme = None,
) -> None:
    """Put somebody on the rota.

    Once anybody is on it, the workers of a programme who are not on duty are rung where nobody is.
    """
    from bot.commands.rota import add_duty

    add_duty(person, level, days, hours, programme)


@alarm.command()
def off(person: Who) -> None:
    """Take somebody off the rota, with all their duties."""
    from bot.commands.rota import drop

    drop(person)


@alarm.command()
def leave(person: Who, since: Since, until: Until, stand_in: StandIn = None) -> None:
    """Note when somebody is away, both days included, and who stands in."""
    from bot.commands.rota import add_leave

    add_leave(person, since, until, stand_in)


@alarm.command("try")
def try_() -> None:
    """Send a test call by the second channel, at once.

    The exit status is 1 if a channel does not take it, or there is none.
    """
    from bot.clock import WallClock
    from bot.commands.drill import try_channels

    raise typer.Exit(try_channels(WallClock().now()))


@app.command()
def drill() -> None:
    """Ring a test alert, as in earnest.

    It says drill everywhere and shows families nothing; the admins hear who took it. The bot must run.
    """
    from bot.clock import WallClock
    from bot.commands.drill import drill

    drill(WallClock().now())
