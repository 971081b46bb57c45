"""Steering: every tap on a broadcast that has left its draft."""

from collections.abc import Callable, Mapping

from content.message import Button, Message, Reply, column, edit, send
from db import audit
from db.models import Act as Deed
from db.models import Broadcast, Kind, Sending
from flows import broadcast, gate
from flows.act import Act
from flows.broadcasting import consent, correcting, door, growing, grown, screens
from flows.errors import OldButton

Way = Callable[[Act, Broadcast], Message]


@gate.needs_second_factor
def tap(act: Act, *, broadcast_id: int, what: str, seen: str) -> Reply:
    """Take a tap on a broadcast and show how it stands then; who was slower sees how it stands, too."""
    one = door.known(act, broadcast_id)
    if one.state == Sending.DRAFT:
        return edit(screens.draft(act.session, one, act.words))
    waits = one.state == Sending.WAITING
    if what == "see":
        return grown.see(act, one) if waits else consent.see(act, one)
    if what == "agree":
        return edit(growing.agree(act, one, seen) if waits else consent.agree(act, one, seen))
    if what == "report":
        return _report(act, one)
    if what not in WAYS:
        raise OldButton
    return edit(WAYS[what](act, one))


def _status(act: Act, one: Broadcast) -> Message:
    return screens.status(act.session, one, act.words)


def _pause(act: Act, one: Broadcast) -> Message:
    broadcast.pause(act.session, one, act.now, act.who.id)
    return _status(act, one)


def _resume(act: Act, one: Broadcast) -> Message:
    broadcast.resume(act.session, one, act.now, act.who.id)
    return _status(act, one)


def _refuse(act: Act, one: Broadcast) -> Message:
    return growing.refuse(act, one) if one.state == Sending.WAITING else consent.refuse(act, one)


def _cancel(act: Act, one: Broadcast) -> Message:
    return _sure(act, one, "cancel", "stop")


def _stop(act: Act, one: Broadcast) -> Message:
    broadcast.cancel(act.session, one.id, act.now, act.who.id)
    act.session.refresh(one)
    return _status(act, one)


def _again(act: Act, one: Broadcast) -> Message:
    people = 0
    if one.state in screens.OVER or one.state == Sending.PLANNED:
        people = broadcast.again(act.session, one, act.now, act.who.id)
    note = act.words.count("broadcast.again", people)
    return _status(act, one).with_note(note)


def _recall(act: Act, one: Broadcast) -> Message:
    return _sure(act, one, "recall", "takeback")


def _take_back(act: Act, one: Broadcast) -> Message:
    if one.state == Sending.QUEUED:
        return _status(act, one)
    one.shown = None
    people = broadcast.change(act.session, one, None, act.now, act.who.id)
    return _status(act, one).with_note(act.words.count("broadcast.taking_back", people))


def _sure(act: Act, one: Broadcast, what: str, yes: str) -> Message:
    """Ask once more before what cannot be undone."""
    say = act.words.say
    buttons = column(
        Button(say(f"broadcast.button.{yes}"), f"bs:{one.id}:{yes}"),
        Button(say("broadcast.button.rather_not"), f"bs:{one.id}:show"),
    )
    return Message(say(f"broadcast.sure.{what}", number=one.id), buttons)


def _report(act: Act, one: Broadcast) -> Reply:
    """Have the report made: counts, and a workbook with a row for each person under their code."""
    subject = f"broadcast:{one.id}/report{act.update_id}"
    broadcast.owe(act.session, one, Kind.REPORT, subject, act.who.id, act.now)
    where = f"programme:{one.programme_id} " if one.programme_id else ""
    about = f"{where}broadcast {one.id} report"
    audit.record(
        act.session, site_id=one.site_id, actor_id=act.who.id, act=Deed.EXPORTED, about=about, now=act.now
    )
    return send(Message(act.words.say("broadcast.report_comes", number=one.id), silent=True))


WAYS: Mapping[str, Way] = {
    "show": _status, "refresh": _status, "pause": _pause, "resume": _resume, "cancel": _cancel,
    "stop": _stop, "again": _again, "recall": _recall, "takeback": _take_back, "correct": correcting.ask,
    "leave": correcting.leave,    "refuse": _refuse, "back": consent.back,
}  # fmt: skip
