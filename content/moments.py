"""Moments in words: a day and an hour as people write them, and as they type them."""

import re
from datetime import date, datetime, time, timedelta

from babel.dates import format_datetime

from content.numerals import in_figures

# A day and an hour, then a day alone, in the order in which each language writes them.
PATTERNS = {
    "en": ("EEE d MMM, HH:mm", "EEE d MMM"),
    "zh-Hans": ("M月d日 EEE HH:mm", "M月d日 EEE"),
}
_WHOLE = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*")
_DOTTED = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.?")
_MONTH_FIRST = re.compile(r"(\d{1,2})\s*[月/-]\s*(\d{1,2})\s*[日号]?")
_HOUR = re.compile(
    r"(早上|上午|中午|下午|晚上)?\s*(\d{1,2})\s*(?:[:.：点时h]\s*(\d{1,2}|半|[13]刻)?)?\s*分?\s*(am|pm)?"
)
_AHEAD = {"今天": 0, "明天": 1, "后天": 2, "today": 0, "tomorrow": 1}
_WEEKDAY = re.compile(r"(下)?个?(?:周|星期|礼拜)([一二三四五六日天])")
# 中午1点 is after noon, 中午11点半 before it.
_NOON_ENDS = 4
_DAY_BEGINS = 7
_MINUTES = {"半": 30, "1刻": 15, "3刻": 45}


def day_and_hour(moment: datetime, language: str) -> str:
    """Return a moment by the clock it carries, such as "Tue 9 Dec, 14:30"."""
    return _format(moment, PATTERNS[language][0], language)


def day_only(day: date, language: str) -> str:
    """Return a day, such as "Tue 9 Dec"."""
    return _format(datetime.combine(day, time(12)), PATTERNS[language][1], language)


def read_day(text: str, today: date) -> date | None:
    """Return the day that somebody wrote, the next such day where they left the year out, or None.

    2026-12-09, 9.12., 12-9, 12/9, 12月9日, 十二月九号, 明天, 周二 and 下周二 are all read; with dots the
    day comes first.
    """
    text = in_figures(text.strip())
    if text.lower() in _AHEAD:
        return today + timedelta(days=_AHEAD[text.lower()])
    if found := _WEEKDAY.fullmatch(text):
        return _on_weekday(
            "一二三四五六日".index(found[2].replace("天", "日")), today, next_week=bool(found[1])
        )
    if found := _WHOLE.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.fullmatch(text):
        return _next(int(found[2]), int(found[1]), today)
    if found := _MONTH_FIRST.fullmatch(text):
        return _next(int(found[1]), int(found[2]), today)
    return None


def read_hour(text: str) -> time | None:
    """Return the hour that somebody wrote: 14:30, 14.30, 14点半, 下午两点半, 2pm; None for anything else.

    Nobody meets before seven: 两点半 and 2:30 are after noon, unless it says otherwise (早上6点, 06:30).
    """
    found = _HOUR.fullmatch(in_figures(text.strip().lower()))
    if found is None:
        return None
    before, hour, minute, after = found.groups()
    later = before in {"下午", "晚上"} or after == "pm" or (before == "中午" and int(hour) < _NOON_ENDS)
    later = later or (before is after is None and hour[0] != "0" and int(hour) < _DAY_BEGINS)
    number = int(hour) + 12 * (int(hour) < 12 and later)
    minutes = _MINUTES[minute] if minute in _MINUTES else int(minute or 0)
    return time(number, minutes) if number < 24 and minutes < 60 else None


def _on_weekday(weekday: int, today: date, *, next_week: bool) -> date:
    """Return that day of next week as the calendar has it, or the next one to come."""
    monday = today - timedelta(days=today.weekday())
    if next_week:
        return monday + timedelta(weeks=1, days=weekday)
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


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
