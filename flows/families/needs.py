"""Needs at the end: the checklist of the beginning, asked again below the last block of the last wave."""

from datetime import timedelta

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit
from db import deliveries, needs, programmes
from db.models import CheckIn, Kind, Priority
from flows.act import Act
from flows.errors import OldButton
from flows.families.asking import NEEDS
from scales.batteries import CHILD
from scales.blocks import part_of

# A wave this long after the programme's first day is no baseline.
LATER = timedelta(weeks=3)


def repeat(act: Act, checkin: CheckIn) -> None:
    """Owe the checklist once more to who has answered the last block of the wave at the end."""
    programme = programmes.by_id(act.session, checkin.programme_id)
    if not _is_last(checkin.battery) or programme is None or not programme.asks_needs:
        return
    if checkin.day - programme.starts_on < LATER or needs.of(act.session, checkin.person_id, needs.END):
        return
    owed = {
        "site_id": checkin.site_id,
        "kind": Kind.NEEDS,
        "subject": f"needs:{programme.id}/{needs.END}",
        "about_id": programme.id,
        "person_id": checkin.person_id,
        "priority": Priority.REPLY,
        "due_at": act.now,
        "queued_at": act.now,
    }
    deliveries.queue(act.session, [owed])


def _is_last(battery: str) -> bool:
    """Whether a battery ends its wave; for children that is the one which every caregiver is asked."""
    part = part_of(battery)
    return battery == CHILD or (part is not None and part[0] == part[1])


def again(words: Words) -> Message:
    """Return the first question of the checklist at the end."""
    return _question(words, next(iter(NEEDS))).with_note(words.say("need.again"))


def answer(act: Act, *, item: str, choice: str) -> Reply:
    """Keep an answer and show the next question; answered again it is replaced."""
    if choice not in NEEDS.get(item, ()) or programmes.enrolment_of(act.session, act.who.id) is None:
        raise OldButton
    needs.put(act.session, act.who, needs.END, item, choice, act.now)
    items = list(NEEDS)
    place = items.index(item) + 1
    if place < len(items):
        return edit(_question(act.words, items[place]))
    return edit(Message(act.words.say("need.thanks")))


def _question(words: Words, item: str) -> Message:
    buttons = [
        Button(words.say(f"join.need{item}.{choice}"), f"need:{item}:{choice}") for choice in NEEDS[item]
    ]
    return Message(words.say(f"join.need{item}"), column(*buttons))
