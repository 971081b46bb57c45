"""Sessions that the planner looks at: their reminders, who was there, and what was said about them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from db import deliveries, opinions, people, programmes, sessions, subscriptions
from db.models import TO_COME, Asks, Meeting, Meets
from db.session import Session
from db.sessions import Member
from flows import meeting
from flows.opinion import FEWEST
from scheduler.following import gives_way
from scheduler.reminding import next_look, reminders
from scheduler.rules import DAY

BATCH = 50
# A worker who was ill may still mark a session; after that it stays unmarked until she opens it herself.
MARKED_WITHIN = 3 * DAY


def plan(session: Session, now: datetime, limit: int = BATCH) -> int:
    """Look at up to `limit` sessions whose moment has come and return how many; call again until it is 0.

    Whatever is queued names its occasion, so a session that is looked at twice owes nobody anything twice.
    """
    found = sessions.due(session, now, limit)
    for each in found:
        _look(session, each, now)
    session.flush()
    return len(found)


def _look(session: Session, about: Meeting, now: datetime) -> None:
    ends, heard = meeting.ends_at(about), meeting.ends_at(about) + meeting.HEARD_AFTER
    if about.state in TO_COME and now < about.starts_at:
        _remind(session, about, now)
    elif ends <= now < heard and about.state in TO_COME:
        workers = [worker.id for worker in people.workers_of(session, about.programme_id)]
        what, until = meeting.ATTENDANCE, ends + MARKED_WITHIN
        deliveries.queue(session, meeting.owed(about, workers, what, now, not_after=until))
    elif now >= heard:
        _tell_what_was_said(session, about, now)
    about.plan_at = next_look(about.starts_at, now, ends, heard)


def _remind(session: Session, about: Meeting, now: datetime) -> None:
    """Queue the reminders of everybody the session is for, in one statement."""
    members = sessions.members(session, about.programme_id, every_arm=True)
    programme = programmes.by_id(session, about.programme_id)
    assert programme is not None, "a session is of a programme"
    soon = about.starts_at - now <= meeting.LOOKS_AHEAD
    questions = questions_of(session, members, now) if soon else {}
    rows = []
    for member in members:
        for one in reminders(
            about.starts_at,
            member.zone,
            now,
            questions=questions.get(member.person_id, ()),
            week_ahead=programme.week_ahead,
            told=about.state == Meets.MOVED,
        ):
            if soon or one.what == meeting.WEEK:
                rows += meeting.owed(
                    about, [member.person_id], one.what, now, due_at=one.due_at, not_after=one.not_after
                )
    deliveries.queue(session, rows)


def questions_of(
    session: Session, members: Sequence[Member], now: datetime
) -> Mapping[int, Sequence[datetime]]:
    """Return by person when the next check-ins are due that will be asked, each kind's next one."""
    found: dict[int, list[datetime]] = defaultdict(list)
    for each in subscriptions.of_people(session, [member.person_id for member in members]):
        if each.asks != Asks.DIGEST and each.day is not None and each.due_at > now and not gives_way(each):
            found[each.person_id].append(each.due_at)
    return found


def _tell_what_was_said(session: Session, about: Meeting, now: datetime) -> None:
    """Tell the workers once what was said; what too few said nobody reads, and it is not kept."""
    opinions.drop_unfinished(session, str(about.id))
    if opinions.count(session, about.id) < FEWEST:
        opinions.forget(session, about.id)
        return
    workers = [worker.id for worker in people.workers_of(session, about.programme_id)]
    deliveries.queue(session, meeting.owed(about, workers, meeting.HEARD, now))
