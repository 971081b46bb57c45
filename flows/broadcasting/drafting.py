"""Drafting: every tap on a draft, from whom it is for to throwing it away."""

from collections.abc import Callable, Mapping

from content.catalogue import LANGUAGES
from content.message import Message, Reply, edit, send
from db import broadcasts
from db.models import Broadcast, Draft, Sending
from flows import gate
from flows.act import Act
from flows.broadcasting import composing, consent, door, looking, screens, talking, timing, whom, wording
from flows.casework.passing import Sent
from flows.errors import OldButton

Way = Callable[[Act, Broadcast, str], Message]


@gate.needs_second_factor
def tap(act: Act, *, broadcast_id: int, what: str, value: str) -> Reply:
    """Take a tap on a draft and show what comes next; raises OldButton for what is no draft any more."""
    one = door.draft(act, broadcast_id)
    if what == "look":
        talking.drop(act)
        return looking.look(act, one)
    if what == "send":
        return edit(consent.send(act, one, value))
    if what not in WAYS:
        raise OldButton
    return edit(WAYS[what](act, one, value))


def hear(act: Act, draft: Draft, marked: str) -> Reply:
    """Take what was written, with its formatting, for the step at hand."""
    return _hear(act, draft, marked, None)


def hear_sent(act: Act, draft: Draft, sent: Sent, marked: str) -> Reply:
    """Take a picture or a file with its caption."""
    return _hear(act, draft, marked, sent)


def _hear(act: Act, draft: Draft, marked: str, sent: Sent | None) -> Reply:
    one = broadcasts.by_id(act.session, draft.said["broadcast"])
    if one is None or one.state != Sending.DRAFT or one.created_by != act.who.id:
        talking.drop(act)
        return act.say("broadcast.not_a_draft")
    if draft.step in {talking.DAY, talking.HOUR}:
        return send(timing.hear(act, one, draft.step, wording.bare(marked)))
    return composing.take(act, one, draft, marked, sent)


def _show(act: Act, one: Broadcast, value: str) -> Message:
    talking.drop(act)
    return screens.draft(act.session, one, act.words)


def _group(act: Act, one: Broadcast, value: str) -> Message:
    if not value:
        return whom.groups(act, one)
    whom.take_group(act, one, value)
    return whom.show(act, one) if one.texts else composing.ask(act, one, act.language)


def _meet(act: Act, one: Broadcast, value: str) -> Message:
    if not value:
        return whom.meetings(act, one)
    return whom.answers(act, one) if whom.take_meeting(act, one, value) else whom.show(act, one)


def _control(act: Act, one: Broadcast, value: str) -> Message:
    whom.turn_control(act, one)
    return whom.show(act, one)


def _write(act: Act, one: Broadcast, value: str) -> Message:
    if value not in LANGUAGES:
        raise OldButton
    return composing.ask(act, one, value)


def _words(act: Act, one: Broadcast, value: str) -> Message:
    return composing.ask_missing(act, one)


def _day(act: Act, one: Broadcast, value: str) -> Message:
    if timing.take_day(act, one, value):
        return timing.hours(act, one)
    talking.drop(act)
    return screens.draft(act.session, one, act.words)


def _other_day(act: Act, one: Broadcast, value: str) -> Message:
    """Take the day that the numbers offered, at the hour that was said or in the morning."""
    timing.take_day(act, one, value)
    return screens.draft(act.session, one, act.words)


def _hour(act: Act, one: Broadcast, value: str) -> Message:
    timing.take_hour(act, one, value)
    return timing.often(act, one)


def _often(act: Act, one: Broadcast, value: str) -> Message:
    timing.take_often(act, one, value)
    return screens.draft(act.session, one, act.words)


def _away(act: Act, one: Broadcast, value: str) -> Message:
    talking.drop(act)
    broadcasts.throw_away(act.session, one)
    return Message(act.words.say("broadcast.thrown_away"))


def _choice(ask: Callable[[Act, Broadcast], Message], take: Callable[[Act, Broadcast, str], None]) -> Way:
    """Return a way that asks where nothing is chosen yet, and keeps a choice."""

    def way(act: Act, one: Broadcast, value: str) -> Message:
        if not value:
            return ask(act, one)
        take(act, one, value)
        return whom.show(act, one)

    return way


def _whom(act: Act, one: Broadcast, value: str) -> Message:
    return whom.show(act, one)


def _when(act: Act, one: Broadcast, value: str) -> Message:
    return timing.days(act, one)


WAYS: Mapping[str, Way] = {
    "show": _show, "whom": _whom, "group": _group, "meet": _meet, "control": _control,
    "role": _choice(whom.roles, whom.take_role), "arm": _choice(whom.arms, whom.take_arm),
    "language": _choice(whom.languages, whom.take_language),
    "answer": _choice(whom.answers, whom.take_answer),
    "words": _words, "write": _write, "notice": composing.notice,
    "when": _when, "day": _day, "other": _other_day, "hour": _hour, "often": _often, "away": _away,
}  # fmt: skip
