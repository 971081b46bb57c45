"""One group session in words, and the messages about it that are owed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.moments import day_and_hour
from content.programmes import in_language
from db import alerts, programmes, sessions
from db.models import TO_COME, Arm, Kind, Meeting, Meets, Person, Priority, Role, Standing
from db.session import Session
from flows.act import Act
from flows.errors import OldButton

REUNION, OWN = "reunion", "own"
# A session's reminders are queued so long before it; a family is asked again no earlier.
LOOKS_AHEAD = timedelta(hours=48)
# When what was said about a session is told, once, to who leads the group.
HEARD_AFTER = timedelta(hours=72)
# What a family may hear of a session; the words for each are in flows/session_post.py.
WEEK, DAY, HOURS, MOVED, CANCELLED, FILE = "7d", "24h", "2h", "moved", "cancelled", "file"
OPINION, MAKEUP, FAREWELL, MONTHS = "opinion", "makeup", "farewell", ("month1", "month2")
# And what its workers hear.
ATTENDANCE, HEARD = "attendance", "heard"


def instant(day: date, at: time, zone: str) -> datetime:
    """Return the moment at which clocks in `zone` show `at` on `day`; one that is skipped falls later."""
    return datetime.combine(day, at.replace(fold=0), ZoneInfo(zone)).astimezone(UTC)


def ends_at(meeting: Meeting) -> datetime:
    """Return when a session is over by its plan."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def standing(about: Meeting, words: Words, now: datetime) -> str:
    """Return where a session stands: also that it is over and nobody has said who was there."""
    over = about.state in TO_COME and about.starts_at <= now
    return words.say("session.state.over" if over else f"session.state.{about.state}")


def is_to_come(meeting: Meeting, now: datetime) -> bool:
    """Whether it is to take place, and has not begun."""
    return meeting.state in TO_COME and meeting.starts_at > now


def is_last(session: Session, meeting: Meeting) -> bool:
    """Whether the group ends with this session; a reunion comes after the end."""
    ids = [
        one.id
        for one in sessions.of_programme(session, meeting.programme_id)
        if one.key != REUNION and one.state != Meets.CANCELLED
    ]
    return len(ids) > 1 and meeting.id == ids[-1]


def theme(meeting: Meeting, words: Words) -> str:
    """Return the theme as HTML."""
    return escape(in_language(meeting.theme, words.language), quote=False)


def when(meeting: Meeting, words: Words, zone: str, now: datetime) -> str:
    """Return when it begins where the person is; in another zone also what the clock at its place shows."""
    local = meeting.starts_at.astimezone(ZoneInfo(zone))
    said = day_and_hour(local, words.language)
    days = (local.date() - now.astimezone(ZoneInfo(zone)).date()).days
    if days in {0, 1}:
        said = words.say(f"session.in{days}", when=said)
    there = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    if there.replace(tzinfo=None) == local.replace(tzinfo=None):
        return said
    return words.say("session.elsewhere", when=said, there=there.strftime("%H:%M"))


def card(meeting: Meeting, words: Words, zone: str, now: datetime) -> str:
    """Return a session's lines: theme, when and how long, where."""
    lines = [
        words.say("session.head", number=meeting.number, theme=in_language(meeting.theme, words.language)),
        f"{when(meeting, words, zone, now)} · {words.count('session.minutes', meeting.minutes)}",
    ]
    if meeting.place:
        lines.append(escape(meeting.place, quote=False))
    return "\n".join(lines)


def name(meeting: Meeting, words: Words) -> str:
    """Return what a button or a heading calls it: its number and its day."""
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    return words.say("session.name", number=meeting.number, when=day_and_hour(local, words.language))


def owed(
    meeting: Meeting,
    people: Iterable[int],
    what: str,
    now: datetime,
    *,
    due_at: datetime | None = None,
    not_after: datetime | None = None,
    priority: Priority = Priority.SESSION,
) -> list[dict[str, object]]:
    """Return the deliveries that tell these people something about a session; the subject says what."""
    return [
        {
            "site_id": meeting.site_id,
            "kind": Kind.SESSION,
            "subject": f"session:{meeting.id}/{meeting.sequence}/{what}",
            "about_id": meeting.id,
            "person_id": person,
            "priority": priority,
            "due_at": due_at or now,
            "not_after": not_after,
            "queued_at": now,
        }
        for person in people
    ]


def of_worker(act: Act, meeting_id: int) -> Meeting:
    """Return a session of one of this worker's programmes; raises OldButton for any other."""
    meeting = sessions.by_id(act.session, meeting_id)
    if meeting is None or meeting.programme_id not in programmes.programmes_of(act.session, act.who.id):
        raise OldButton
    return meeting


def of_family(act: Act, meeting_id: int) -> Meeting:
    """Return a session that this family is asked to; raises OldButton for any other."""
    meeting = sessions.by_id(act.session, meeting_id)
    if meeting is None or not is_for(act.session, meeting, act.who):
        raise OldButton
    return meeting


def is_for(session: Session, meeting: Meeting, person: Person) -> bool:
    """Whether it is for this person: a family of its programme that does not wait in the control arm."""
    place = programmes.place_of(session, person.id, meeting.programme_id)
    if place is None or place.left_at is not None or place.role != Role.CAREGIVER:
        return False
    if person.standing not in (Standing.ACTIVE, Standing.PAUSED, Standing.RELAPSE):
        return False
    return place.arm != Arm.WAITLIST or alerts.any_red(session, person.id)
