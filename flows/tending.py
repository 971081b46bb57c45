"""Tending to a line of the digest: one tap to what it calls for, or to say that it is dealt with."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from content.message import Button, How, InChat, Message, Reply, Rows, column, edit, send
from db import caseload as cases
from db import handled
from db.models import AlertState
from flows import caseload, digest_now, handing
from flows.act import Act
from flows.casework import assigning, card, writing
from flows.casework.door import Case, case
from flows.digest_marks import is_digest
from flows.digest_now import LINE
from flows.digest_ways import CALL, DONE, MORE, OVER, STEP, TAKE, UNDO, WRITE
from flows.errors import OldButton

OFFERED = (CALL, WRITE, STEP, OVER)
# To whoever lost a child nobody sends an exercise.
MOURNING = "bereaved"
MOST_ALERTS = 6


def tend(act: Act, *, place_id: int, way: str = MORE, on: InChat | None = None) -> Reply:
    """Do with a line of the digest what its button says, and show on the tapped message what came of it.

    `on` is that message, where Telegram still knows it: a digest stays with its other lines, and what the
    button leads to opens below it. Raises OldButton for a family out of reach and for a way there is not.
    """
    found = case(act, place_id, LINE)
    known = WAYS.get(way)
    if known is None:
        raise OldButton
    if on is None:
        return below(known(act, found))
    if not is_digest(on.message):
        return _as(known(act, found), "edit") if way == DONE else known(act, found)
    if way == DONE and digest_now.mark(act, on, found.place).mine:  # tapped twice
        return digest_now.shown(act, on)
    if way == UNDO:
        while digest_now.mark(act, on, found.place).mine and handled.take_back(
            act.session, found.place, act.who.id
        ):
            pass
        return digest_now.shown(act, on)
    reply = known(act, found)
    if way == DONE and digest_now.mark(act, on, found.place).done:
        return digest_now.shown(act, on)
    return digest_now.changed(act, on) + below(reply)


def take(act: Act, *, alert_id: int, on: InChat | None = None) -> Reply:
    """Take an alert; the digest in which that was tapped stays, and the alert's card opens below it."""
    reply = caseload.take(act, alert_id=alert_id)
    if on is None or not is_digest(on.message):
        return reply
    return digest_now.changed(act, on) + below(reply)


def _more(act: Act, found: Case) -> Reply:
    """Show everything that can be done with a line."""
    return send(Message(act.words.say("line.more", label=found.label), _ways(act, found)))


def _ways(act: Act, found: Case) -> Rows:
    offered = [way for way in OFFERED if way != STEP or found.person.standing != MOURNING]
    buttons = [
        Button(act.words.say(f"line.{way}"), f"line:{found.place.id}:{way}") for way in (*offered, DONE)
    ]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _done(act: Act, found: Case) -> Reply:
    """Let the line leave the list; what is an open alert stays until somebody closes that."""
    handled.add(act.session, found.place, act.who.id, act.now)
    waiting = any(
        alert.state != AlertState.CLOSED for alert in cases.alerts_of(act.session, found.place, MOST_ALERTS)
    )
    key = "line.alert_stays" if waiting else "line.is_done"
    undo = Button(act.words.say("line.undo"), f"line:{found.place.id}:{UNDO}")
    return send(Message(act.words.say(key, label=found.label), column(undo)))


def _undo(act: Act, found: Case) -> Reply:
    """Put the line back on the list."""
    if not handled.take_back(act.session, found.place, act.who.id):
        raise OldButton
    return edit(Message(act.words.say("line.is_back", label=found.label)))


def _take(act: Act, found: Case) -> Reply:
    """Take the family's alert that nobody has yet; the card says it where a colleague was faster."""
    waiting = [
        alert
        for alert in cases.alerts_of(act.session, found.place, MOST_ALERTS)
        if alert.state == AlertState.RAISED
    ]
    if not waiting:
        return below(card.show(act, place_id=found.place.id, screen="alerts"))
    return below(caseload.take(act, alert_id=min(alert.id for alert in waiting)))


def _call(act: Act, found: Case) -> Reply:
    return below(card.show(act, place_id=found.place.id))


def _write(act: Act, found: Case) -> Reply:
    return below(writing.begin(act, place_id=found.place.id))


def _step(act: Act, found: Case) -> Reply:
    if found.person.standing == MOURNING:
        raise OldButton
    return below(handing.turn(act, place_id=found.place.id, page=0))


def _over(act: Act, found: Case) -> Reply:
    return below(assigning.choose(act, place_id=found.place.id))


def below(reply: Reply) -> Reply:
    """Return the same reply as new messages: the digest with its other lines stays in the chat."""
    return _as(reply, "send")


def _as(reply: Reply, how: How) -> Reply:
    return Reply(tuple(show if show.how == "forget" else replace(show, how=how) for show in reply.shows))


WAYS: Mapping[str, Callable[[Act, Case], Reply]] = {
    MORE: _more,
    DONE: _done,
    UNDO: _undo,
    TAKE: _take,
    CALL: _call,
    WRITE: _write,
    STEP: _step,
    OVER: _over,
}
