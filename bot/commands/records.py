"""Checks of what this site keeps: the database, its keys, its sites and their crisis cards, the inbox."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime

from bot.commands import alertness, safekeeping
from bot.commands.database import not_at_head, open_database, unlock
from bot.commands.findings import FAULT, OK, WARNING, Finding, Level
from bot.settings import Settings
from content.catalogue import LANGUAGES
from content.crisis import CrisisCard, NoCrisisCard, crisis_card
from db import dead_letters, holdings
from db.crypto import WrongKey
from db.models import SiteRow
from db.people import user_indexes
from db.session import Database, DatabaseFault, Session
from flows.crisis import confirmed


def of_database(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield how it stands with the database and everything in it, one finding a check."""
    try:
        database = open_database(settings)
    except ValueError as error:
        yield Finding(FAULT, "database", str(error))
        return
    with closing(database):
        standing = _standing(database)
        yield standing
        if standing.level == OK:
            with database.read() as session:
                yield _keys(session, settings)
                yield from _sites(sites := holdings.sites(session), now)
                yield alertness.notices(session, settings, now)
                for site in sites:
                    yield from alertness.of_site(session, site, now)
                yield _inbox(session)
                yield from safekeeping.of_hold(session)


def _standing(database: Database) -> Finding:
    try:
        words = not_at_head(database)
    except DatabaseFault as error:
        kind = type(error.orig).__name__
        words = f"cannot be reached ({kind}): is RESPITE_DATABASE_URL right, is the server up?"
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    return (
        Finding(FAULT, "database", f"it {words}") if words else Finding(OK, "database", f"{kind}, up to date")
    )


def _keys(session: Session, settings: Settings) -> Finding:
    """Open what was sealed first and last: a key that is missing, or in the wrong place, shows there."""
    if not settings.keys.get_secret_value():
        sealed = holdings.anybody(session)
        words = "RESPITE_KEYS is not set: " + ("put the keys back" if sealed else "run `respite setup`")
        return Finding(FAULT, "keys", words)
    unlock(settings)
    try:
        people = holdings.first_and_last(session)
    except WrongKey:
        return Finding(FAULT, "keys", "they do not open what is stored: put the key back that wrote it")
    for person in people:
        if person.chat and person.telegram_index not in {None, *user_indexes(int(person.chat))}:
            return Finding(FAULT, "keys", "they do not find whom they know: put the older key back")
    return Finding(OK, "keys", "they open what is stored" if people else "well formed; nothing is stored yet")


def _sites(sites: Sequence[SiteRow], now: datetime) -> Iterator[Finding]:
    if not sites:
        yield Finding(FAULT, "site", "there is none yet: run `respite setup`")
    for site in sites:
        yield Finding(*_crisis(site, now))


def _crisis(site: SiteRow, now: datetime) -> tuple[Level, str, str]:
    about = f"crisis card of site {site.id}"
    try:
        card = crisis_card(site.country)
    except NoCrisisCard as fault:
        return FAULT, about, str(fault)
    if silent := _unspoken(card):
        return FAULT, about, f"{site.country} has no words in {', '.join(silent)}; mend content/crisis"
    if not confirmed(site, now):
        words = "its lines are not shown, no PHQ-9 is asked; confirm with `respite setup --confirm-crisis`"
        return WARNING, about, f"{site.country}, not confirmed for 180 days: {words}"
    return OK, about, f"{site.country}, confirmed on {site.crisis_confirmed_on}"


def _unspoken(card: CrisisCard) -> list[str]:
    return [
        code for code in LANGUAGES if not all(code in line.name and code in line.hours for line in card.lines)
    ]


def _inbox(session: Session) -> Finding:
    dead = dead_letters.tally(session)
    if not dead.count or dead.oldest is None:
        return Finding(OK, "inbox", "no update was set aside")
    errors = ", ".join(f"{count} {name or 'unnamed'}" for name, count in dead.errors.items())
    words = (
        f"{dead.count} set aside since {dead.oldest:%Y-%m-%d %H:%M} UTC ({errors}); see `respite inbox list`"
    )
    return Finding(WARNING, "inbox", words)
