"""The reminders of sessions that are not queued yet, as the planner will queue them for one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db import programmes, rsvps, sessions, spent
from db.models import Coming, Kind, Meets, Person
from db.session import Session
from flows import meeting
from flows.meeting import LOOKS_AHEAD
from scheduler.reminding import reminders


@dataclass(frozen=True, order=True)
class Reminded:
    """A reminder to come: when, and which."""

    at: datetime
    what: str


def reminded(
    session: Session,
    person: Person,
    queued: Sequence[spent.Message],
    questions: Sequence[datetime],
    now: datetime,
) -> Sequence[Reminded]:
    """Return what this person will be reminded of, if they answer as they did, but for what waits already."""
    found: list[Reminded] = []
    mine = programmes.programmes_of(session, person.id)
    known = {one.about_id for one in queued if one.kind == Kind.SESSION}
    for about in sessions.to_come(session, mine, now):
        said = rsvps.of_person(session, about, person.id)
        cannot = said is not None and said.answer == Coming.CANNOT
        if about.id in known or cannot or not meeting.is_for(session, about, person):
            continue
        programme = programmes.by_id(session, about.programme_id)
        week = programme is not None and programme.week_ahead
        looked = max(now, about.starts_at - LOOKS_AHEAD)
        asked = [moment for moment in questions if moment > looked]
        moved = about.state == Meets.MOVED
        found += [
            Reminded(max(one.due_at, now), one.what)
            for one in reminders(
                about.starts_at, person.zone, now, questions=asked, week_ahead=week, told=moved
            )
        ]
    return sorted(found)
