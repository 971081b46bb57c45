"""Moments and days as a worker reads them on a line."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from content.catalogue import Words


def moment(at: datetime, now: datetime, zone: str, words: Words) -> str:
    """Return today's clock, or the day for what was earlier."""
    local = at.astimezone(ZoneInfo(zone))
    if local.date() == now.astimezone(ZoneInfo(zone)).date():
        return local.strftime("%H:%M")
    return day(local.date(), words)


def clock(at: datetime, zone: str, words: Words) -> str:
    """Return the day and the clock."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day(local.date(), words)} {local:%H:%M}"


def day(on: date, words: Words) -> str:
    """Return a day without its year."""
    return format_skeleton("MMMd", on, locale=words.language.replace("-", "_"))


def today(now: datetime, zone: str) -> date:
    """Return the date on the wall there."""
    return now.astimezone(ZoneInfo(zone)).date()


def ago(now: datetime, days: int) -> datetime:
    """Return the moment so many days before."""
    return now - timedelta(days=days)
