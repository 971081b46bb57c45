"""Ringing: who is told of an alert, and who instead of somebody that cannot be reached."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from content.catalogue import Words
from db import climbing, deliveries, people, programmes
from db.models import Alert, AlertState, Kind, Person, Priority, Role
from db.session import Session
from flows import beside
from flows.ladder import Ladder, Rung, turn
from flows.rota import UPWARDS, Rota, rota, within_reach

AT_MOST_EVERY = timedelta(minutes=1)
# How a ring is named that tells who comes next that whom to call was seen without a code, and one that says
# that nothing was heard of an alert since somebody took it.
WITHOUT_CODE, OVERDUE = "nocode", "overdue"
ABOVE = (Rung.BACKUP, Rung.ADMIN, Rung.EVERYONE)


def listeners(session: Session, site_id: int, programme_id: int) -> Sequence[Person]:
    """Return who works with the people of a programme: its workers, or else the site's admins."""
    workers = within_reach(people.workers_of(session, programme_id))
    return workers or within_reach(people.admins(session, site_id))


def on_call(session: Session, alert: Alert, now: datetime) -> Sequence[Person]:
    """Return whom an alert reaches first."""
    return _rota(session, alert, now).reaches(Rung.FIRST)


def ring(session: Session, alert: Alert, now: datetime) -> Sequence[Person]:
    """Ring whoever the alert reaches, once each, and return who that is; from here it climbs by itself."""
    if alert.climbs_from is None and alert.state == AlertState.RAISED:
        _begin(session, alert, now)
    there = _rota(session, alert, now)
    heard = there.reaches(Rung.FIRST)
    queue(session, alert, heard, "ring1", now)
    if alert.state == AlertState.RAISED:
        _beside(session, alert, there, beside.nobody(alert), now)
    return heard


def ring_again(session: Session, alert: Alert, update_id: int, now: datetime) -> Sequence[Person]:
    """Ring once more for an alert that nobody has taken, unless it rang less than a minute ago."""
    there = _rota(session, alert, now)
    heard = there.reaches(Rung.FIRST)
    rung = deliveries.told_about(session, Kind.ALERT, alert.id)
    due = [each for each in heard if each.id not in rung or now - rung[each.id] >= AT_MOST_EVERY]
    queue(session, alert, due, f"again-{update_id}", now)
    _beside(session, alert, there, beside.nobody(alert), now)
    return heard


def ring_instead(session: Session, alert: Alert, now: datetime) -> int:
    """Ring those whom the alert reaches now that somebody could not be rung; return how many were new.

    Where nobody is left on a rung it goes to the next one at once, and beside Telegram after the last.
    """
    if alert.state != AlertState.RAISED:
        return 0
    rung = deliveries.told_about(session, Kind.ALERT, alert.id)
    there = _rota(session, alert, now)
    level = next((each for each in UPWARDS if there.by_rung[each]), Rung.EVERYONE)
    new = [each for each in there.reaches(level) if each.id not in rung]
    count = queue(session, alert, new, "instead", now)
    if not there.anybody() or not climbing.rings(session, alert):
        beside.call(session, alert, beside.nobody(alert), now)
    return count


def ring_above(session: Session, alert: Alert, now: datetime, *, refused: bool = False) -> int:
    """Ring whoever comes after the one who has an alert, since they saw whom to call without a code.

    Once for each taking; where a ring was `refused` it goes to who comes next. Where everybody else is
    out of reach or away, the second channel is called. Returns how many were new.
    """
    told = _told_without_code(session, alert)
    if told and not refused:
        return 0
    there, step, passed = _rota(session, alert, now), without_code(alert), {alert.taken_by, *told}
    above = ([each for each in there.by_rung[level] if each.id not in passed] for level in ABOVE)
    count = queue(session, alert, next(filter(None, above), []), step, now)
    rings = climbing.rings(session, alert, _occasion(alert, step))
    if not rings or not there.anybody(besides=alert.taken_by):
        beside.call(session, alert, step, now)
    return count


def ring_after(session: Session, alert: Alert, subject: str, now: datetime) -> int:
    """Ring whoever is left after a ring was refused for good; return how many were new."""
    step = subject.rpartition("/")[2]
    if alert.state == AlertState.RAISED and not step.startswith(WITHOUT_CODE):
        return ring_instead(session, alert, now)
    if alert.state == AlertState.TAKEN and step == without_code(alert):
        return ring_above(session, alert, now, refused=True)
    if alert.state == AlertState.TAKEN and step.startswith(OVERDUE):
        _beside(session, alert, _rota(session, alert, now), step, now)
    return 0


def without_code(alert: Alert) -> str:
    """Return how that ring is named: by the moment at which the alert was taken."""
    return f"{WITHOUT_CODE}{alert.taken_at:%y%m%d%H%M%S}" if alert.taken_at else WITHOUT_CODE


def may_take_over(session: Session, alert: Alert, person_id: int) -> bool:
    """Whether somebody was rung since whoever has the alert saw whom to call without a code."""
    return person_id in _told_without_code(session, alert)


def _told_without_code(session: Session, alert: Alert) -> set[int]:
    return climbing.rung_at(session, _occasion(alert, without_code(alert)))


def _rota(session: Session, alert: Alert, now: datetime) -> Rota:
    return rota(session, programmes.site(session, alert.site_id), alert.programme_id, now)


def _beside(session: Session, alert: Alert, there: Rota, step: str, now: datetime) -> None:
    """Call beside Telegram where everybody is out of reach or away."""
    if not there.anybody():
        beside.call(session, alert, step, now)


def _occasion(alert: Alert, step: str) -> str:
    return f"{Kind.ALERT}:{alert.id}/{step}"


def ring_anew(session: Session, alert: Alert, now: datetime) -> int:
    """Ring whoever the alert reaches and let it climb anew, for who had it has gone."""
    _begin(session, alert, now)
    there = _rota(session, alert, now)
    _beside(session, alert, there, beside.nobody(alert), now)
    return queue(session, alert, there.reaches(Rung.FIRST), f"anew-{now:%Y%m%dT%H%M%S}", now)


def _begin(session: Session, alert: Alert, now: datetime) -> None:
    """Begin the ladder of an alert that nobody has; its first step is taken."""
    ladder = Ladder.of(programmes.site(session, alert.site_id))
    begun = turn(ladder.steps(alert.tier, taken=False), now, 0, now)
    alert.climbs_from, alert.step, alert.climbs_at = now, begun.done, begun.next_at


def name_of(heard: Sequence[Person], words: Words) -> str:
    """Return what to call those who were rung."""
    first = heard[0]
    if first.role != Role.SOCIAL_WORKER:
        return words.say("word.team")
    return first.called or words.say("word.social_worker")


def queue(session: Session, alert: Alert, heard: Sequence[Person], step: str, now: datetime) -> int:
    """Owe everybody of these one ring for a step, and return how many were new."""
    return deliveries.queue(session, [row(alert, Kind.ALERT, step, each.id, now) for each in heard])


def row(alert: Alert, kind: Kind, step: str, person_id: int, now: datetime) -> dict[str, object]:
    """Return the delivery that an alert owes somebody; it waits for nothing."""
    return {
        "site_id": alert.site_id,
        "kind": kind,
        "subject": f"{kind}:{alert.id}/{step}",
        "about_id": alert.id,
        "person_id": person_id,
        "priority": Priority.SAFETY,
        "due_at": now,
        "queued_at": now,
    }
