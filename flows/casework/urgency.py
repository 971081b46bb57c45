"""Urgency: in which order families need a look, and when an alert is overdue. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from db.models import Alert, AlertState, SiteRow, Tier

ORDER = (
    "overdue",
    "red",
    "amber",
    "wish",
    "written",
    "worse",
    "quiet",
    "unreachable",
    "paused",
    "stopped",
)
"""Every sign that a family needs a look, most pressing first."""

ALERTS = frozenset({"overdue", "red", "amber"})
EXPLAIN_SILENCE = frozenset({"unreachable", "paused", "stopped"})
UNTAKEN_RED = timedelta(minutes=15)
DUTY_HOURS_TO_CONTACT = timedelta(hours=4)
LOOKED_BACK = 31


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is seen about a family; `detail` is the reason of an alert or of a rest."""

    code: str
    since: datetime
    detail: str = ""


def overdue(alert: Alert, site: SiteRow, now: datetime) -> bool:
    """Whether an open alert waits too long: red and untaken, or four duty hours without an outcome."""
    if alert.tier == Tier.RED and alert.state == AlertState.RAISED and now - alert.raised_at > UNTAKEN_RED:
        return True
    return worked(site, alert.raised_at, now) > DUTY_HOURS_TO_CONTACT


def worked(site: SiteRow, since: datetime, until: datetime) -> timedelta:
    """Return how much of the site's duty hours lies between two moments, at most a month of them."""
    zone = ZoneInfo(site.zone)
    total, on = timedelta(0), since.astimezone(zone).date()
    for _ in range(LOOKED_BACK):
        begins = datetime.combine(on, site.duty_from, zone)
        ends = datetime.combine(on, site.duty_to, zone)
        if str(on.isoweekday()) in site.duty_days:
            total += max(timedelta(0), min(ends, until) - max(begins, since))
        on += timedelta(days=1)
        if begins > until:
            break
    return total


def telling(signs: Iterable[Sign]) -> list[Sign]:
    """Return the signs of one family, most pressing first, without what another explains or repeats."""
    first: dict[str, Sign] = {}
    for sign in sorted(signs, key=lambda one: one.since):
        first.setdefault(sign.code, sign)
    if EXPLAIN_SILENCE & set(first):
        first.pop("quiet", None)
    return sorted(first.values(), key=rank)


def rank(sign: Sign) -> tuple[int, datetime]:
    """Return where a sign stands: by its kind, then by how long it waits."""
    return ORDER.index(sign.code), sign.since
