"""Whose a family is: who is its first worker, who does her work now, and who may read its letters."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db import assignments, leaves, people, programmes
from db.models import Enrolment, Letter, Person, SiteRow
from db.session import Session
from flows.act import Act
from flows.duty import next_shift, on_duty, say_when
from flows.rota import within_reach


def today(act: Act) -> date:
    """Return the date on the site's wall."""
    return act.now.astimezone(ZoneInfo(people.site_of(act.session, act.who).zone)).date()


def programmes_seen(act: Act) -> Sequence[int]:
    """Return the programmes whose families this worker sees today."""
    return leaves.programmes_seen(act.session, act.who.id, today(act))


def writes_now(session: Session, place: Enrolment, on: date) -> Person | None:
    """Return who reads what the family writes on a day: the first worker, or who stands in for her.

    A family that is nobody's is read by the worker who has been longest in the programme.
    """
    first = assignments.first_worker(session, place)
    if first is None:
        team = people.workers_of(session, place.programme_id)
        first = next(iter(within_reach(team)), team[0] if team else None)
    if first is None:
        return None
    return people.by_id(session, leaves.stand_in(session, first.id, on))


def may_read(act: Act, place: Enrolment, letter: Letter | None = None) -> bool:
    """Whether this worker may read a family's letters: they were written to somebody, not to everybody.

    The first worker may, whoever stands in for her, and who wrote or was written to; of a family that is
    nobody's, every worker of the programme. One that went back to the family is read by nobody.
    """
    if letter is not None and letter.from_family and letter.returned_at is not None:
        return False
    first = assignments.first_worker(act.session, place)
    if first is None or first.id == act.who.id or (letter is not None and letter.worker_id == act.who.id):
        return True
    return leaves.stand_in(act.session, first.id, today(act)) == act.who.id


def colleagues(session: Session, programme_id: int, besides: int) -> Sequence[Person]:
    """Return the other workers of a programme."""
    return [each for each in people.workers_of(session, programme_id) if each.id != besides]


def name(act: Act, worker: Person) -> str:
    """Return what families call a worker."""
    return worker.called or act.words.say("word.social_worker")


def seen_at(session: Session, worker: Person, now: datetime) -> datetime | None:
    """Return when a worker is there to read: now, or when duty begins after her leave; None for never."""
    site = programmes.site(session, worker.site_id)
    zone = ZoneInfo(site.zone)
    away = leaves.present(session, worker.id, now.astimezone(zone).date())
    if away is None:
        return now if on_duty(site, now) else next_shift(site, now)
    back = datetime.combine(away.until + timedelta(days=1), datetime.min.time(), zone)
    return next_shift(site, back - timedelta(seconds=1))


def say_seen(act: Act, site: SiteRow, at: datetime) -> str:
    """Return in words when something is read."""
    if at <= act.now:
        return act.words.say("when.before", time=site.duty_to.strftime("%H:%M"))
    if (at.date() - act.now.astimezone(at.tzinfo).date()).days < 7:
        return say_when(at, act.now, act.words)
    return act.words.say("when.on_day", month=at.month, day=at.day, time=at.strftime("%H:%M"))
