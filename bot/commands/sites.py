"""`respite site`: what a site is, shown and changed."""

from typing import Annotated

import typer

from bot.commands import flags

app = typer.Typer(
    help="What a site is: its hours, phone, name: show it, change it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Name = Annotated[str | None, typer.Option(metavar="NAME", help="Name of the hospital, ward or team.")]
Phone = Annotated[
    str | None,
    typer.Option(metavar="PHONE", help="Phone of the ward, shown with the crisis numbers; a dash for none."),
]
SiteId = Annotated[
    int | None, typer.Option("--site", metavar="ID", help="Number of the site; not needed for the only one.")
]
Sure = Annotated[bool, typer.Option("--yes", help="Also where families lose help by it.")]


@app.command()
def show() -> None:
    """Show what every site is.

    Name, zone, hours, phone, and whether its crisis numbers are confirmed.
    """
    from bot.clock import WallClock
    from bot.commands.site import show

    show(WallClock().now())


@app.command("set")
def set_(
    name: Name = None,
    country: flags.Country = None,
    zone: flags.Zone = None,
    language: flags.Language = None,
    duty_hours: flags.DutyHours = None,
    duty_days: flags.DutyDays = None,
    ward_phone: Phone = None,
    site: SiteId = None,
    yes: Sure = False,
) -> None:
    """Change what a site is, while the bot runs.

    It says what was and what is. Where families would lose help by it, nothing changes without --yes.
    """
    from bot.clock import WallClock
    from bot.commands.site import Wishes, change

    wishes = Wishes(name, country, zone, language, duty_hours, duty_days, ward_phone)
    change(site, wishes, WallClock().now(), sure=yes)
