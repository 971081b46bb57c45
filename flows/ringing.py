"""Ringing: who is told of an alert, and who instead of somebody that cannot be reached."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from content.catalogue import Words
from db import climbing, deliveries, people, programmes
from db.models import Alert, AlertState, Kind, Person, Priority, Role
from db.session import Session
from flows.ladder import Ladder, Rung, turn
from flows.rota import UPWARDS, rota, within_reach

AT_MOST_EVERY = timedelta(minutes=1)
# How a ring is named that tells who comes next that whom to call was seen without a code.
WITHOUT_CODE = "nocode"
ABOVE = (Rung.BACKUP, Rung.ADMIN, Rung.EVERYONE)


def listeners(session: Session, site_id: int, programme_id: int) -> Sequence[Person]:
    """Return who works with the people of a programme: its workers, or else the site's admins."""
    workers = within_reach(people.workers_of(session, programme_id))
    return workers or within_reach(people.admins(session, site_id))


def on_call(session: Session, alert: Alert, now: datetime) -> Sequence[Person]:
    """Return whom an alert reaches first."""
    site = programmes.site(session, alert.site_id)
    return rota(session, site, alert.programme_id, now).reaches(Rung.FIRST)


def ring(session: Session, alert: Alert, now: datetime) -> Sequence[Person]:
    """Ring whoever the alert reaches, once each, and return who that is; from here it climbs by itself."""
    heard = on_call(session, alert, now)
    queue(session, alert, heard, "ring1", now)
    if alert.climbs_from is None and alert.state == AlertState.RAISED:
        _begin(session, alert, now)
    return heard


def ring_again(session: Session, alert: Alert, update_id: int, now: datetime) -> Sequence[Person]:
    """Ring once more for an alert that nobody has taken, unless it rang less than a minute ago."""
    heard = on_call(session, alert, now)
    rung = deliveries.told_about(session, Kind.ALERT, alert.id)
    due = [each for each in heard if each.id not in rung or now - rung[each.id] >= AT_MOST_EVERY]
    queue(session, alert, due, f"again-{update_id}", now)
    return heard


def ring_instead(session: Session, alert: Alert, now: datetime) -> int:
    """Ring those whom the alert reaches now that somebody could not be rung; return how many were new.

    Where nobody is left on a rung it goes to the next one at once.
    """
    if alert.state != AlertState.RAISED:
        return 0
    rung = deliveries.told_about(session, Kind.ALERT, alert.id)
    site = programmes.site(session, alert.site_id)
    there = rota(session, site, alert.programme_id, now)
    level = next((each for each in UPWARDS if there.by_rung[each]), Rung.EVERYONE)
    new = [each for each in there.reaches(level) if each.id not in rung]
    return queue(session, alert, new, "instead", now)


def ring_above(session: Session, alert: Alert, now: datetime, *, refused: bool = False) -> int:
    """Ring whoever comes after the one who has an alert, since they saw whom to call without a code.

    Once for each taking; where a ring was `refused` it goes to who comes next. Returns how many were new.
    """
    told = _told_without_code(session, alert)
    if told and not refused:
        return 0
    there = rota(session, programmes.site(session, alert.site_id), alert.programme_id, now)
    for level in ABOVE:
        others = [each for each in there.by_rung[level] if each.id not in {alert.taken_by, *told}]
        if others:
            return queue(session, alert, others, without_code(alert), now)
    return 0


def ring_after(session: Session, alert: Alert, subject: str, now: datetime) -> int:
    """Ring whoever is left after a ring was refused for good; return how many were new."""
    step = subject.rpartition("/")[2]
    if not step.startswith(WITHOUT_CODE):
        return ring_instead(session, alert, now)
    if alert.state != AlertState.TAKEN or step != without_code(alert):
        return 0
    return ring_above(session, alert, now, refused=True)


def without_code(alert: Alert) -> str:
    """Return how that ring is named: by the moment at which the alert was taken."""
    return f"{WITHOUT_CODE}{alert.taken_at:%y%m%d%H%M%S}" if alert.taken_at else WITHOUT_CODE


def may_take_over(session: Session, alert: Alert, person_id: int) -> bool:
    """Whether somebody was rung since whoever has the alert saw whom to call without a code."""
    return person_id in _told_without_code(session, alert)


def _told_without_code(session: Session, alert: Alert) -> set[int]:
    return climbing.rung_at(session, f"{Kind.ALERT}:{alert.id}/{without_code(alert)}")


def ring_anew(session: Session, alert: Alert, now: datetime) -> int:
    """Ring whoever the alert reaches and let it climb anew, for who had it has gone."""
    _begin(session, alert, now)
    return queue(session, alert, on_call(session, alert, now), f"anew-{now:%Y%m%dT%H%M%S}", now)


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
