"""Concerns: what is seen in an answer or a cry for help reaches a human, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.crisis import crisis_card
from content.message import Button, Message, Reply, column, send
from db import alerts, checkins, deliveries, people, programmes
from db.models import Alert, AlertState, CheckIn, Kind, Person, Priority, SiteRow, Tier
from db.session import Session
from flows.act import Act
from flows.duty import next_shift, on_duty, say_when
from flows.errors import Refusal

CONFIRMATION_LASTS = timedelta(days=180)
WEEK = timedelta(days=7)
CONTACT, LOAD = ("micro", "contact"), ("micro", "load")
SOON, TOO_MUCH = 2, 5


def watch(act: Act, checkin: CheckIn, key: tuple[str, str], value: int | None) -> Reply:
    """Look at one answer as it is given; raise what a human must see and show the crisis card with it."""
    if key == CONTACT and value == SOON:
        rung = raise_alert(act, Tier.AMBER, "contact", f"contact:{checkin.id}", checkin)
        return send(crisis_message(act, heard=rung > 0))
    if key == LOAD and value == TOO_MUCH:
        seen = set(checkins.times_answered(act.session, checkin.person_id, LOAD, TOO_MUCH, act.now - WEEK))
        if len(seen) >= 2:
            raise_alert(act, Tier.AMBER, "load", f"load:{checkin.id}", checkin)
    return Reply()


def ask_for_help(act: Act) -> Reply:
    """Raise a red alert and show the crisis card, at any time and from any state."""
    rung = _press(act, Tier.RED, "help")
    return send(crisis_message(act, heard=rung > 0))


def ask_for_contact(act: Act) -> Reply:
    """Ask the social worker to get in touch: an amber alert, and when it will be seen."""
    rung = _press(act, Tier.AMBER, "contact")
    site = people.site_of(act.session, act.who)
    key = "contact.noted" if rung else "contact.nobody"
    when = say_when(next_shift(site, act.now), act.now, act.words)
    if on_duty(site, act.now):
        when = act.words.say("when.today", time=site.duty_to.strftime("%H:%M"))
    help_row = column(Button(act.words.say("button.help"), "help"))
    text = act.words.say(key, worker=worker_name(act.session, act.who, act.words), when=when)
    return send(Message(text, help_row))


def raise_alert(act: Act, tier: Tier, reason: str, cause: str, checkin: CheckIn | None = None) -> int:
    """Write the alert and ring everybody who must see it; return how many that were. A cause counts once."""
    person = act.who
    alert, _ = alerts.raised(
        act.session,
        Alert(
            site_id=person.site_id,
            programme_id=_programme_of(act),
            person_id=person.id,
            checkin_id=checkin.id if checkin else None,
            tier=tier,
            reason=reason,
            cause=cause,
            state=AlertState.RAISED,
            raised_at=act.now,
        ),
    )
    return _ring(act, alert, "ring1")


def _press(act: Act, tier: Tier, reason: str) -> int:
    """Raise an alert for a pressed button; while nobody has taken it, a press rings again, once a minute."""
    known = alerts.untaken(act.session, act.who.id, reason)
    if known is None:
        return raise_alert(act, tier, reason, f"{reason}:{act.update_id}")
    return _ring(act, known, f"again-{act.now:%m%dT%H%M}")


def _ring(act: Act, alert: Alert, step: str) -> int:
    listeners: Sequence[Person] = people.workers_of(act.session, alert.programme_id)
    listeners = listeners or people.admins(act.session, alert.site_id)
    deliveries.queue(
        act.session,
        [
            {
                "site_id": alert.site_id,
                "kind": Kind.ALERT,
                "subject": f"alert:{alert.id}/{step}",
                "about_id": alert.id,
                "person_id": listener.id,
                "priority": Priority.SAFETY,
                "due_at": act.now,
                "queued_at": act.now,
            }
            for listener in listeners
        ],
    )
    return len(listeners)


def _programme_of(act: Act) -> int:
    place = programmes.enrolment_of(act.session, act.who.id)
    if place is not None:
        return place.programme_id
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None or not draft.said.get("programme"):
        raise Refusal("refusal.no_programme")
    return int(draft.said["programme"])


def crisis_message(act: Act, *, heard: bool) -> Message:
    """Return the site's crisis card in the person's language: whom to call now, and who reads when.

    Where nobody could be rung (`heard` is false) it promises nobody.
    """
    site = people.site_of(act.session, act.who)
    worker = worker_name(act.session, act.who, act.words)
    card = crisis_card(site.country)
    if not heard:
        first = act.words.say("crisis.nobody")
    elif on_duty(site, act.now):
        first = act.words.say("crisis.on_duty", worker=worker, until=site.duty_to.strftime("%H:%M"))
    else:
        when = say_when(next_shift(site, act.now), act.now, act.words)
        first = act.words.say("crisis.off_duty", worker=worker, when=when)
    if site.ward_phone:
        danger = act.words.say("crisis.danger_ward", emergency=card.emergency, ward=site.ward_phone)
    else:
        danger = act.words.say("crisis.danger", emergency=card.emergency)
    return Message("\n".join([first, danger, *_lines_to_talk_to(site, act.now, act.words)]), urgent=True)


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
