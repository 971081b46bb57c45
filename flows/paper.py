"""Paper: a worker enters what a family has answered on paper; the same questions, rules and alerts."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from content.message import Button, Message, Reply, column, edit, send
from content.programmes import about_children
from db import asked, checkins, labels, people, programmes
from db.models import CheckIn, Enrolment, Person, Progress, Role, Standing
from flows import authority, checkin, cover, gate, looks
from flows.act import Act
from flows.errors import OldButton
from flows.families import permitting
from scales.asking import left_out
from scales.batteries import CHILD_WAVE, cards_of
from scales.blocks import BLOCKS, block_of
from scales.intervals import holders

OFFERED = (*BLOCKS, "follow_up")
# In place of these, what a programme for children asks.
OF_CHILDREN = (*CHILD_WAVE, "phq4")
RESTING = frozenset({Standing.STOPPED, Standing.RELAPSE, Standing.BEREAVED})
OPEN_FOR = timedelta(days=3)


@gate.needs_second_factor
def choose(act: Act, *, label: str) -> Reply:
    """Ask which part a family of this label has filled in; where two programmes have the label, name them."""
    if not label:
        return act.say("paper.how")
    places = labels.labelled(act.session, authority.reached(act, "paper.paper"), label)
    places = [place for place in places if place.role == Role.CAREGIVER]
    if not places:
        return act.say("paper.unknown", label=label)
    shown = act.words.say("paper.which", label=places[0].label)
    return send(Message(shown, column(*_parts(act, places))))


@gate.needs_second_factor
def begin(act: Act, *, place_id: int, battery: str) -> Reply:
    """Show the first question that is not answered yet, of the part as it was begun or anew.

    A part that waits in the family's own chat is gone on with, so that nothing is answered twice. Raises
    OldButton for a place in another programme.
    """
    place = authority.family_of(act, "paper.part", place_id)
    if place is None:
        raise OldButton
    person = people.by_id(act.session, place.person_id)
    assert person is not None, "a place goes with its person"
    if battery not in _offered(act, place):
        raise OldButton
    if person.standing in RESTING or place.left_at is not None:
        return edit(Message(act.words.say("paper.rests", label=place.label)))
    begun = checkins.open_with(act.session, person.id, place.programme_id, battery)
    entered = begun or _anew(act, place, person, battery)
    if entered is None:
        return edit(Message(act.words.say(f"paper.{_why_not(act, person, battery)}", label=place.label)))
    entered.entered_by = act.who.id
    checkins.tapped(act.session, entered.id, act.now)
    message = checkin.at_hand(act, entered)
    looks.at(act, person.id, f"paper {battery}")
    return edit(message)


def _parts(act: Act, places: Sequence[Enrolment]) -> list[Button]:
    buttons = []
    for place in places:
        for battery in _offered(act, place):
            said = act.words.say(f"paper.battery.{battery}")
            if len(places) > 1:
                programme = programmes.by_id(act.session, place.programme_id)
                assert programme is not None, "a place is in a programme"
                said = act.words.say("paper.in_programme", name=programme.name, part=said)
            buttons.append(Button(said, f"paper:{place.id}:{battery}"))
    return buttons


def _offered(act: Act, place: Enrolment) -> Sequence[str]:
    programme = programmes.by_id(act.session, place.programme_id)
    assert programme is not None, "a place is in a programme"
    return OF_CHILDREN if about_children(programme.cadence) else OFFERED


def _why_not(act: Act, person: Person, battery: str) -> str:
    """Return why nothing of a battery is entered: what nobody agreed to, or else what was answered lately."""
    left = permitting.unagreed(act.session, [(person.id, battery)])[person.id, battery]
    return next(iter(left.values()), "not_due")


def _anew(act: Act, place: Enrolment, person: Person, battery: str) -> CheckIn | None:
    """Return a new check-in of what is due today, or None where nothing of it is."""
    today = act.now.astimezone(ZoneInfo(person.zone)).date()
    cards = cards_of(battery)
    wanted = {holder for card in cards for holder in holders(card.id)}
    answered = asked.last_answered(act.session, [person.id], wanted)[person.id]
    left = left_out(battery, language=person.language, mode="paper", answered=answered, day=today)
    left |= permitting.unagreed(act.session, [(person.id, battery)])[person.id, battery]
    if all(card.id in left for card in cards):
        return None
    new = CheckIn(
        site_id=place.site_id,
        programme_id=place.programme_id,
        person_id=person.id,
        battery=block_of(battery),
        left_out=left or None,
        day=today,
        progress=Progress.SENT,
        planned_at=act.now,
        sent_at=act.now,
        expires_at=act.now + OPEN_FOR,
    )
    act.session.add(new)
    new.battery = cover.battery_to_send(act.session, new, act.now)
    act.session.flush()
    return new
