"""Joining, step by step: the question of each step, and the step at hand."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from content.catalogue import LANGUAGES
from content.message import Button, Message, column
from content.zones import city
from db import people
from db.models import Draft, Role
from flows.act import Act
from flows.families import asking

HOURS = ("08:00", "12:30", "19:30", "21:00")
PATIENCE = timedelta(days=14)
STAFF_STEPS = ("language", "called", "zone")
STEPS: Mapping[str, tuple[str, ...]] = {
    Role.CAREGIVER: ("language", "consent", "called", "phone", "adult", "zone", "hour", "shared"),
    Role.SOCIAL_WORKER: STAFF_STEPS,
    Role.MEDICAL_WORKER: STAFF_STEPS,
    Role.LEAD: STAFF_STEPS,
    Role.ADMIN: STAFF_STEPS,
}
# Where joining leads: all that outlives a dialogue whose time is over.
LASTING = ("programme", "invite", "asks_first", "child", "needs", "of_child")


def next_step(role: str, step: str, said: Mapping[str, Any]) -> str | None:
    """Return the step after `step`, or None after the last; what was said before decides what is asked."""
    steps = STEPS[role] + (asking.steps(said) if role == Role.CAREGIVER else ())
    place = steps.index(step) + 1
    return steps[place] if place < len(steps) else None


def at_hand(act: Act, note: str = "") -> Message:
    """Return the question at which joining stopped, below a note.

    A dialogue whose time is over begins anew, by the same invite, and says so instead of the note.
    """
    draft = people.any_draft_of(act.session, act.who.id)
    assert draft is not None, "whoever is joining has a dialogue"
    if draft.expires_at <= act.now:
        draft.step, draft.changed_at, draft.expires_at = STEPS[act.who.role][0], act.now, act.now + PATIENCE
        draft.said = {key: draft.said[key] for key in LASTING if key in draft.said}
        note = act.words.say("join.anew")
    message = ask(act, draft)
    return message.with_note(note) if note else message


def ask(act: Act, draft: Draft) -> Message:
    """Return the question of the step that the draft is at."""
    if draft.said.get("doubt"):
        return _second_question(act, draft)
    buttons = column(*_choices(act, draft))
    staff = draft.step == "called" and act.who.role != Role.CAREGIVER
    text = act.words.say("join.called_staff" if staff else f"join.{draft.step}", zone=_city(act))
    return Message(text, buttons)


def _choices(act: Act, draft: Draft) -> list[Button]:
    say = act.words.say
    step = draft.step
    if step in asking.CHOICES:
        return [Button(say(f"join.{step}.{each}"), f"join:{step}:{each}") for each in asking.CHOICES[step]]
    if step == "language":
        return [Button(name, f"join:language:{code}") for code, name in LANGUAGES.items()]
    if step == "consent":
        return [
            Button(say("button.agree"), "join:consent:yes"),
            Button(say("button.decline"), "join:consent:no"),
        ]
    if step in {"phone", "adult"}:
        return [Button(say("button.skip"), f"join:{step}:skip")]
    if step == "zone":
        offered = [
            Button(city(zone, act.language), f"join:zone:{zone}") for zone in draft.said.get("zones", [])
        ]
        return [*offered, Button(say("button.keep_zone", zone=_city(act)), "join:zone:keep")]
    if step == "hour":
        return [Button(say(f"hour.h{hour[:2]}", time=hour), f"join:hour:{hour}") for hour in HOURS]
    if step == "shared":
        return [
            Button(say("button.shared_yes"), "join:shared:yes"),
            Button(say("button.shared_no"), "join:shared:no"),
        ]
    return []


def _second_question(act: Act, draft: Draft) -> Message:
    """Ask gently whether an unusual answer is meant; nothing is refused outright."""
    say = act.words.say
    buttons = column(
        Button(say("button.keep"), f"join:{draft.step}:keep"),
        Button(say("button.rewrite"), f"join:{draft.step}:again"),
    )
    return Message(say(f"join.{draft.step}.sure", text=draft.said["doubt"]), buttons)


def _city(act: Act) -> str:
    return city(act.who.zone, act.language)
