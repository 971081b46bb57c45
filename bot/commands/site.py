"""`respite site`: what a site is, and changing it with an eye on what families would lose."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import typer

from bot.commands.database import open_migrated
from bot.commands.flags import Hours
from bot.commands.site_facts import (
    COUNTRY,
    DUTY_DAYS,
    DUTY_HOURS,
    FOLLOWS,
    NAME,
    NONE,
    WARD_PHONE,
    ZONE,
    Facts,
    faults,
    losses,
)
from bot.settings import load
from db import audit, holdings, rota
from db.models import Act, SiteRow
from db.session import Session
from flows.crisis import confirmed

SAY_WHAT = "say what changes, such as --duty-hours 09:00-17:00 or --ward-phone; --help tells the rest"
SEEN = (
    "A bot that runs says so from its next message on, also in what waits to be sent: no restart is needed."
)
ROTA = "the rota has hours of its own, which stay: see `respite alarm show`"


@dataclass(frozen=True)
class Wishes:
    """What was typed; None where nothing was."""

    name: str | None
    country: str | None
    zone: str | None
    language: str | None
    duty_hours: Hours | None
    duty_days: str | None
    ward_phone: str | None

    def on(self, facts: Facts) -> Facts:
        """Return the facts with these wishes laid on."""
        columns = {
            "name": self.name and self.name.strip(),
            "country": self.country and self.country.upper(),
            "zone": self.zone,
            "language": self.language,
            "duty_from": self.duty_hours and self.duty_hours.begin,
            "duty_to": self.duty_hours and self.duty_hours.end,
            "duty_days": self.duty_days and "".join(sorted(set(self.duty_days))),
        }
        said: dict[str, Any] = {name: wish for name, wish in columns.items() if wish is not None}
        if self.ward_phone is not None:
            said["ward_phone"] = self.ward_phone.strip("- ") or None
        return replace(facts, **said)


def show(now: datetime) -> None:
    """Print what every site is."""
    with closing(open_migrated(load("keys"))) as database, database.read() as session:
        sites = holdings.sites(session)
        lines = [line for site in sites for line in _lines(site, now)]
    for line in lines or ["there is no site yet: run `respite setup`"]:
        typer.echo(line)


def change(site_id: int | None, wishes: Wishes, now: datetime, *, sure: bool) -> None:
    """Change a site and say what was and what is.

    Raises ValueError in plain words, and changes nothing, for what cannot be, and where families would lose
    help by it and nobody said that this is meant.
    """
    if not any(wish is not None for wish in asdict(wishes).values()):
        raise ValueError(SAY_WHAT)
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        site = _site(session, site_id)
        before = Facts.of(site)
        after = wishes.on(before)
        changed = _checked(site, before, after, sure=sure)
        _write(session, site, after, changed, now)
        beside = (
            [ROTA] if changed.keys() & {DUTY_HOURS, DUTY_DAYS, ZONE} and rota.duties(session, site.id) else []
        )
    for name, how in changed.items():
        typer.echo(f"{name}: {how}")
    if not changed:
        typer.echo(f"site {site.id} is so already: nothing was changed")
        return
    for line in dict.fromkeys([*(FOLLOWS[name] for name in changed), *beside]):
        typer.echo(line)
    typer.echo(SEEN)


def _checked(site: SiteRow, before: Facts, after: Facts, *, sure: bool) -> dict[str, str]:
    """Return what changes, from what to what; raises ValueError for what cannot be, or needs --yes."""
    if wrong := list(faults(after, synthetic=site.synthetic)):
        raise ValueError("\n".join(wrong))
    lost = list(losses(before, after, seven_day_cover=site.seven_day_cover))
    if lost and not sure:
        raise ValueError("\n".join([*lost, "say --yes if that is meant: nothing was changed"]))
    was, is_ = before.said(), after.said()
    return {name: f"{was[name]} -> {is_[name]}" for name in was if was[name] != is_[name]}


def _write(session: Session, site: SiteRow, after: Facts, changed: dict[str, str], now: datetime) -> None:
    for column, value in asdict(after).items():
        setattr(site, column, value)
    if COUNTRY in changed:
        site.crisis_confirmed_on = None
    session.flush()
    for name, how in changed.items():
        # Of a name and a number it is kept that they changed: the record holds neither.
        about = name if name in {NAME, WARD_PHONE} else f"{name}: {how}"
        audit.record(session, site_id=site.id, actor_id=None, act=Act.SITE_CHANGED, about=about, now=now)


def _lines(site: SiteRow, now: datetime) -> Iterator[str]:
    facts = Facts.of(site)
    yield f"site {site.id}{', made up' if site.synthetic else ''}"
    for name, said in facts.said().items():
        yield f"  {name}: {said}"
    yield f"  hours on duty a week: {facts.weekly_minutes / 60:g}"
    yield f"  crisis numbers: {_confirmation(site, now)}"
    yield f"  digest's PDF by chat: {'yes' if site.pdf_by_chat else 'no'}"
    yield f"  seven-day cover: {'yes' if site.seven_day_cover else 'no'}"


def _confirmation(site: SiteRow, now: datetime) -> str:
    on = site.crisis_confirmed_on
    if confirmed(site, now):
        return f"confirmed on {on}"
    since = NONE if on is None else f"the last is of {on}"
    return f"not confirmed ({since}), so not shown: `respite setup --confirm-crisis`"


def _site(session: Session, site_id: int | None) -> SiteRow:
    found = holdings.sites(session)
    if site_id is None and len(found) > 1:
        offered = ", ".join(f"{each.id} ({each.name})" for each in found)
        raise ValueError(f"there are several sites: say --site with one of {offered}")
    for site in found:
        if site_id in {None, site.id}:
            return site
    raise ValueError(f"there is no site {site_id}" if found else "there is no site yet: run `respite setup`")
