"""Running a programme: its sessions are planned, moved, called off and added; everybody hears of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.catalogue import LANGUAGES, words
from content.programmes import Planned, Template, about_children, in_language
from db import deliveries, programmes, sessions
from db.models import Meeting, Meets, Person, Programme, SiteRow
from db.session import Session
from flows import meeting

REUNION_MINUTES = 90
# How long before a session the planner looks at it: at once where that is past.
FIRST_LOOK = timedelta(days=9)


@dataclass(frozen=True)
class Venue:
    """When the first session begins by the clock at its place, where it is, and how many seats there are."""

    day: date
    at: time
    place: str
    capacity: int | None


def found(
    session: Session,
    site: SiteRow,
    template: Template,
    venue: Venue,
    now: datetime,
    *,
    name: str | None = None,
) -> Programme:
    """Make a programme with its sessions; its weeks count from the Monday before the first session."""
    title = name or in_language(template.title, site.language)
    monday = venue.day - timedelta(days=venue.day.weekday())
    programme = Programme(
        site_id=site.id,
        name=title,
        starts_on=monday,
        cadence=list(template.cadence),
        asks_child=template.asks_child,
        created_at=now,
    )
    session.add(programme)
    session.flush()
    plan(session, programme, site.zone, template, venue, now)
    return programme


def plan(
    session: Session, programme: Programme, zone: str, template: Template, venue: Venue, now: datetime
) -> Sequence[Meeting]:
    """Plan the sessions of a template for a programme that has none."""
    made = [
        _meeting(programme, number, one, venue.day + timedelta(days=one.day - template.sessions[0].day), now)
        for number, one in enumerate(template.sessions, start=1)
    ]
    for each in made:
        _set(each, each.day, venue.at, zone)
        each.minutes, each.capacity, each.place = template.minutes, venue.capacity, venue.place
        each.plan_at = max(now, each.starts_at - FIRST_LOOK)
    programme.template = {"key": template.key, "title": dict(template.title)}
    session.add_all(made)
    session.flush()
    return made


def add(
    session: Session, programme: Programme, zone: str, venue: Venue, one: Planned, now: datetime
) -> Meeting:
    """Add a session that no plan was written for, as long and as large as the others are."""
    known = sessions.of_programme(session, programme.id)
    number = _make_room(session, known, meeting.instant(venue.day, venue.at, zone))
    made = _meeting(programme, number, one, venue.day, now)
    _set(made, venue.day, venue.at, zone)
    like = known[0] if known and one.key != meeting.REUNION else None
    made.minutes = like.minutes if like else REUNION_MINUTES
    made.capacity, made.place = like.capacity if like else venue.capacity, venue.place
    made.plan_at = max(now, made.starts_at - FIRST_LOOK)
    session.add(made)
    session.flush()
    return made


def _make_room(session: Session, known: Sequence[Meeting], starts_at: datetime) -> int:
    """Return the number of a session that begins then; those after it count on from it."""
    last = max((each.number for each in known), default=0) + 1
    number = min((each.number for each in known if each.starts_at > starts_at), default=last)
    for each in sorted(known, key=lambda one: -one.number):
        if each.number >= number:
            each.number += 1
            session.flush()
    return number


def reunion() -> Planned:
    """Return a session on which people meet once more."""
    both = {language: words(language).say("session.reunion") for language in LANGUAGES}
    return Planned(meeting.REUNION, 0, both, ())


def own(theme: str, language: str, piece: str | None) -> Planned:
    """Return a session on a theme of the worker's own, with what its families take along."""
    return Planned(meeting.OWN, 0, {language: theme}, (), piece)


def move(session: Session, about: Meeting, day: date, at: time, now: datetime) -> int:
    """Move a session: what waits about it is withdrawn, everybody is told, and what was said is asked anew.

    Return how many are told.
    """
    sessions.withdraw(session, about.id, "moved", now)
    _set(about, day, at, about.zone)
    about.sequence, about.state = about.sequence + 1, Meets.MOVED
    about.plan_at = max(now, about.starts_at - FIRST_LOOK)
    session.flush()
    return _tell(session, about, meeting.MOVED, about.starts_at, now)


def cancel(session: Session, about: Meeting, now: datetime) -> int:
    """Call a session off: what waits about it is withdrawn, and everybody is told. Return how many are."""
    sessions.withdraw(session, about.id, "cancelled", now)
    about.sequence, about.state, about.plan_at = about.sequence + 1, Meets.CANCELLED, None
    session.flush()
    return _tell(session, about, meeting.CANCELLED, about.starts_at, now)


def template_of(session: Session, programme: Programme) -> Template:
    """Return a programme as a template, without date, place, people; ValueError where it has no session."""
    known = [
        one
        for one in sessions.of_programme(session, programme.id)
        if one.key != meeting.REUNION and one.state != Meets.CANCELLED
    ]
    if not known:
        raise ValueError(f"programme {programme.id} has no sessions: there is nothing to repeat")
    site = programmes.site(session, programme.site_id)
    first = known[0].day
    made_from = programme.template or {"key": "programme", "title": {site.language: programme.name}}
    return Template(
        made_from["key"],
        made_from["title"],
        known[0].minutes,
        known[0].capacity,
        programme.asks_child or about_children(programme.cadence),
        tuple(programme.cadence),
        tuple(_planned(one, first) for one in known),
    )


def _planned(one: Meeting, first: date) -> Planned:
    return Planned(one.key, (one.day - first).days, dict(one.theme), tuple(one.outline), one.piece)


def join(session: Session, programme: Programme, worker: Person, now: datetime) -> bool:
    """Give a worker a place in a programme; false if they have one."""
    if programmes.place_of(session, worker.id, programme.id) is not None:
        return False
    programmes.enrol(session, worker, programme, now)
    return True


def today(zone: str, now: datetime) -> date:
    """Return the date on the calendar of a zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def _tell(session: Session, about: Meeting, what: str, not_after: datetime, now: datetime) -> int:
    everybody = sessions.members(session, about.programme_id, every_arm=True)
    people = [member.person_id for member in everybody]
    rows: Sequence[Mapping[str, object]] = meeting.owed(about, people, what, now, not_after=not_after)
    return deliveries.queue(session, rows)


def _meeting(programme: Programme, number: int, one: Planned, day: date, now: datetime) -> Meeting:
    return Meeting(
        site_id=programme.site_id,
        programme_id=programme.id,
        number=number,
        key=one.key,
        theme=one.theme,
        outline=list(one.plan),
        piece=one.piece,
        day=day,
        state=Meets.PLANNED,
        sequence=0,
        created_at=now,
    )


def _set(about: Meeting, day: date, at: time, zone: str) -> None:
    about.day, about.at, about.zone = day, at, zone
    about.starts_at = meeting.instant(day, at, zone)
