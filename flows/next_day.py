"""The next day where a person is: when the library speaks again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from db.models import Person

EVENING, A_DAY = timedelta(hours=3), timedelta(days=1)
# Wednesday and Saturday: nothing comes by itself.
SILENT = frozenset({2, 5})


def day_after(person: Person, now: datetime) -> datetime:
    """Return the hour at which the person is asked, a day later; what comes late at night is of the next."""
    zone = ZoneInfo(person.zone)
    day = (now.astimezone(zone) + EVENING).date() + A_DAY
    return datetime.combine(day, person.asked_at, zone).astimezone(UTC)


def talking_day_after(person: Person, moment: datetime) -> datetime:
    """Return the hour at which the person is asked, on the first day after a moment that is not silent."""
    zone = ZoneInfo(person.zone)
    day = moment.astimezone(zone).date() + A_DAY
    while day.weekday() in SILENT:
        day += A_DAY
    return datetime.combine(day, person.asked_at, zone).astimezone(UTC)
