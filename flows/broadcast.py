"""A broadcast on its way: queued round by round, paused, called off, sent again, put right, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db import audiences, audit, broadcasts, deliveries, programmes, rounds
from db.models import Act, Broadcast, Kind, Priority, Repeats, Role, Sending
from db.session import Session
from flows.meeting import instant

# What a change of state settles itself; the beat does the rest, so that no transaction is long.
AT_ONCE = 1000
# How long a round that somebody set the moment of may still go out after it.
LASTS = timedelta(hours=24)
# So long before a round it is looked at whether its audience has grown past what one may send to alone.
AHEAD = timedelta(hours=24)
# Telegram takes nothing back that is older; a minute is for the way.
RECALLABLE = timedelta(hours=48) - timedelta(minutes=1)
STEP = {Repeats.DAILY: timedelta(days=1), Repeats.WEEKLY: timedelta(days=7)}


@dataclass(frozen=True)
class Queued:
    """A broadcast on its way, and to how many people."""

    broadcast_id: int
    people: int


def queue(
    session: Session,
    now: datetime,
    *,
    programme_id: int,
    role: Role,
    texts: Mapping[str, str],
    by: int | None = None,
    not_after: datetime | None = None,
) -> Queued:
    """Say `texts` (Telegram's HTML by language) to everybody of a role in a programme.

    Who rests, who left and who is in the control arm are part of the audience: their deliveries end coded
    when their turn comes, as things stand then. Raises ValueError where there is nothing to say.
    """
    if not texts or not all(text.strip() for text in texts.values()):
        raise ValueError("a broadcast needs a text in every language it names")
    programme = programmes.by_id(session, programme_id)
    if programme is None:
        raise ValueError(f"there is no programme {programme_id}")
    columns = {"programme_id": programme.id, "role": role, "texts": dict(texts), "created_by": by}
    one = broadcasts.add(
        session, Broadcast(site_id=programme.site_id, state=Sending.PLANNED, created_at=now, **columns)
    )
    return Queued(one.id, begin(session, one, now, by=by, not_after=not_after))


def begin(
    session: Session, one: Broadcast, now: datetime, *, by: int | None, not_after: datetime | None = None
) -> int:
    """Queue the next round for the whole audience and return how many that are; 0 if another was faster.

    Where a day and an hour are said, each one's own clock says when; then the round after it is planned.
    """
    moments = _moments(session, one, one.day)
    if moments:
        not_after = max(moments.values()) + LASTS
    day, next_at = following(session, one, now)
    if not rounds.begin(session, one, day, next_at, look_at(one.agreed_by, next_at)):
        return 0
    people = rounds.address(session, one, now, moments=moments, not_after=not_after)
    write_down(session, one, f"to {one.role or 'everybody'}", now, by)
    _report_progress(session, one, now)
    return people


def plan(session: Session, one: Broadcast) -> datetime:
    """Return when the first round is to be queued: when the hour comes where it comes first."""
    return min(_moments(session, one, one.day).values())


def again(session: Session, one: Broadcast, now: datetime, by: int) -> int:
    """Send it once more to those whom the newest round failed to reach, and return how many those are."""
    if not rounds.failed(session, one) or not rounds.begin(session, one, one.day, one.next_at, one.look_at):
        return 0
    people = rounds.again(session, one, now, now + LASTS)
    write_down(session, one, "again", now, by)
    _report_progress(session, one, now)
    return people


def change(session: Session, one: Broadcast, texts: Mapping[str, str] | None, now: datetime, by: int) -> int:
    """Put right what was sent, or with no texts take it back; return for how many that is tried."""
    what, since = (rounds.CHANGE, None) if texts else (rounds.RECALL, now - RECALLABLE)
    one.changes += 1
    if texts:
        one.texts = dict(texts)
    session.flush()
    write_down(session, one, "corrected" if texts else "taken back", now, by)
    return rounds.change(session, one, what, now, since)


def pause(session: Session, one: Broadcast, now: datetime, by: int | None) -> bool:
    """Let a broadcast rest: from the commit on nothing more of it goes out, but what is in the air."""
    paused = broadcasts.move(session, one, [Sending.QUEUED, Sending.PLANNED], Sending.PAUSED)
    return _followed(session, one, paused, "paused", now, by)


def resume(session: Session, one: Broadcast, now: datetime, by: int | None) -> bool:
    """Let it go on."""
    resumed = broadcasts.move(session, one, [Sending.PAUSED], Sending.QUEUED)
    return _followed(session, one, resumed, "resumed", now, by)


def cancel(session: Session, broadcast_id: int, now: datetime, by: int | None = None) -> bool:
    """Call a broadcast off; false if it was over already.

    From the commit on nothing more of it is claimed; what is in the air arrives.
    """
    cancelled = broadcasts.cancel(session, broadcast_id)
    one = broadcasts.by_id(session, broadcast_id)
    assert one is not None, "only drafts are forgotten"
    return _followed(session, one, cancelled, "cancelled", now, by)


def write_down(session: Session, one: Broadcast, what: str, now: datetime, by: int | None) -> None:
    """Record what was done with a broadcast, and by whom."""
    where = f"programme:{one.programme_id} " if one.programme_id else ""
    about = f"{where}broadcast {one.id} {what}"
    audit.record(session, site_id=one.site_id, actor_id=by, act=Act.BROADCAST, about=about, now=now)


def owe(session: Session, one: Broadcast, kind: Kind, subject: str, person_id: int, now: datetime) -> None:
    """Queue a message about a broadcast for one of the staff."""
    row = {
        "site_id": one.site_id, "kind": kind, "subject": subject, "about_id": one.id,
        "person_id": person_id, "priority": Priority.REPLY, "due_at": now, "queued_at": now,
    }  # fmt: skip
    deliveries.queue(session, [row])


def look_at(agreed_by: int | None, next_at: datetime | None) -> datetime | None:
    """Return when to look whether a round needs a second one's yes; what two agreed to needs no other."""
    return next_at - AHEAD if next_at is not None and agreed_by is None else None


def following(session: Session, one: Broadcast, now: datetime) -> tuple[date | None, datetime | None]:
    """Return on which day a repeated one goes out next, and when that begins; what was missed is over."""
    day, moment = one.day, None
    while one.repeats and day is not None and (moment is None or moment <= now):
        day += STEP[Repeats(one.repeats)]
        moment = min(_moments(session, one, day).values())
    return day, moment


def _followed(
    session: Session, one: Broadcast, moved: bool, what: str, now: datetime, by: int | None
) -> bool:
    if moved:
        write_down(session, one, what, now, by)
        broadcasts.wind_up(session, now, AT_ONCE)
        session.refresh(one)
    return moved


def _report_progress(session: Session, one: Broadcast, now: datetime) -> None:
    if one.created_by is not None:
        one.shown = None
        owe(session, one, Kind.PROGRESS, rounds.subject(one.id, "progress", one.rounds), one.created_by, now)


def _moments(session: Session, one: Broadcast, day: date | None) -> dict[str, datetime]:
    """Return by zone when the hour comes on a day."""
    if day is None or one.at is None:
        return {}
    return {zone: instant(day, one.at, zone) for zone in audiences.zones(session, one)}
