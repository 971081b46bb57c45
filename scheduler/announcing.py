"""Announcing: the messages of broadcasts, made once for each language and ended coded where none may come."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from content.message import Message
from db import broadcasts, deliveries, outbox
from db.broadcasts import Recipient
from db.models import Arm, Kind, Priority, Sending
from db.outbox import Claimed, End
from db.session import Session
from scheduler.budget import counted, rank_of
from scheduler.guard import Candidate, over_budget
from scheduler.standing import Instead, resting

BROADCAST = rank_of(Kind.BROADCAST, Priority.BROADCAST) or 0


def messages(session: Session, claimed: Sequence[Claimed], now: datetime) -> dict[int, Message]:
    """Return the message of each claimed delivery of a broadcast, and settle those that get none."""
    if not claimed:
        return {}
    ends = [End(each.id, deliveries.LATE, now) for each in claimed if _is_late(each, now)]
    recipients = broadcasts.recipients(session, {each.id for each in claimed} - {end.id for end in ends})
    texts = broadcasts.texts(session, {each.broadcast_id for each in recipients})
    made = {
        (broadcast, language): Message(text)
        for broadcast, said in texts.items()
        for language, text in said.items()
    }
    found: dict[int, Message] = {}
    full = over_budget(session, [_candidate(each) for each in recipients if counted(each.role)], now)
    for each in recipients:
        reason = instead(each) or ("withheld:budget" if each.delivery_id in full else None)
        if reason is None:
            language = _language(each.language, texts[each.broadcast_id])
            found[each.delivery_id] = made[each.broadcast_id, language]
        else:
            ends.append(End(each.delivery_id, reason, now))
    outbox.settle(session, ends)
    return found


def instead(each: Recipient) -> Instead | None:
    """Return why somebody of the audience hears nothing now, or None.

    The control arm hears no broadcast of its programme, unless a red alert released them; whoever has an open
    alert is spared it.
    """
    if each.state == Sending.CANCELLED:
        return "cancelled:broadcast"
    if each.arm is None:
        return "skipped:left"
    reason = resting(each.standing, each.unreachable_at)
    if reason is None and each.arm == Arm.WAITLIST and not each.released:
        return "withheld:arm"
    return reason or ("withheld:alert" if each.alerted else None)


def _candidate(each: Recipient) -> Candidate:
    return Candidate(each.delivery_id, each.person_id, each.zone, BROADCAST)


def _is_late(each: Claimed, now: datetime) -> bool:
    return each.not_after is not None and each.not_after < now


def _language(spoken: str, texts: Mapping[str, str]) -> str:
    return spoken if spoken in texts else next(iter(texts))
