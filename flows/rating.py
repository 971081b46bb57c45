"""Rating: four questions to a nurse or a doctor about the programme, when they have a minute for it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from content.message import Reply, send
from db import asked, checkins, programmes
from db.models import CheckIn, Enrolment, Progress
from flows import checkin
from flows.act import Act
from scales.asking import left_out
from scales.batteries import cards_of

BATTERY = "ward_on_programme"
OPEN_FOR = timedelta(days=3)


def begin(act: Act) -> Reply:
    """Show the first question that is not answered yet; what was answered in the last weeks is not asked."""
    place = programmes.enrolment_of(act.session, act.who.id)
    if place is None:
        return act.say("rate.no_programme")
    begun = checkins.open_with(act.session, act.who.id, place.programme_id, BATTERY)
    asks = begun or _anew(act, place)
    if asks is None:
        return act.say("rate.not_due")
    checkins.tapped(act.session, asks.id, act.now)
    return send(checkin.at_hand(act, asks))


def _anew(act: Act, place: Enrolment) -> CheckIn | None:
    """Return a new check-in, or None where it was answered too short a time ago."""
    today = act.now.astimezone(ZoneInfo(act.who.zone)).date()
    wanted = {card.id for card in cards_of(BATTERY)}
    answered = asked.last_answered(act.session, [act.who.id], wanted)[act.who.id]
    left = left_out(BATTERY, language=act.language, mode="chat", answered=answered, day=today)
    if wanted <= set(left):
        return None
    new = CheckIn(
        site_id=place.site_id,
        programme_id=place.programme_id,
        person_id=act.who.id,
        battery=BATTERY,
        left_out=left or None,
        day=today,
        progress=Progress.SENT,
        planned_at=act.now,
        sent_at=act.now,
        expires_at=act.now + OPEN_FOR,
    )
    act.session.add(new)
    act.session.flush()
    return new
