"""The crisis card as a caregiver sees it: whom to call now, when a human sees this, what happens next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.crisis import crisis_card
from content.message import Message, column
from db import people
from db.models import Alert, Person, SiteRow, Tier
from flows import family
from flows.act import Act
from flows.duty import next_shift, on_duty, say_when
from flows.ringing import name_of

CONFIRMATION_LASTS = timedelta(days=180)


def crisis_message(act: Act, heard: Sequence[Person], alert: Alert) -> Message:
    """Return the site's crisis card in the person's language: whom to call now, who reads when, what is next.

    Where nobody could be rung it promises nobody.
    """
    site = people.site_of(act.session, act.who)
    lines = [_who_reads(act, site, heard), *whom_to_call(act, site)]
    if heard and alert.tier == Tier.RED:
        next_ = "alarm.next" if on_duty(site, act.now) else "alarm.next_off"
        lines.append(act.words.say(next_))
    return Message("\n".join(lines), column(family.mistake_button(act.words, alert)), urgent=True)


def whom_to_call(act: Act, site: SiteRow) -> list[str]:
    """Return the lines with the numbers to call now: of this country alone, and confirmed ones only."""
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
