"""What `respite setup` asks, and what it takes for granted when it may not ask."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from bot.commands.flags import Hours, SetupFlags, day, hours
from bot.commands.setup import (
    SYNTHETIC_COUNTRY,
    SiteWishes,
    days_faults,
    faults,
    hours_faults,
    name_faults,
    phone_faults,
)
from content.catalogue import LANGUAGES
from content.crisis import countries

# Where most of a country's people live, and which of our languages they read: only what is offered first.
USUAL = {
    "AU": ("Australia/Sydney", "en"),
    "CA": ("America/Toronto", "en"),
    "CN": ("Asia/Shanghai", "zh-Hans"),
    "DE": ("Europe/Berlin", "en"),
    "GB": ("Europe/London", "en"),
    "HK": ("Asia/Hong_Kong", "zh-Hans"),
    "SG": ("Asia/Singapore", "en"),
    "TW": ("Asia/Taipei", "zh-Hans"),
    "US": ("America/New_York", "en"),
}
T = TypeVar("T")


@dataclass(frozen=True)
class Asker:
    """Asks for what was not said; a silent one takes the usual answer."""

    silent: bool

    def ask(self, question: str, said: T | None, usual: str, parse: Callable[[str], T]) -> T:
        """Return what was said, or else the answer; one that `parse` refuses is asked for again."""
        if said is not None:
            return said
        if self.silent:
            return parse(usual)
        answer: T = typer.prompt(question, default=usual or None, value_proc=parse)
        return answer


def wishes_of(flags: SetupFlags, now: datetime) -> SiteWishes:
    """Return what the site is to be, asking for what the flags leave open.

    Raises ValueError with everything that is missing or wrong, one line each.
    """
    _refuse_to_guess(flags)
    ask = Asker(flags.yes).ask
    offered = [country for country in countries() if country != SYNTHETIC_COUNTRY]
    name = ask("Name of the hospital, ward or team", flags.site, "", _name("site")).strip()
    country = ask(f"Country ({', '.join(offered)})", flags.country, "", _one_of(offered)).upper()
    zone, language = usual(country)
    zone = ask("Time zone", flags.zone, zone, _zone)
    language = ask(f"Language ({', '.join(LANGUAGES)})", flags.language, language, _one_of(LANGUAGES))
    duty = ask("Duty hours", flags.duty_hours, "08:30-17:30", _hours)
    duty_days = ask("Duty days, from 1 for Monday", flags.duty_days, "12345", _days)
    phone = ask("Phone of the ward (a dash for none)", flags.ward_phone, "-", _phone).strip("- ")
    programme = ask("Name of the programme", flags.programme, "First programme", _name("programme")).strip()
    start = ask("First day of the programme", flags.start, str(_next_monday(now, zone)), day)
    wishes = SiteWishes(name, country, zone, language, programme, start, *duty, duty_days, phone or None)
    if wrong := list(faults(wishes)):
        raise ValueError("\n".join(wrong))
    return wishes


def _refuse_to_guess(flags: SetupFlags) -> None:
    lacking = [name for name in ("site", "country") if not getattr(flags, name)]
    if flags.yes and lacking:
        raise ValueError("\n".join(f"--{name} is needed where nothing may be asked" for name in lacking))


def usual(country: str) -> tuple[str, str]:
    """Return zone and language to offer: the machine's zone if it is one of the country's."""
    zone, language = USUAL.get(country, ("UTC", "en"))
    here = machine_zone()
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines()
    at_home = any(line.startswith(f"{country}\t") and line.split("\t")[2] == here for line in table)
    return here if at_home else zone, language


def machine_zone() -> str:
    """Return the zone this machine is set to, or nothing if it does not say."""
    link = Path("/etc/localtime")
    _, _, linked = str(link.resolve()).partition("zoneinfo/") if link.exists() else ("", "", "")
    return os.environ.get("TZ") or linked


def _one_of(offered: Iterable[str]) -> Callable[[str], str]:
    by_lower = {choice.lower(): choice for choice in offered}

    def parse(text: str) -> str:
        if text.strip().lower() not in by_lower:
            raise typer.BadParameter(f"choose one of {', '.join(by_lower.values())}")
        return by_lower[text.strip().lower()]

    return parse


def _name(what: str) -> Callable[[str], str]:
    return lambda text: _sound(text, name_faults(what, text))


def _hours(text: str) -> Hours:
    duty = hours(text)
    return _sound(duty, hours_faults(*duty))


def _days(text: str) -> str:
    return _sound(text.strip(), days_faults(text.strip()))


def _phone(text: str) -> str:
    return _sound(text, phone_faults(text.strip("- ")))


def _sound(answer: T, wrong: Iterable[str]) -> T:
    """Return the answer; one with anything wrong about it is asked for again, with that as the reason."""
    for fault in wrong:
        raise typer.BadParameter(fault)
    return answer


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise typer.BadParameter("write a zone such as Asia/Shanghai") from None


def _next_monday(now: datetime, zone: str) -> date:
    """Return the first Monday after today: programmes count their weeks from one."""
    try:
        today = now.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):  # told by `faults`, with all the rest
        today = now.date()
    return today + timedelta(days=7 - today.weekday())
