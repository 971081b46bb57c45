"""Intake: what an answer to a step of joining means; an unusual one is asked about, none is refused."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import time

from content.catalogue import LANGUAGES
from content.zones import find_zones
from db.models import Draft, Person
from flows.act import Act
from flows.families import asking
from flows.joining import HOURS
from flows.taken import Taken

LONGEST_NAME, LONGEST_TEXT = 40, 120
PHONE = re.compile(r"[+()\d\s.-]+")
FEWEST_DIGITS, MOST_DIGITS = 7, 15
# Invisible marks are dropped, since they can turn a line around or hide in a copied number;
# these two stay, because emoji and several scripts are written with them.
JOINERS = "\u200c\u200d"
UNSEEN = frozenset({"Cc", "Cf", "Mn", "Zs"})


def hear_text(act: Act, draft: Draft, text: str) -> Taken:
    """Take what was written at this step; an unusual answer is kept as a doubt and asked about."""
    heard = _HEARD.get(draft.step)
    text = _plain(text)
    if heard is None or not text:
        return Taken(False, ask_otherwise(act, draft))
    taken = heard(act, draft, text)
    if taken.done:
        _settle_doubt(draft)
    return taken


def ask_otherwise(act: Act, draft: Draft) -> str:
    """Return the line that says in which way this step can be answered: by a tap, or in words."""
    written = draft.step in _HEARD and not draft.said.get("doubt")
    return act.words.say("join.please_write" if written else "join.please_tap")


def hear_tap(act: Act, draft: Draft, choice: str) -> Taken:
    """Take a tapped choice at this step; raises ValueError or KeyError for one that was never offered."""
    doubt = draft.said.get("doubt")
    if choice == "again" and doubt:
        _settle_doubt(draft)
        return Taken(False)
    if draft.step in _KEEPS and choice == "keep" and doubt:
        _KEEPS[draft.step](act.who, doubt)
    elif draft.step in asking.CHOICES:
        asking.chosen(draft, choice)
    else:
        _TAPS[draft.step](act.who, choice)
    _settle_doubt(draft)
    return Taken(True)


def _plain(text: str) -> str:
    """Return the text on one line without invisible marks; "" if nothing in it can be seen."""
    kept = [
        letter
        for letter in text
        if letter.isspace() or letter in JOINERS or unicodedata.category(letter) not in {"Cc", "Cf"}
    ]
    seen = any(unicodedata.category(letter) not in UNSEEN for letter in kept)
    return " ".join("".join(kept).split()) if seen else ""


def _hear_called(act: Act, draft: Draft, text: str) -> Taken:
    if len(text) > LONGEST_NAME:
        return _doubt(draft, text)
    act.who.called = text
    return Taken(True)


def _hear_phone(act: Act, draft: Draft, text: str) -> Taken:
    if not PHONE.fullmatch(text) or not FEWEST_DIGITS <= _digits(text) <= MOST_DIGITS:
        return _doubt(draft, text)
    act.who.phone = text
    return Taken(True)


def _hear_adult(act: Act, draft: Draft, text: str) -> Taken:
    if len(text) > LONGEST_TEXT or _digits(text) < FEWEST_DIGITS:
        return _doubt(draft, text)
    act.who.trusted_adult = text
    return Taken(True)


def _hear_zone(act: Act, draft: Draft, text: str) -> Taken:
    zones = find_zones(text) or find_zones(text.removesuffix("市"))
    if len(zones) == 1:
        act.who.zone = zones[0]
        return Taken(True)
    draft.said = {**draft.said, "zones": zones}
    return Taken(False, act.words.say("join.zone.which" if zones else "join.zone.unknown"))


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _doubt(draft: Draft, text: str) -> Taken:
    draft.said = {**draft.said, "doubt": text[:LONGEST_TEXT]}
    return Taken(False)


def _settle_doubt(draft: Draft) -> None:
    draft.said = {key: value for key, value in draft.said.items() if key != "doubt"}


def _tap_language(person: Person, choice: str) -> None:
    if choice not in LANGUAGES:
        raise ValueError(choice)
    person.language = choice


def _tap_skip(person: Person, choice: str) -> None:
    if choice != "skip":
        raise ValueError(choice)


def _tap_zone(person: Person, choice: str) -> None:
    """Keep the zone, or take one by its exact name; a zone where nobody lives was never offered."""
    if choice == "keep":
        return
    if choice not in find_zones(choice):
        raise ValueError(choice)
    person.zone = choice


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
    "age": asking.hear_age, "childname": asking.hear_childname,
}  # fmt: skip
_TAPS: Mapping[str, Callable[[Person, str], None]] = {
    "language": _tap_language, "consent": _tap_consent, "phone": _tap_skip, "adult": _tap_skip,
    "zone": _tap_zone, "hour": _tap_hour, "shared": _tap_shared,
}  # fmt: skip
_KEEPS = {"called": _keep("called"), "phone": _keep("phone"), "adult": _keep("trusted_adult")}
