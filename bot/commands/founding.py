"""`respite setup`: from nothing to a site, its programme, its keys and the first three links."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import typer

from bot.commands import envfile
from bot.commands.database import exists, make_database, unlock
from bot.commands.flags import SetupFlags
from bot.commands.identity import find_username, link
from bot.commands.invite import FIRST, first_invites
from bot.commands.questions import wishes_of
from bot.commands.setup import SiteWishes, found
from bot.setting_checks import WRITE
from bot.settings import ENV_FILE, Settings, SettingsFault, load, variable
from content.crisis import crisis_card
from db import audit, holdings
from db.crypto import new_key
from db.models import Act, SiteRow
from db.session import Database

NOT_CONFIRMED = "Families do not see these numbers until you confirm them: `respite setup --confirm-crisis`."
BACK_UP = (
    f"A key was made and written to {ENV_FILE}. Keep a copy of that file in a safe, private place: "
    "without the key nobody can ever read the names and messages in the database."
)
BY_CHAT = "The digest's PDF, with names in it, is sent by chat: Telegram can then read it."
NOT_BY_CHAT = "The digest's PDF is not sent by chat; `respite digest` writes it on this machine."
COVERED = "Where four duty hours are left, the PHQ-9 with its item 9 is sent in place of the PHQ-8."
NOT_COVERED = "The PHQ-8 is sent, without item 9."
FIRST_OF_ALL = "Let the social worker open hers first: alerts ring where she is."
ELSEWHERE = (
    "Links are shown only once; `respite invite` makes new ones.\n"
    "Name, hours and phone change by `respite site set`."
)
SETTLED = {
    "pdf_by_chat": "digest's PDF by chat",
    "seven_day_cover": "seven-day cover",
    "crisis_confirmed_on": "crisis numbers confirmed on",
}
SAID: Mapping[object, str] = {True: "yes", False: "no"}
LOST_KEYS = "people are in this database, but RESPITE_KEYS is not set: put back the keys it was written with"


def setup(flags: SetupFlags, now: datetime) -> None:
    """Set up what is missing and leave alone what is there; nothing is written before the last question.

    Raises SettingsFault, and ValueError with everything that is wrong, one line each.
    """
    settings = load()
    site = _site_there(settings)
    if site is not None and flags.site not in {None, site.name}:
        raise ValueError(f"the site {site.name} is here already, and setup makes the first one only")
    wishes = None if site else _checked(wishes_of(flags, now), flags)
    token = _token(settings, flags, asks=wishes is not None)
    settings = _with_secrets(settings, token)
    with closing(make_database(settings)) as database:
        unlock(settings)
        if wishes is not None:
            _found(database, wishes, settings, now)
        elif site is not None:
            _leave(database, site, flags, now)
    typer.echo("Next: `respite doctor` checks everything, `respite run` starts the bot.")


def _site_there(settings: Settings) -> SiteRow | None:
    """Return the site that was founded before; a database without its keys is refused here."""
    if not exists(settings):
        return None
    with closing(make_database(settings)) as database, database.read() as session:
        if not settings.keys.get_secret_value() and holdings.anybody(session):
            raise ValueError(LOST_KEYS)
        sites = holdings.sites(session)
        return sites[0] if sites else None


def _checked(wishes: SiteWishes, flags: SetupFlags) -> SiteWishes:
    """Show the crisis numbers and note whether somebody vouches for them today."""
    show_crisis_numbers(wishes.country)
    sure = flags.confirm_crisis or (not flags.yes and typer.confirm("Are these numbers right today?"))
    if not sure:
        typer.echo(NOT_CONFIRMED)
    wishes = replace(wishes, crisis_confirmed=sure, pdf_by_chat=bool(flags.pdf_by_chat))
    return replace(wishes, seven_day_cover=bool(flags.seven_day_cover))


def show_crisis_numbers(country: str) -> None:
    """Print a country's crisis numbers, each with where it comes from."""
    card = crisis_card(country)
    typer.echo(f"Crisis numbers for {country}; please check them with their source, or by calling:")
    typer.echo(f"  {card.emergency}  emergency")
    for line in card.lines:
        typer.echo(f"  {line.number}  {line.name['en']} ({line.hours['en']}); source: {line.source}")


def _token(settings: Settings, flags: SetupFlags, *, asks: bool) -> str:
    """Return the token to write down: none where there is one already, or where a site is only changed."""
    if settings.bot_token.get_secret_value():
        return ""
    if flags.bot_token is not None:
        return load(bot_token=flags.bot_token).bot_token.get_secret_value()
    if flags.yes or not asks:
        return ""
    question = "Bot token from @BotFather (not shown; Enter to leave it for later)"
    while True:  # of what is not shown the prompt would not say what is wrong with it
        token: str = typer.prompt(question, default="", show_default=False, hide_input=True)
        try:
            return load(bot_token=token.strip()).bot_token.get_secret_value()
        except SettingsFault:
            typer.echo(f"Error: {WRITE['bot_token']}", err=True)


def _with_secrets(settings: Settings, token: str) -> Settings:
    """Write token and keys into `.env` where they are missing, and return the settings anew."""
    if token:
        envfile.append(ENV_FILE, variable("bot_token"), token)
        typer.echo(f"The bot token was written to {ENV_FILE}.")
    if not settings.keys.get_secret_value():
        envfile.append(ENV_FILE, variable("keys"), new_key())
        typer.echo(BACK_UP)
    return load("keys")


def _found(database: Database, wishes: SiteWishes, settings: Settings, now: datetime) -> None:
    with database.begin() as session:
        founded = found(session, wishes, now)
        tokens = first_invites(session, founded, now)
    name, why_not = find_username(settings)
    typer.echo(f"Site {founded.site_id}, {wishes.name}, with programme {founded.programme_id}.")
    typer.echo("Its first links; each is shown this once, and whoever has it may join:")
    for role, token in tokens.items():
        typer.echo(f"  {role:<14} {FIRST[role].words:<18} {link(name, token)}")
    if why_not:
        typer.echo(why_not)
    typer.echo(FIRST_OF_ALL)


def _leave(database: Database, site: SiteRow, flags: SetupFlags, now: datetime) -> None:
    """Say that the site is there; only its crisis numbers, PDF and cover may be settled anew."""
    typer.echo(f"The site {site.name} is here already; nothing else about it was changed.")
    typer.echo(ELSEWHERE)
    if flags.pdf_by_chat is not None:
        _settle(database, site.id, "pdf_by_chat", flags.pdf_by_chat, now)
        typer.echo(BY_CHAT if flags.pdf_by_chat else NOT_BY_CHAT)
    if flags.seven_day_cover is not None:
        _settle(database, site.id, "seven_day_cover", flags.seven_day_cover, now)
        typer.echo(COVERED if flags.seven_day_cover else NOT_COVERED)
    if not flags.confirm_crisis:
        return
    show_crisis_numbers(site.country)
    today = now.astimezone(ZoneInfo(site.zone)).date()
    _settle(database, site.id, "crisis_confirmed_on", today, now)
    typer.echo(f"You confirmed these numbers on {today}.")


def _settle(database: Database, site_id: int, column: str, value: bool | date, now: datetime) -> None:
    """Keep what was settled anew, and write it down where it is another."""
    with database.begin() as session:
        site = session.get_one(SiteRow, site_id)
        if getattr(site, column) == value:
            return
        setattr(site, column, value)
        session.flush()
        about = f"{SETTLED[column]}: {SAID.get(value, value)}"
        audit.record(session, site_id=site_id, actor_id=None, act=Act.SITE_CHANGED, about=about, now=now)
