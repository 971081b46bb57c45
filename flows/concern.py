"""Concerns: what is seen in an answer or a cry for help reaches a human, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.crisis import crisis_card
from content.message import Button, Message, Reply, column, send
from db import admissions, alerts, checkins, people, programmes
from db.models import Alert, AlertState, CheckIn, Person, SiteRow, Tier
from db.session import Session
from flows.act import Act
from flows.duty import next_shift, on_duty, say_when
from flows.errors import Refusal
from flows.ringing import listeners, name_of, ring, ring_again
from scales import deck
from scales.safety import advice, safety
from scales.tiers import Tier as Called

CONFIRMATION_LASTS = timedelta(days=180)
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
        (known, listeners(act.session, known.site_id, known.programme_id))
        if known is not None
        else raise_alert(act, tier, reason, f"{cause}/{tier}", checkin)
    )
    if act.who.id == checkin.person_id:
        return send(crisis_message(act, heard))
    take = Button(act.words.say("alert.take"), f"alert:take:{alert.id}")
    lines = [
        act.words.say(f"paper.call.{tier}", number=alert.id),
        *_whom_to_call(act, people.site_of(act.session, act.who)),
    ]
    return send(Message("\n".join(lines), column(take), urgent=True))


def ask_for_help(act: Act) -> Reply:
    """Raise a red alert and show the crisis card, at any time and from any state."""
    return send(crisis_message(act, _press(act, Tier.RED, "help")))


def ask_for_contact(act: Act) -> Reply:
    """Ask the social worker to get in touch: an amber alert, and when it will be seen."""
    heard = _press(act, Tier.AMBER, "contact")
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


def _press(act: Act, tier: Tier, reason: str) -> Sequence[Person]:
    """Raise an alert for a pressed button; while nobody has taken it, a press rings again, once a minute."""
    known = alerts.untaken(act.session, act.who.id, reason)
    if known is None:
        return raise_alert(act, tier, reason, f"{reason}:{act.update_id}")[1]
    return ring_again(act.session, known, act.update_id, act.now)


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


def crisis_message(act: Act, heard: Sequence[Person]) -> Message:
    """Return the site's crisis card in the person's language: whom to call now, and who reads when.

    Where nobody could be rung it promises nobody.
    """
    site = people.site_of(act.session, act.who)
    return Message("\n".join([_who_reads(act, site, heard), *_whom_to_call(act, site)]), urgent=True)


def _whom_to_call(act: Act, site: SiteRow) -> list[str]:
    card = crisis_card(site.country)
    if site.ward_phone:
        danger = act.words.say("crisis.danger_ward", emergency=card.emergency, ward=site.ward_phone)
    else:
        danger = act.words.say("crisis.danger", emergency=card.emergency)
    return [danger, *_lines_to_talk_to(site, act.now, act.words)]


def _who_reads(act: Act, site: SiteRow, heard: Sequence[Person]) -> str:
    shift = next_shift(site, act.now)
    if heard and on_duty(site, act.now):
        until = site.duty_to.strftime("%H:%M")
        return act.words.say("crisis.on_duty", worker=name_of(heard, act.words), until=until)
    if heard and shift is not None:
        when = say_when(shift, act.now, act.words)
        return act.words.say("crisis.off_duty", worker=name_of(heard, act.words), when=when)
    return act.words.say("crisis.nobody")


def confirmed(site: SiteRow, now: datetime) -> bool:
    """Whether the site has confirmed its crisis lines within 180 days."""
    if site.crisis_confirmed_on is None:
        return False
    return now.astimezone(ZoneInfo(site.zone)).date() - site.crisis_confirmed_on <= CONFIRMATION_LASTS


def _lines_to_talk_to(site: SiteRow, now: datetime, words: Words) -> list[str]:
    if not confirmed(site, now):
        return []
    lines = sorted(crisis_card(site.country).lines, key=lambda line: not line.around_the_clock)
    language = words.language
    return [
        words.say("crisis.talk", name=line.name[language], number=line.number, hours=line.hours[language])
        for line in lines
    ]


def worker_name(session: Session, person: Person, words: Words) -> str:
    """Return what the person's social worker is called, or the plain word for one."""
    for programme_id in programmes.programmes_of(session, person.id):
        for worker in people.workers_of(session, programme_id):
            if worker.called:
                return worker.called
    return words.say("word.social_worker")
