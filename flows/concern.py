"""Concerns: what is seen in an answer or a cry for help reaches a human, in the same transaction."""

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from content.catalogue import Words
from content.message import Button, Message, Reply, column, send
from db import admissions, alerts, assignments, checkins, people, programmes
from db.models import Alert, AlertState, CheckIn, Person, SiteRow, Tier
from db.session import Session
from flows import noting
from flows.act import Act
from flows.crisis import crisis_message, whom_to_call
from flows.duty import next_shift, on_duty, say_when
from flows.errors import Refusal
from flows.ringing import name_of, on_call, ring, ring_again
from scales import deck
from scales.safety import advice, safety
from scales.tiers import Tier as Called

WEEK = timedelta(days=7)
URGENT = (Called.RED, Called.AMBER)
LOAD, TOO_MUCH = ("micro", "load"), 5
# What an alert says it is about; an answer of any other item is told by the last.
ITEM_REASONS = frozenset({"contact", "self_harm", "concern"})
SOME_ANSWER = "answer"


def watch(act: Act, checkin: CheckIn, key: tuple[str, str], value: int | None) -> Reply:
    """Look at one answer as it is given; raise what a human must see and show the crisis card with it.

    What an answer calls for stands on its card (`scales.safety`); twice too much load in seven days does not.
    """
    card, item = deck.card(key[0]), key[1]
    tier = safety(card, item, value)
    if tier in URGENT:
        return _call(act, checkin, Tier(tier), reason_of(item))
    if key == LOAD and value == TOO_MUCH:
        seen = set(checkins.times_answered(act.session, checkin.person_id, LOAD, TOO_MUCH, act.now - WEEK))
        if len(seen) >= 2:
            raise_alert(act, Tier.AMBER, "load", f"load:{checkin.id}", checkin)
    if tier == Called.GREY:
        noting.answer(act, checkin, key)
    told = advice(card, item, value)
    return send(Message(escape(told.say(act.language), quote=False))) if told else Reply()


def reason_of(item: str) -> str:
    """Return the reason that an alert about an item carries; its words are `alert.because.<reason>`."""
    return item if item in ITEM_REASONS else SOME_ANSWER


def _call(act: Act, checkin: CheckIn, tier: Tier, reason: str) -> Reply:
    """Raise the alert of an answer and show whom to call; a worker who enters it is told to call now.

    An answer corrected to a lesser one leaves the red alert it raised and adds no second.
    """
    cause = f"{reason}:{checkin.id}"
    known = alerts.of_cause(act.session, checkin.person_id, f"{cause}/{Tier.RED}")
    alert, heard = (
        (known, on_call(act.session, known, act.now))
        if known is not None
        else raise_alert(act, tier, reason, f"{cause}/{tier}", checkin)
    )
    if act.who.id == checkin.person_id:
        return send(crisis_message(act, heard, alert))
    take = Button(act.words.say("alert.take"), f"alert:take:{alert.id}")
    lines = [
        act.words.say(f"paper.call.{tier}", number=alert.id),
        *whom_to_call(act, people.site_of(act.session, act.who)),
    ]
    return send(Message("\n".join(lines), column(take), urgent=True))


def ask_for_help(act: Act) -> Reply:
    """Raise a red alert and show the crisis card, at any time and from any state."""
    alert, heard = _press(act, Tier.RED, "help")
    return send(crisis_message(act, heard, alert))


def hear_danger(act: Act) -> Reply:
    """Raise a red alert for words that may speak of danger and show the crisis card.

    What was written is in no alert and in no notification.
    """
    try:
        alert, heard = _press(act, Tier.RED, "words")
    except Refusal as refusal:  # of no programme yet: nobody can be rung
        return act.say(refusal.key)
    return send(crisis_message(act, heard, alert))


def ask_for_contact(act: Act) -> Reply:
    """Ask the social worker to get in touch: an amber alert, and when it will be seen."""
    _, heard = _press(act, Tier.AMBER, "contact")
    when = _seen(act, people.site_of(act.session, act.who))
    if heard and when:
        text = act.words.say("contact.noted", worker=name_of(heard, act.words), when=when)
    else:
        text = act.words.say("contact.nobody")
    return send(Message(text, column(Button(act.words.say("button.help"), "help"))))


def _seen(act: Act, site: SiteRow) -> str | None:
    """Return in words when somebody on duty will see a message, or None where nobody ever is."""
    if on_duty(site, act.now):
        return act.words.say("when.before", time=site.duty_to.strftime("%H:%M"))
    shift = next_shift(site, act.now)
    return say_when(shift, act.now, act.words) if shift else None


def raise_alert(
    act: Act, tier: Tier, reason: str, cause: str, checkin: CheckIn | None = None
) -> tuple[Alert, Sequence[Person]]:
    """Write the alert, ring everybody who must see it, and return both. A cause counts once.

    It is about the person whose check-in it is, whoever entered the answer; without one, about who acts.
    """
    person_id = checkin.person_id if checkin else act.who.id
    alert, _ = alerts.raised(
        act.session,
        Alert(
            site_id=act.who.site_id,
            programme_id=checkin.programme_id if checkin else _programme_of(act),
            person_id=person_id,
            checkin_id=checkin.id if checkin else None,
            tier=tier,
            reason=reason,
            cause=cause,
            state=AlertState.RAISED,
            raised_at=act.now,
        ),
    )
    return alert, ring(act.session, alert, act.now)


def _press(act: Act, tier: Tier, reason: str) -> tuple[Alert, Sequence[Person]]:
    """Raise an alert for a pressed button; while nobody has taken it, a press rings again, once a minute."""
    known = alerts.untaken(act.session, act.who.id, reason)
    if known is None:
        return raise_alert(act, tier, reason, f"{reason}:{act.update_id}")
    return known, ring_again(act.session, known, act.update_id, act.now)


def _programme_of(act: Act) -> int:
    place = programmes.enrolment_of(act.session, act.who.id)
    if place is not None:
        return place.programme_id
    waits = admissions.of(act.session, act.who.id)
    if waits is not None:
        return waits.programme_id
    draft = people.any_draft_of(act.session, act.who.id)
    if draft is None or not draft.said.get("programme"):
        raise Refusal("refusal.no_programme")
    return int(draft.said["programme"])


def worker_name(session: Session, person: Person, words: Words) -> str:
    """Return what the person's first worker is called, else any of its workers, or the plain word for one."""
    for programme_id in programmes.programmes_of(session, person.id):
        place = programmes.place_of(session, person.id, programme_id)
        first = assignments.first_worker(session, place) if place is not None else None
        if first is not None and first.called:
            return first.called
        for worker in people.workers_of(session, programme_id):
            if worker.called:
                return worker.called
    return words.say("word.social_worker")
