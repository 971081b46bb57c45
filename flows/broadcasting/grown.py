"""What is told of a round that waits for a second one's yes, to whom may give it and to its author."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from content.catalogue import Words, words
from content.message import Button, Message, Reply, column, edit
from content.message import send as now
from content.moments import day_only
from db import audiences, broadcasts
from db.models import Broadcast, Delivery, Person, Sending
from db.session import Session
from flows.act import Act
from flows.broadcasting import consent, growing, screens, wording

Telling = Callable[[Session, Broadcast, Person, Words], str]


def message(session: Session, delivery: Delivery, person: Person) -> Message | str:
    """Return what is told, as things stand now; what nobody waits for any more is not said."""
    one, what = broadcasts.by_id(session, delivery.about_id or 0), delivery.subject.rpartition("/")[2]
    if one is None:
        return "skipped:gone"
    said = words(person.language)
    if what.startswith(growing.LEFT_OUT):
        return Message(_left_out(one, what.removeprefix(growing.LEFT_OUT), said))
    known = TOLD.get(what)
    if known is None:
        return consent.asking(session, said, delivery)
    if what in {growing.GROWN, growing.WAITS} and one.state != Sending.WAITING:
        return "skipped:taken"
    text = known(session, one, person, said)
    see = column(Button(said.say("broadcast.button.see"), f"bs:{one.id}:see"))
    return Message(text, see if what == growing.GROWN else ())


def see(act: Act, one: Broadcast) -> Reply:
    """Show what somebody is asked to agree to, and where its time has passed that it would come late."""
    assert one.next_at is not None, "what waits has a round to come"
    if one.created_by == act.who.id:
        note = act.words.say("broadcast.your_own")
        return edit(screens.status(act.session, one, act.words).with_note(note))
    shown = consent.see(act, one)
    if one.next_at > act.now:
        return shown
    late = act.words.say("broadcast.see_late", when=_local(one.next_at, act.who, act.words))
    return shown + now(Message(late))


def _grown(session: Session, one: Broadcast, person: Person, said: Words) -> str:
    return said.say("broadcast.grown", **_facts(session, one, person, said))


def _waits(session: Session, one: Broadcast, person: Person, said: Words) -> str:
    asked = len(consent.others(session, one))
    text = said.say("broadcast.waits", **_facts(session, one, person, said))
    told = said.count("broadcast.waits_for", asked) if asked else said.say("broadcast.no_second")
    return f"{text} {told}"


def _facts(session: Session, one: Broadcast, person: Person, said: Words) -> Mapping[str, object]:
    assert one.next_at is not None, "what waits has a round to come"
    return {
        "number": one.id,
        "people": audiences.size(session, one),
        "above": consent.above(),
        "when": _local(one.next_at, person, said),
        "until": _local(one.next_at + growing.PATIENCE, person, said),
    }


def _plain(key: str) -> Telling:
    return lambda _, one, __, said: said.say(key, number=one.id)


def _left_out(one: Broadcast, day: str, said: Words) -> str:
    values = {"number": one.id, "day": day_only(date.fromisoformat(day), said.language)}
    if one.next_at is None or one.day is None:
        return said.say("broadcast.left_out_last", **values)
    return said.say("broadcast.left_out", **values, next=day_only(one.day, said.language))


def _local(moment: datetime, person: Person, said: Words) -> str:
    return wording.local(moment, person.zone, said)


TOLD: Mapping[str, Telling] = {
    growing.GROWN: _grown,
    growing.WAITS: _waits,
    growing.AGREED: _plain("broadcast.agreed"),
    growing.LATE: _plain("broadcast.agreed_late"),
    growing.DECLINED: _plain("broadcast.declined"),
}
