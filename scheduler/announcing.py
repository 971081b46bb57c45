"""Announcing: the messages of broadcasts, made once for each language and ended coded where none may come."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from content.catalogue import words
from content.message import Media, Message
from db import audiences, broadcasts, deliveries, outbox
from db.audiences import Recipient, Said
from db.models import Kind, Priority, Sending
from db.outbox import Claimed, End
from db.session import Session
from flows.broadcasting.covered import cover
from scheduler.budget import counted, rank_of
from scheduler.guard import Candidate, over_budget
from scheduler.standing import Instead, resting

BROADCAST = rank_of(Kind.BROADCAST, Priority.BROADCAST) or 0
OVER_BUDGET = "withheld:budget"


def messages(session: Session, claimed: Sequence[Claimed], now: datetime) -> dict[int, Message]:
    """Return the message of each claimed delivery of a broadcast, and settle those that get none."""
    if not claimed:
        return {}
    ends = [End(each.id, deliveries.LATE, now) for each in claimed if _is_late(each, now)]
    recipients = audiences.recipients(session, {each.id for each in claimed} - {end.id for end in ends})
    said = audiences.said(session, {each.broadcast_id for each in recipients})
    broadcasts.put_by(session, [each.delivery_id for each in recipients if each.state == Sending.PAUSED])
    going = [each for each in recipients if each.state != Sending.PAUSED]
    made = {(key, language): _message(one, language) for key, one in said.items() for language in one.texts}
    found: dict[int, Message] = {}
    full = over_budget(session, candidates(going), now)
    for each in going:
        reason = instead(each) or (OVER_BUDGET if each.delivery_id in full else None)
        if reason is None:
            language = _language(each.language, said[each.broadcast_id].texts)
            shown = made[each.broadcast_id, language]
            found[each.delivery_id] = _covered(each) if each.shares else shown
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
        return broadcasts.CALLED_OFF
    if not each.in_it:
        return "skipped:left"
    reason = resting(each.standing, each.unreachable_at)
    if reason is None and each.waits and not each.released:
        return "withheld:arm"
    return reason or ("withheld:alert" if each.alerted else None)


def candidates(recipients: Sequence[Recipient]) -> list[Candidate]:
    """Return those whose messages are counted, as the budget sees them."""
    return [
        Candidate(each.delivery_id, each.person_id, each.zone, BROADCAST)
        for each in recipients
        if counted(each.role)
    ]


def _covered(each: Recipient) -> Message:
    return cover(words(each.language), each.broadcast_id)


def _message(one: Said, language: str) -> Message:
    media = Media(**one.media) if one.media else None
    return Message(one.texts[language], media=media)


def _is_late(each: Claimed, now: datetime) -> bool:
    return each.not_after is not None and each.not_after < now


def _language(spoken: str, texts: Mapping[str, str]) -> str:
    return spoken if spoken in texts else next(iter(texts))
