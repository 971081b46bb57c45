"""Whom to call about an alert, and what stands on its card while that is behind the second factor."""

from html import escape

from content.message import Button
from db.models import Alert, Person, Tier
from flows.act import Act


def contact_lines(act: Act, person: Person) -> list[str]:
    """Return what somebody is called, their number, and one adult to call in danger."""
    unknown = act.words.say("word.not_given")
    return [
        f"{act.words.say('alert.called')} {escape(person.called or unknown, quote=False)}",
        f"{act.words.say('alert.phone')} {escape(person.phone or unknown, quote=False)}",
        f"{act.words.say('alert.adult')} {escape(person.trusted_adult or unknown, quote=False)}",
    ]


def behind_the_gate(act: Act, alert: Alert) -> tuple[str, list[Button]]:
    """Return the line that stands in the place of those, and the ways to them.

    With the code for every alert; for a red one also without it, which is written down.
    """
    say = act.words.say
    ways = [Button(say("alert.contact"), f"alert:contact:{alert.id}")]
    if alert.tier == Tier.RED:
        ways.append(Button(say("alert.contact_now"), f"alert:now:{alert.id}"))
    return say("alert.behind_the_code"), ways
