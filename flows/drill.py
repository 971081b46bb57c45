"""Drills: a marked test alert goes the way of a real one, and the admins hear who took it and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.message import Message
from db import alerts, deliveries, drills, people
from db.models import Alert, AlertState, Kind, Priority, SiteRow, Tier
from db.session import Session
from flows.duty import next_shift, on_duty
from flows.ladder import Ladder, Rung
from flows.ringing import name_of, ring
from flows.rota import rota

TAKEN, MISSED = "drill_taken", "drill_missed"
# Not at the very beginning of a duty, when everybody arrives.
SETTLED_IN = timedelta(hours=1)


def begin(session: Session, site: SiteRow, programme_id: int, now: datetime) -> Alert | None:
    """Raise a drill for a programme and ring as in earnest; None if one is under way or there is nobody."""
    if drills.running(session, programme_id):
        return None
    there = rota(session, site, programme_id, now).reaches(Rung.FIRST)
    if not there:
        return None
    alert, _ = alerts.raised(
        session,
        Alert(
            site_id=site.id,
            programme_id=programme_id,
            person_id=there[0].id,
            tier=Tier.RED,
            reason="drill",
            cause=f"drill:{programme_id}/{now:%Y-%m-%dT%H:%M:%S}",
            state=AlertState.RAISED,
            raised_at=now,
            drill=True,
        ),
    )
    ring(session, alert, now)
    return alert


def taken(session: Session, alert: Alert, now: datetime) -> None:
    """End a drill that somebody took, and tell the admins."""
    _end(session, alert, TAKEN, now)


def missed(session: Session, alert: Alert, now: datetime) -> None:
    """End a drill that nobody took up to the top of the ladder, and tell the admins."""
    _end(session, alert, MISSED, now)


def report(session: Session, words: Words, alert: Alert) -> Message:
    """Return what the admins read about a drill that is over."""
    if alert.closed_as == MISSED or alert.taken_by is None or alert.taken_at is None:
        return Message(words.say("drill.missed", number=alert.id))
    holder = people.by_id(session, alert.taken_by)
    minutes = int((alert.taken_at - alert.raised_at).total_seconds() // 60)
    worker = name_of([holder], words) if holder is not None else words.say("word.team")
    return Message(words.count("drill.taken", minutes, number=alert.id, worker=worker))


def monthly(session: Session, now: datetime) -> int:
    """Begin the drill of the month wherever it is due and return how many were begun."""
    begun = 0
    for site in drills.sites(session):
        if not Ladder.of(site).monthly_drill or not _is_due(site, now):
            continue
        month = now.astimezone(ZoneInfo(site.zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        for programme_id in drills.without(session, site.id, month, month.date()):
            begun += begin(session, site, programme_id, now) is not None
    return begun


def _is_due(site: SiteRow, now: datetime) -> bool:
    """Whether somebody is on duty, and the hour of this month's drill has come since the site began."""
    local = now.astimezone(ZoneInfo(site.zone))
    month = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    first = next_shift(site, month - timedelta(microseconds=1))
    if first is None or not on_duty(site, now):
        return False
    due = first + SETTLED_IN
    return site.created_at <= due <= now


def _end(session: Session, alert: Alert, how: str, now: datetime) -> None:
    alert.state, alert.closed_as, alert.closed_at = AlertState.CLOSED, how, now
    alert.climbs_at = None
    admins = people.admins(session, alert.site_id)
    deliveries.queue(session, [_row(alert, each.id, now) for each in admins])


def _row(alert: Alert, person_id: int, now: datetime) -> dict[str, object]:
    return {
        "site_id": alert.site_id,
        "kind": Kind.DRILL,
        "subject": f"drill:{alert.id}",
        "about_id": alert.id,
        "person_id": person_id,
        "priority": Priority.DIGEST,
        "due_at": now,
        "queued_at": now,
    }


def programmes_to_drill(session: Session, now: datetime) -> Sequence[tuple[SiteRow, int]]:
    """Return every programme that runs, with its site."""
    found = []
    for site in drills.sites(session, made_up=True):
        today = now.astimezone(ZoneInfo(site.zone)).date()
        found += [(site, each) for each in drills.programmes(session, site.id, today)]
    return found
