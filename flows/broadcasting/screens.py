"""The screens of a broadcast: the draft, and how far one is that is on its way."""

from collections.abc import Mapping
from math import ceil

from content.catalogue import Words
from content.message import Button, Message, Rows
from db import ends, rounds
from db.models import Broadcast, Sending
from db.session import Session
from flows.broadcasting import wording

OVER = (Sending.DONE, Sending.CANCELLED)


def draft(session: Session, one: Broadcast, words: Words) -> Message:
    """Return the draft with what can be changed."""
    say = words.say
    lines = [
        say("broadcast.head.draft", number=one.id),
        wording.whom(session, one, words),
        wording.languages(session, one, words),
        wording.when(one, words),
    ]
    rows: Rows = (
        (_to(one, words, "whom"), _to(one, words, "words")),
        (_to(one, words, "when"), *([_to(one, words, "look")] if one.texts else [])),
        (_to(one, words, "away"),),
    )
    return Message("\n".join(lines), rows)


def status(session: Session, one: Broadcast, words: Words) -> Message:
    """Return how far a broadcast is, with what can be done about it; "sent" never says "read"."""
    counted = wording.totals(ends.counts(session, one)) if one.rounds else {}
    lines = [
        words.say(f"broadcast.head.{one.state}", number=one.id),
        wording.whom(session, one, words),
        wording.when(one, words) if _is_to_come(one) else "",
        words.say("broadcast.counts", **counted) if counted else "",
        _to_go(one, words, counted),
        _changed(session, one, words),
    ]
    return Message("\n".join(line for line in lines if line), _ways(session, one, words))


def _is_to_come(one: Broadcast) -> bool:
    """Whether nothing of it went out yet, also where it was paused before its time."""
    return one.state in {Sending.PLANNED, Sending.WAITING} or (
        one.state == Sending.PAUSED and not one.rounds and one.day is not None
    )


def key(session: Session, one: Broadcast) -> tuple[str, bool]:
    """Return what the status says in short, and whether it may still change by itself."""
    counted, changed = wording.totals(ends.counts(session, one)), _change(session, one)
    said = ":".join(str(part) for part in (one.state, *counted.values(), *changed.values()))
    return said[:100], one.state not in OVER or bool(changed.get(wording.LEFT))


def _to_go(one: Broadcast, words: Words, counted: Mapping[str, int]) -> str:
    left = counted.get(wording.LEFT, 0)
    if one.state != Sending.QUEUED or not left:
        return ""
    return words.count("broadcast.to_go", ceil(wording.lasts(left).total_seconds() / 60))


def _change(session: Session, one: Broadcast) -> Mapping[str, int]:
    return wording.totals(ends.counts_of_change(session, one)) if one.changes else {}


def _changed(session: Session, one: Broadcast, words: Words) -> str:
    done = _change(session, one)
    if not done:
        return ""
    failed = done[wording.FAILED] + done[wording.UNSURE] + done[wording.NOT_SENT]
    return words.say("broadcast.changed", done=done[wording.SENT], failed=failed, left=done[wording.LEFT])


def _ways(session: Session, one: Broadcast, words: Words) -> Rows:
    if one.state == Sending.ASKING:
        return ((_steer(one, words, "back"),),)
    first = {
        Sending.QUEUED: ("pause", "cancel"),
        Sending.PLANNED: ("pause", "cancel"),
        Sending.PAUSED: ("resume", "cancel"),
        Sending.WAITING: ("see", "cancel"),
    }.get(Sending(one.state), ())
    rows = [tuple(_steer(one, words, way) for way in first)] if first else []
    if one.rounds:
        rows.append((_steer(one, words, "report"), _steer(one, words, "refresh")))
    if one.rounds and one.state != Sending.QUEUED:
        rows.append((_steer(one, words, "correct"), _steer(one, words, "recall")))
        failed = rounds.failed(session, one) if one.state not in {Sending.PAUSED, Sending.WAITING} else 0
        rows += [(_steer(one, words, "again", failed=failed),)] if failed else []
    return tuple(rows)


def _to(one: Broadcast, words: Words, what: str) -> Button:
    return Button(words.say(f"broadcast.button.{what}"), f"bc:{one.id}:{what}")


def _steer(one: Broadcast, words: Words, what: str, **values: object) -> Button:
    return Button(words.say(f"broadcast.button.{what}", **values), f"bs:{one.id}:{what}")
