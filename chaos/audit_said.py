"""The audit of what was said: what is owed has one end, nothing is lost, repeats are explained, no ghosts."""

from collections import Counter
from collections.abc import Iterator

from chaos.case import Case, What
from chaos.journal import REPLY
from db.models import Delivery, Kind, State

# How many lost answers each kind bears before nobody tries again; a notice is a nuisance twice.
TRIES = {"alert": 10, "broadcast": 1}


def every_family_was_owed_one(case: Case) -> Iterator[str]:
    """Each family that was called has one check-in, and one delivery that brings it."""
    if len(case.books.checkins) != case.called:
        yield f"lost: {case.called} check-ins were due, and {len(case.books.checkins)} are written"
    about = Counter(each.about_id for each in case.books.deliveries if each.kind == Kind.CHECKIN)
    for number in case.books.checkins:
        if about[number] != 1:
            yield f"lost: check-in {number} is owed {about[number]} times"


def every_row_has_one_end(case: Case) -> Iterator[str]:
    """No row is left half-way, and each end is true: a failure was injected, nothing is late or given up."""
    for (chat, what), rows in case.owed.items():
        for row in rows:
            if row.kind == Kind.REMINDER:
                continue
            if row.state != State.SETTLED:
                yield f"not finished: {row.kind} {row.id} is {row.state} after {row.attempts} attempts"
            elif _is_false(case, row, chat, what):
                yield f"lost: {row.kind} {row.id} ended as {row.outcome} after {row.attempts} attempts"


def _is_false(case: Case, row: Delivery, chat: int, what: What) -> bool:
    """Whether an end has no cause: a refusal for `failed`, a copy or all its tries for `unknown`."""
    outcome = str(row.outcome)
    if outcome == "unknown":
        return not case.copies[chat, what] and case.lost_answers[chat, what] < TRIES.get(row.kind, 2)
    if outcome.startswith("failed:") or outcome == "skipped:unreachable":
        return not case.refused(chat)
    return outcome in {"expired", "None"}


def what_is_sent_arrived(case: Case) -> Iterator[str]:
    """There are at least as many copies as rows that say `sent`."""
    for key, rows in case.owed.items():
        sent = sum(row.outcome == "sent" for row in rows)
        if case.copies[key] < sent:
            yield f"lost: {key[1]} to chat {key[0]} is sent by the books, and {case.copies[key]} arrived"


def repeats_are_explained(case: Case) -> Iterator[str]:
    """Of each message there is a copy for each row, kill in the air and lost answer; no more."""
    for key, copies in case.copies.items():
        if key[1] == REPLY:
            continue
        by_kill, by_fault = case.allowed(key)
        rows = len(case.owed.get(key, ()))
        if not rows:
            yield f"ghost: {key[1]} went to chat {key[0]}, and no row knows of it"
        elif copies > rows + by_kill + by_fault:
            why = f"{rows} owed, {by_kill} by kills, {by_fault} by lost answers"
            yield f"doubled: {key[1]} came {copies} times to chat {key[0]} ({why})"


def replies_are_as_many_as_asked_for(case: Case) -> Iterator[str]:
    """Each chat got the replies it asked for, and more only where a kill or a fault explains them."""
    chats = case.expected.keys() | {chat for chat, what in case.copies if what == REPLY}
    for chat in sorted(chats):
        replies = case.expected[chat].replies if chat in case.expected else {}
        wanted, came = sum(replies.values()), case.copies[chat, REPLY]
        if came > wanted and came > wanted + case.allowed_replies(chat):
            yield f"doubled: chat {chat} asked for {wanted} replies and got {came}"
        if came < wanted - case.refused(chat):
            yield f"lost: chat {chat} asked for {wanted} replies and got {came}"


def every_alarm_reached_somebody(case: Case) -> Iterator[str]:
    """Of every alert a worker or an admin has a message, unless somebody took it from another's."""
    rung = {what[1] for chat, what in case.copies if what[0] == "alert" and chat in case.books.staff}
    for number in case.books.alerts.keys() - rung:
        yield f"lost: alert {number} reached nobody"


CHECKS = (
    every_family_was_owed_one,
    every_row_has_one_end,
    what_is_sent_arrived,
    repeats_are_explained,
    replies_are_as_many_as_asked_for,
    every_alarm_reached_somebody,
)
