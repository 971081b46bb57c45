"""Joining, step by step: the question of each step, and what an answer to it means."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from content.catalogue import LANGUAGES
from content.message import Button, Message, column
from content.zones import city, find_zones
from db.models import Draft, Person, Role
from flows.act import Act

HOURS = ("08:00", "12:30", "19:30", "21:00")
LONGEST_NAME, LONGEST_TEXT = 40, 120
PHONE = re.compile(r"[+()\d\s.-]+")
STAFF_STEPS = ("language", "called", "zone")
STEPS: Mapping[str, tuple[str, ...]] = {
    Role.CAREGIVER: ("language", "consent", "called", "phone", "adult", "zone", "hour", "shared"),
    Role.SOCIAL_WORKER: STAFF_STEPS,
    Role.MEDICAL_WORKER: STAFF_STEPS,
    Role.ADMIN: STAFF_STEPS,
}


@dataclass(frozen=True)
class Taken:
    """What became of an answer: it was taken, or the same step asks again with a note."""

    done: bool
    note: str = ""


def next_step(role: str, step: str) -> str | None:
    """Return the step after `step`, or None after the last."""
    steps = STEPS[role]
    place = steps.index(step) + 1
    return steps[place] if place < len(steps) else None


def ask(act: Act, draft: Draft) -> Message:
    """Return the question of the step that the draft is at."""
    if draft.said.get("doubt"):
        return _second_question(act, draft)
    buttons = column(*_choices(act, draft))
    text = act.words.say(f"join.{draft.step}", zone=_city(act))
    return Message(text, buttons)


def _choices(act: Act, draft: Draft) -> list[Button]:
    say = act.words.say
    step = draft.step
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


def hear_text(act: Act, draft: Draft, text: str) -> Taken:
    """Take what was written at this step; an unusual answer is kept as a doubt and asked about."""
    heard = _HEARD.get(draft.step)
    text = " ".join(text.split())
    if heard is None or not text:
        return Taken(False, act.words.say("join.please_tap"))
    return heard(act, draft, text)


def hear_tap(act: Act, draft: Draft, choice: str) -> Taken:
    """Take a tapped choice at this step; raises ValueError or KeyError for one that was never offered."""
    person, said = act.who, draft.said
    doubt = said.get("doubt")
    if choice == "again" and doubt:
        draft.said = {**said, "doubt": None}
        return Taken(False)
    if draft.step in _KEEPS and choice == "keep" and doubt:
        _KEEPS[draft.step](person, doubt)
        draft.said = {**said, "doubt": None}
        return Taken(True)
    _TAPS[draft.step](person, choice)
    return Taken(True)


def _hear_called(act: Act, draft: Draft, text: str) -> Taken:
    if len(text) > LONGEST_NAME:
        return _doubt(draft, text)
    act.who.called = text
    return Taken(True)


def _hear_phone(act: Act, draft: Draft, text: str) -> Taken:
    digits = sum(letter.isdigit() for letter in text)
    if not PHONE.fullmatch(text) or not 7 <= digits <= 15:
        return _doubt(draft, text)
    act.who.phone = text
    return Taken(True)


def _hear_adult(act: Act, draft: Draft, text: str) -> Taken:
    if len(text) > LONGEST_TEXT or sum(letter.isdigit() for letter in text) < 7:
        return _doubt(draft, text)
    act.who.trusted_adult = text
    return Taken(True)


def _hear_zone(act: Act, draft: Draft, text: str) -> Taken:
    zones = find_zones(text)
    if len(zones) == 1:
        act.who.zone = zones[0]
        return Taken(True)
    draft.said = {**draft.said, "zones": zones}
    return Taken(False, act.words.say("join.zone.which" if zones else "join.zone.unknown"))


def _doubt(draft: Draft, text: str) -> Taken:
    draft.said = {**draft.said, "doubt": text[:LONGEST_TEXT]}
    return Taken(False)


def _tap_language(person: Person, choice: str) -> None:
    if choice not in LANGUAGES:
        raise ValueError(choice)
    person.language = choice


def _tap_skip(person: Person, choice: str) -> None:
    if choice != "skip":
        raise ValueError(choice)


def _tap_zone(person: Person, choice: str) -> None:
    if choice != "keep":
        person.zone = ZoneInfo(choice).key


def _tap_hour(person: Person, choice: str) -> None:
    person.asked_at = time.fromisoformat(HOURS[HOURS.index(choice)])


def _tap_shared(person: Person, choice: str) -> None:
    person.shares_phone = {"yes": True, "no": False}[choice]


def _tap_consent(person: Person, choice: str) -> None:
    if choice != "yes":
        raise ValueError(choice)


def _keep(column_name: str) -> Callable[[Person, str], None]:
    return lambda person, text: setattr(person, column_name, text)


_HEARD: Mapping[str, Callable[[Act, Draft, str], Taken]] = {
    "called": _hear_called, "phone": _hear_phone, "adult": _hear_adult, "zone": _hear_zone,
}  # fmt: skip
_TAPS: Mapping[str, Callable[[Person, str], None]] = {
    "language": _tap_language, "consent": _tap_consent, "phone": _tap_skip, "adult": _tap_skip,
    "zone": _tap_zone, "hour": _tap_hour, "shared": _tap_shared,
}  # fmt: skip
_KEEPS = {"called": _keep("called"), "phone": _keep("phone"), "adult": _keep("trusted_adult")}


def _city(act: Act) -> str:
    return city(act.who.zone, act.language)
