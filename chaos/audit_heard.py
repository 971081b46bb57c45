"""The audit of what was heard: every update once, every answer once, every cry for help an alert."""

from collections import Counter
from collections.abc import Iterator, Mapping

from chaos.case import Case
from chaos.scene import ASKED_FOR_HELP, ITEMS


def updates_applied_once(case: Case) -> Iterator[str]:
    """Every update that was made was handed out, kept once, applied and shown."""
    made = {each["update_id"] for each in case.handed}
    kept = Counter(each.update_id for each in case.books.heard)
    for number in sorted(set(range(1, max(made, default=0) + 1)) - made):
        yield f"lost: update {number} was never handed out"
    for number in sorted(made - kept.keys()):
        yield f"lost: update {number} was handed out and confirmed, and is not in the inbox"
    for number in sorted(kept.keys() - made):
        yield f"ghost: update {number} is in the inbox, and nobody made it"
    for row in case.books.heard:
        if kept[row.update_id] > 1:
            yield f"doubled: update {row.update_id} is in the inbox {kept[row.update_id]} times"
        if row.dead_at is not None:
            yield f"lost: update {row.update_id} failed {row.attempts} times ({row.error}) and was given up"
        elif row.applied_at is None or row.shown_at is None:
            yield f"not finished: update {row.update_id} is not applied and shown"


def answers_stored_once(case: Case) -> Iterator[str]:
    """Every answer given while its question was at hand is stored, with that value, and no other."""
    stored = Counter((each.checkin_id, each.item) for each in case.books.answers)
    values = {(each.checkin_id, each.item): each.value for each in case.books.answers}
    given = _given(case)
    for key, count in stored.items():
        if count > 1:
            yield f"doubled: the answer {key} is stored {count} times"
        if key not in given:
            yield f"ghost: the answer {key} is stored, and nobody gave it"
    for key, value in given.items():
        if key not in values:
            yield f"lost: the answer {key} is not stored"
        elif values[key] != value:
            yield f"lost: the answer {key} is {value}, and {values[key]} is stored"


def _given(case: Case) -> Mapping[tuple[int, str], int]:
    return {
        (checkin, item): value
        for chat in case.expected.values()
        for checkin, given in chat.answers.items()
        for item, value in given.items()
    }


def answered_checkins_are_done(case: Case) -> Iterator[str]:
    """Every check-in that arrived was answered to its end, and has its scores' state: done."""
    given = Counter(checkin for checkin, _ in _given(case))
    for row in case.books.checkins.values():
        if given[row.id] == len(ITEMS) and row.progress != "done":
            yield f"lost: check-in {row.id} has all its answers, and is {row.progress}"
        if given[row.id] < len(ITEMS) and row.progress == "done":
            yield f"ghost: check-in {row.id} is done with {given[row.id]} answers"


def cries_became_alerts(case: Case) -> Iterator[str]:
    """Every wish for help, tapped or answered, is an alert of that person."""
    causes = {(case.books.chats[each.person_id], each.cause) for each in case.books.alerts.values()}
    reasons = {(case.books.chats[each.person_id], each.reason) for each in case.books.alerts.values()}
    for chat, heard in case.expected.items():
        for checkin, given in heard.answers.items():
            if given.get(ITEMS[-1]) == ASKED_FOR_HELP and (chat, f"contact:{checkin}/amber") not in causes:
                yield f"lost: check-in {checkin} asks for a call, and there is no alert"
        for reason, number in heard.cries:
            if (chat, reason) not in reasons:
                yield f"lost: update {number} asks for {reason}, and there is no alert"


CHECKS = (updates_applied_once, answers_stored_once, answered_checkins_are_done, cries_became_alerts)
