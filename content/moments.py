"""Moments in words: a day and an hour as people write them, and as they type them."""

import re
from datetime import date, datetime, time

from babel.dates import format_datetime

# A day and an hour, then a day alone, in the order in which each language writes them.
PATTERNS = {
    "en": ("EEE d MMM, HH:mm", "EEE d MMM"),
    "zh-Hans": ("M月d日 EEE HH:mm", "M月d日 EEE"),
}
_WHOLE = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*")
_DOTTED = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.?")
_MONTH_FIRST = re.compile(r"(\d{1,2})\s*[月/-]\s*(\d{1,2})\s*[日号]?")
_HOUR = re.compile(r"(上午|下午|晚上)?\s*(\d{1,2})\s*(?:[:.：点时h]\s*(\d{1,2}|半)?)?\s*分?\s*(am|pm)?")


def day_and_hour(moment: datetime, language: str) -> str:
    """Return a moment by the clock it carries, such as "Tue 9 Dec, 14:30"."""
    return _format(moment, PATTERNS[language][0], language)


def day_only(day: date, language: str) -> str:
    """Return a day, such as "Tue 9 Dec"."""
    return _format(datetime.combine(day, time(12)), PATTERNS[language][1], language)


def read_day(text: str, today: date) -> date | None:
    """Return the day that somebody wrote, the next such day where they left the year out, or None.

    2026-12-09, 9.12., 12-9, 12/9 and 12月9日 are all understood; with dots the day comes first.
    """
    text = text.strip()
    if found := _WHOLE.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.fullmatch(text):
        return _next(int(found[2]), int(found[1]), today)
    if found := _MONTH_FIRST.fullmatch(text):
        return _next(int(found[1]), int(found[2]), today)
    return None


def read_hour(text: str) -> time | None:
    """Return the hour that somebody wrote: 14:30, 14.30, 14点半, 下午2点半, 2pm; None for anything else."""
    found = _HOUR.fullmatch(text.strip().lower())
    if found is None:
        return None
    before, hour, minute, after = found.groups()
    number = int(hour) + 12 * (int(hour) < 12 and (before in {"下午", "晚上"} or after == "pm"))
    minutes = 30 if minute == "半" else int(minute or 0)
    return time(number, minutes) if number < 24 and minutes < 60 else None


def _next(month: int, day: int, today: date) -> date | None:
    found = _day(today.year, month, day)
    return _day(today.year + 1, month, day) if found is None or found < today else found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _format(moment: datetime, pattern: str, language: str) -> str:
    return format_datetime(moment.replace(tzinfo=None), pattern, locale=language.replace("-", "_"))
