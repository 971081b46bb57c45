"""The rules of time: zones, quiet hours, windows. Pure; no clock is read.

Every moment goes in aware and comes out in UTC. Zones are IANA names. A wall-clock time that
a clock change skips falls later by the length of the gap; one that it repeats counts the
first time round.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
# A reminder moved ahead of the quiet hours keeps this distance, so that a slow queue does not carry it in.
AHEAD_OF_QUIET = timedelta(minutes=15)
# The clock has sprung forward by as much as three hours (Casey, 2020); some time to speak must be left then.
LONGEST_QUIET = timedelta(hours=20)


@dataclass(frozen=True)
class Pattern:
    """Days of the week (0 is Monday) at one wall-clock time, from `first` to `last`, both included."""

    weekdays: frozenset[int]
    at: time
    zone: str
    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if not self.weekdays <= frozenset(range(7)):
            raise ValueError(f"weekdays run from 0 to 6, not {sorted(self.weekdays)}")


@dataclass(frozen=True)
class Quiet:
    """Hours of the wall clock in which nothing is sent: from `start` until `end`, past midnight if need be.

    Equal times mean no quiet hours.
    """

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.length > LONGEST_QUIET:
            raise ValueError(f"quiet hours from {self.start} to {self.end} leave no time to speak")

    @property
    def length(self) -> timedelta:
        """The length on a day without a clock change."""
        any_day = date(2000, 1, 3)
        return (datetime.combine(any_day, self.end) - datetime.combine(any_day, self.start)) % DAY


@dataclass(frozen=True)
class Windows:
    """How long a check-in stays open, in formr's three numbers.

    `unopened`: from sending, while nobody has opened it. `grace`: added once somebody has.
    `inactivity`: the least that remains after each tap.
    """

    unopened: timedelta
    grace: timedelta
    inactivity: timedelta

    def __post_init__(self) -> None:
        if self.unopened <= timedelta(0) or min(self.grace, self.inactivity) < timedelta(0):
            raise ValueError("windows are not negative, and `unopened` is not zero")


def instant(day: date, at: time, zone: str) -> datetime:
    """Return the moment at which clocks in `zone` show `at` on `day`."""
    return datetime.combine(day, at.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def local_date(now: datetime, zone: str) -> date:
    """Return the date on the calendar in `zone`."""
    return _utc(now).astimezone(ZoneInfo(zone)).date()


def week_of(start: date, day: date) -> int:
    """Return the week of `day`: week 1 is the seven days that begin with `start`, week 0 the seven before."""
    return (day - start).days // 7 + 1


def next_due(pattern: Pattern, after: datetime) -> datetime | None:
    """Return the first moment strictly after `after` at which `pattern` is due, or None when it has ended.

    Each date on the calendar counts once, whatever the clocks do that night; a date that a zone
    leaves out altogether (Samoa, 30 December 2011) is not due.
    """
    # A time shortly before midnight may have been moved past it: yesterday's can still lie ahead.
    day = max(pattern.first, local_date(after, pattern.zone) - DAY)
    # Fifteen days hold every weekday at least once, even where the calendar skips one.
    for ahead in (day + DAY * count for count in range(15)):
        if pattern.last is not None and ahead > pattern.last:
            return None
        if ahead.weekday() in pattern.weekdays and _exists(ahead, pattern.zone):
            due = instant(ahead, pattern.at, pattern.zone)
            if due > after:
                return due
    return None


def out_of_quiet(moment: datetime, zone: str, quiet: Quiet) -> datetime:
    """Return `moment`, or the end of the quiet hours in which it falls."""
    return next((end for start, end in _nights(moment, zone, quiet) if start <= moment < end), _utc(moment))


def before_quiet(moment: datetime, zone: str, quiet: Quiet) -> datetime:
    """Return `moment`, or a quarter of an hour before the quiet hours in which it falls.

    For reminders of an event, which are worth nothing after it.
    """
    nights = _nights(moment, zone, quiet)
    start = next((start for start, end in nights if start <= moment < end), None)
    return _utc(moment) if start is None else start - AHEAD_OF_QUIET


def expires_at(
    windows: Windows,
    sent_at: datetime,
    opened_at: datetime | None = None,
    last_tap_at: datetime | None = None,
    snoozed_until: datetime | None = None,
) -> datetime:
    """Return the moment at which a check-in closes; each new sign of life moves it later or not at all.

    Nobody loses it while answering: a tap leaves at least `windows.inactivity`. A snooze keeps it
    open until it ends, and adds nothing after that.
    """
    if opened_at is None and last_tap_at is None and snoozed_until is None:
        return _utc(sent_at) + windows.unopened
    ends = [_utc(sent_at) + windows.unopened + windows.grace]
    ends += [_utc(sign) + windows.inactivity for sign in (opened_at, last_tap_at) if sign is not None]
    ends += [_utc(snoozed_until)] if snoozed_until is not None else []
    return max(ends)


def reminder_at(windows: Windows, sent_at: datetime, zone: str, quiet: Quiet) -> datetime | None:
    """Return the moment of the one reminder: half-way through the window, after any quiet hours.

    None when the quiet hours leave too little room, less than `windows.inactivity`, before an unopened
    check-in closes: nobody is reminded of a question that is gone when they turn to it.
    """
    wanted = out_of_quiet(_utc(sent_at) + windows.unopened / 2, zone, quiet)
    room = expires_at(windows, sent_at) - wanted
    return wanted if timedelta(0) < room and windows.inactivity <= room else None


def snooze_until(minutes: int, now: datetime, expires_at: datetime) -> datetime | None:
    """Return when a check-in put off by `minutes` comes back, or None when it would be closed by then."""
    moment = _utc(now) + timedelta(minutes=minutes)
    return moment if now < moment < expires_at else None


def _utc(moment: datetime) -> datetime:
    """Return `moment` in UTC; a naive one is refused, because Python would take it for the server's time."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC)


def _exists(day: date, zone: str) -> bool:
    """Whether the calendar in `zone` has `day`."""
    return local_date(instant(day, time.min, zone), zone) == day


def _nights(moment: datetime, zone: str, quiet: Quiet) -> Iterator[tuple[datetime, datetime]]:
    """Yield the quiet hours around `moment` as pairs of moments.

    On a night when the clock changes they are taken at their widest: from the earliest reading of
    `start` to the latest of `end`. So no clock on any wall shows a quiet hour outside them.
    """
    if quiet.start == quiet.end:
        return
    today = local_date(moment, zone)
    for day in (today + DAY * offset for offset in (-2, -1, 0)):
        if _exists(day, zone):
            last_day = day if quiet.start < quiet.end else day + DAY
            yield min(_readings(day, quiet.start, zone)), max(_readings(last_day, quiet.end, zone))


def _readings(day: date, at: time, zone: str) -> tuple[datetime, datetime]:
    """Both moments that a wall-clock time can mean; the same one twice on all but two nights a year."""
    wall = datetime.combine(day, at, ZoneInfo(zone))
    return wall.replace(fold=0).astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
