"""Urgency: in which order families need a look, and when an alert is overdue. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.models import Alert, AlertState, SiteRow, Tier
from flows.duty import duty_after

ORDER = (
    "overdue",
    "red",
    "amber",
    "bereaved",
    "wish",
    "written",
    "worse",
    "quiet",
    "unreachable",
    "relapse",
    "paused",
    "stopped",
)
"""Every sign that a family needs a look, most pressing first."""

ALERTS = frozenset({"overdue", "red", "amber"})
EXPLAIN_SILENCE = frozenset({"unreachable", "bereaved", "relapse", "paused", "stopped"})
UNTAKEN_RED = timedelta(minutes=15)
DUTY_HOURS_TO_CONTACT = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is seen about a family; `detail` is the reason of an alert or of a rest."""

    code: str
    since: datetime
    detail: str = ""


def overdue(alert: Alert, site: SiteRow, now: datetime) -> bool:
    """Whether an open alert waits too long: red and untaken, past its time, or four duty hours old."""
    untaken = alert.state == AlertState.RAISED
    if untaken and alert.tier == Tier.RED and now - alert.raised_at > UNTAKEN_RED:
        return True
    due = alert.contact_by if not untaken and alert.contact_by else contact_due(alert, site)
    return due is not None and now > due


def contact_due(alert: Alert, site: SiteRow) -> datetime | None:
    """Return by when somebody should have turned to whoever an alert is about; None without a duty day."""
    return duty_after(site, alert.raised_at, DUTY_HOURS_TO_CONTACT)


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
