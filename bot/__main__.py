"""The command line. Libraries are imported by the command that needs them, so that help comes at once."""

from datetime import date
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from bot.commands import (
    alarming,
    doors,
    flags,
    guarding,
    letters,
    planning,
    record,
    scales,
    sites,
    staff,
    tables,
)
from bot.commands.account import account
from db import typist

WRONG_INPUT = 2
# What somebody new needs, in that order.
FIRST = ("demo", "setup", "doctor", "run", "invite")


class Spoken(TyperGroup):
    """Commands whose expected errors are one sentence; the unexpected ones keep their traceback."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - a context of the click inside typer
        """Return the commands: what somebody new needs first, then the others as they were added."""
        return sorted(super().list_commands(ctx), key=lambda name: [name != each for each in FIRST])

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - a context of the click inside typer
        """Run the command as typed at this account; an expected error ends it with status 2."""
        try:
            with typist.typing(account()):
                return super().invoke(ctx)
        except Exception as error:
            from bot.commands.errors import in_plain_words

            if (words := in_plain_words(error)) is None:
                raise
        typer.echo(words, err=True)
        raise typer.Exit(WRONG_INPUT)


app = typer.Typer(
    cls=Spoken,
    name="respite",
    help="Respite: a chat companion for families of children with leukemia and their social workers.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(tables.app, name="db")
app.add_typer(scales.app, name="scales")
app.add_typer(letters.app, name="inbox")
app.add_typer(record.app, name="audit")
app.add_typer(staff.app, name="staff")
app.add_typer(sites.app, name="site")
app.add_typer(planning.app)
app.add_typer(alarming.app)
app.add_typer(guarding.app)
app.add_typer(doors.app)


@app.command()
def setup(
    ctx: typer.Context,
    site: flags.Site = None,
    country: flags.Country = None,
    zone: flags.Zone = None,
    language: flags.Language = None,
    duty_hours: flags.DutyHours = None,
    duty_days: flags.DutyDays = None,
    ward_phone: flags.WardPhone = None,
    programme: flags.Programme = None,
    start: flags.FirstDay = None,
    bot_token: flags.BotToken = None,
    confirm_crisis: flags.ConfirmCrisis = False,
    pdf_by_chat: flags.PdfByChat = None,
    seven_day_cover: flags.SevenDayCover = None,
    yes: flags.Yes = False,
) -> None:
    """Make the first site, programme, keys and invite links.

    What the options leave open is asked. What is there already stays, but for the options without a value.
    """
    from bot.clock import WallClock
    from bot.commands import founding

    founding.setup(flags.SetupFlags(**ctx.params), WallClock().now())


@app.command()
def demo(
    port: flags.Port = 8080,
    data_dir: flags.DataDir = Path("data/demo"),
    seed: flags.Seed = 1,
    open_browser: flags.OpenBrowser = False,
) -> None:
    """Show everything on this machine, with made-up families.

    A stand-in for Telegram runs beside the bot, and a page on which one can be any of four people.
    """
    from bot.commands.demo import demo

    raise typer.Exit(demo(port, data_dir, seed, open_browser))


@app.command()
def run() -> None:
    """Serve the bot until Ctrl-C.

    It does not start while the doctor finds a fault; the exit status is then 1.
    """
    from bot.commands.run import run

    raise typer.Exit(run())


@app.command()
def rehearse(
    weeks: flags.Weeks = 4,
    caregivers: flags.Caregivers = 24,
    seed: flags.Seed = 1,
    start: flags.StartDay = date(2026, 3, 2),
    out: flags.Out = Path("rehearsal"),
) -> None:
    """Live through a whole programme without waiting.

    Made-up families answer, ignore, block and come back, on a clock that runs ahead.
    """
    from bot.commands.rehearse import rehearse

    raise typer.Exit(rehearse(weeks, caregivers, seed, start, out))


@app.command()
def sandbox(port: flags.Port = 8081, journal: flags.Journal = None) -> None:
    """Run the stand-in for Telegram alone, until Ctrl-C."""
    from bot.commands.sandbox import sandbox

    raise typer.Exit(sandbox(port, journal))


@app.command()
def digest(
    worker: flags.Worker,
    week: flags.Week,
    out: flags.Out = Path("digest"),
    outside: flags.ForOutside = False,
) -> None:
    """Write a worker's weekly digest into a folder.

    It holds the same figures as the one in the chat. For readers outside of the house it names no family and
    tells no number that stands for fewer than eleven people.
    """
    from bot.clock import WallClock
    from bot.commands.digest import digest

    digest(worker, week, out, WallClock().now(), outside=outside)


@app.command()
def doctor() -> None:
    """Check everything the bot needs and say what to do.

    One line a check. The exit status is 0 if the bot may start and 1 if it may not.
    """
    from bot.commands.doctor import doctor

    raise typer.Exit(doctor())


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
