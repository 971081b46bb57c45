"""Duty hours: whether somebody reads now, and when somebody will. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from content.catalogue import Words
from db.models import SiteRow


def on_duty(site: SiteRow, now: datetime) -> bool:
    """Whether the site's duty hours are running."""
    local = now.astimezone(ZoneInfo(site.zone))
    return _works(site, local) and site.duty_from <= local.time() < site.duty_to


def time_left(site: SiteRow, now: datetime) -> timedelta:
    """Return how long the duty hours that are running still run; nothing outside of them."""
    if not on_duty(site, now):
        return timedelta(0)
    local = now.astimezone(ZoneInfo(site.zone))
    return datetime.combine(local.date(), site.duty_to, local.tzinfo) - local


def next_shift(site: SiteRow, now: datetime) -> datetime | None:
    """Return when the next duty hours begin, in the site's zone; None for a site without a duty day."""
    zone = ZoneInfo(site.zone)
    local = now.astimezone(zone)
    for ahead in range(8):
        day = local + timedelta(days=ahead)
        start = datetime.combine(day.date(), site.duty_from, zone)
        if start > local and _works(site, start):
            return start
    return None


def duty_after(site: SiteRow, now: datetime, span: timedelta) -> datetime | None:
    """Return when so much duty time has passed from `now` on; None for a site without a duty day."""
    moment = now.astimezone(ZoneInfo(site.zone))
    while True:
        left = time_left(site, moment)
        if left >= span:
            return moment.astimezone(UTC) + span
        span -= left
        shift = next_shift(site, moment)
        if shift is None:
            return None
        moment = shift


def say_when(moment: datetime, now: datetime, words: Words) -> str:
    """Return a coming moment in words: today, tomorrow, or the weekday, with the time on the wall there."""
    local_now = now.astimezone(moment.tzinfo)
    days = (moment.date() - local_now.date()).days
    clock = moment.strftime("%H:%M")
    if days == 0:
        return words.say("when.today", time=clock)
    if days == 1:
        return words.say("when.tomorrow", time=clock)
    return words.say(f"when.day{moment.isoweekday()}", time=clock)


def _works(site: SiteRow, local: datetime) -> bool:
    return str(local.isoweekday()) in site.duty_days
