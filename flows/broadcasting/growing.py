"""A planned round whose audience has grown past what one may send to alone: it waits for a second one's yes.

It is looked at a day ahead and once more when it is due. Without a yes until half a day after that it is left
out: what was written for a morning is not for the next one.
"""

from datetime import datetime, timedelta

from content.message import Message
from db import broadcasts, rounds
from db.models import Broadcast, Kind, Sending
from db.session import Session
from flows import broadcast
from flows.act import Act
from flows.broadcasting import consent, screens
from flows.errors import OldButton

PATIENCE = timedelta(hours=12)
# What is told of it, as the subjects of the deliveries name it; the words are in flows/broadcasting/grown.py.
GROWN, WAITS, AGREED, LATE, DECLINED, LEFT_OUT = "grown", "waits", "agreed", "late", "declined", "left"


def open_due(session: Session, now: datetime, limit: int) -> bool:
    """Queue the rounds whose moment has come, or ask for the consent they need; true if there may be more."""
    due = rounds.due(session, now, limit)
    for one in due:
        _turn(session, one, now)
    return len(due) == limit


def _turn(session: Session, one: Broadcast, now: datetime) -> None:
    assert one.next_at is not None, "what is due has a round to come"
    if one.state == Sending.WAITING:
        _leave_out(session, one, now)
    elif one.agreed_by is None and consent.needed(session, one):
        _ask(session, one, now)
    elif one.next_at <= now:
        broadcast.begin(session, one, now, by=one.created_by)
    else:
        one.look_at = None


def _ask(session: Session, one: Broadcast, now: datetime) -> None:
    """Let the round wait, and ask whoever may agree; its author hears why it waits."""
    assert one.next_at is not None, "what is due has a round to come"
    until = one.next_at + PATIENCE
    if until <= now:
        _leave_out(session, one, now)
        return
    before = list(rounds.WAITING_FOR_ROUND)
    if not broadcasts.move(session, one, before, Sending.WAITING, look_at=until):
        return
    broadcast.write_down(session, one, "asked for consent", now, one.created_by)
    for each in consent.others(session, one):
        broadcast.owe(session, one, Kind.AGREE, _subject(one, GROWN, now), each.id, now)
    _tell_author(session, one, WAITS, now)


def _leave_out(session: Session, one: Broadcast, now: datetime) -> None:
    """Leave out the round that nobody agreed to in time; where there is no other, it ends."""
    before, day = [*rounds.WAITING_FOR_ROUND, Sending.WAITING], one.day
    new_day, next_at = broadcast.following(session, one, now)
    if next_at is None:
        left = broadcasts.move(session, one, before, Sending.CANCELLED, next_at=None, look_at=None)
    else:
        ahead = next_at - broadcast.AHEAD
        values = {"day": new_day, "next_at": next_at, "look_at": ahead}
        left = broadcasts.move(session, one, before, Sending.QUEUED, **values)
    if left:
        broadcast.write_down(session, one, "left out", now, None)
        _tell_author(session, one, f"{LEFT_OUT}{day}", now)


def agree(act: Act, one: Broadcast, seen: str) -> Message:
    """Agree to a round that waits: it goes out at its time, or now if that has passed."""
    consent.check(act, one, seen)
    assert one.next_at is not None, "what waits has a round to come"
    late = one.next_at <= act.now
    values = {"agreed_by": act.who.id, "look_at": None}
    if not broadcasts.move(act.session, one, [Sending.WAITING], Sending.QUEUED, **values):
        raise OldButton
    broadcast.write_down(act.session, one, "agreed to", act.now, act.who.id)
    _tell_author(act.session, one, LATE if late else AGREED, act.now)
    if late:
        broadcast.begin(act.session, one, act.now, by=act.who.id)
    return screens.status(act.session, one, act.words)


def refuse(act: Act, one: Broadcast) -> Message:
    """Let it rest: its author can let it go on, which asks again at once, or stop it."""
    if one.created_by == act.who.id:
        raise OldButton
    if not broadcasts.move(act.session, one, [Sending.WAITING], Sending.PAUSED, look_at=act.now):
        raise OldButton
    broadcast.write_down(act.session, one, "refused", act.now, act.who.id)
    _tell_author(act.session, one, DECLINED, act.now)
    return Message(act.words.say("broadcast.you_declined", number=one.id))


def _tell_author(session: Session, one: Broadcast, what: str, now: datetime) -> None:
    if one.created_by is not None:
        broadcast.owe(session, one, Kind.AGREE, _subject(one, what, now), one.created_by, now)


def _subject(one: Broadcast, what: str, now: datetime) -> str:
    """Return the subject of what is told; of one round it may be asked more than once."""
    return f"broadcast:{one.id}/{now:%y%m%d%H%M%S}/{what}"
