"""Programme templates: a run of sessions as a file, ours or a site's own, that can be repeated elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from content.catalogue import LANGUAGES
from content.library import library
from scales.batteries import CHILD_WAVE

FOLDER = Path(__file__).parent
MOST_SESSIONS, MOST_MINUTES, MOST_DAYS, MOST_STEPS = 40, 600, 400, 12
LONGEST_KEY, LONGEST_THEME, LONGEST_STEP = 24, 80, 60
Said = dict[str, str]


class BadTemplate(ValueError):
    """A programme file that cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Planned:
    """One session of a template: how many days after the first, its theme, and the steps of its plan.

    `piece` is what its families take along to read; without one it is what the library has for its key.
    """

    key: str
    day: int
    theme: Said
    plan: tuple[Said, ...]
    piece: str | None = None


@dataclass(frozen=True)
class Template:
    """A programme as it can be run anywhere: no date, no place and nobody in it.

    `asks_child` says that joining asks whether questions about the child are allowed.
    """

    key: str
    title: Said
    minutes: int
    capacity: int | None
    asks_child: bool
    cadence: tuple[dict[str, Any], ...]
    sessions: tuple[Planned, ...]

    def to_yaml(self) -> str:
        """Return the template as a file that `read` takes."""
        data = {
            "key": self.key,
            "title": self.title,
            "minutes": self.minutes,
            "capacity": self.capacity,
            "asks_child": self.asks_child,
            "cadence": [dict(slot) for slot in self.cadence],
            "sessions": [_written(each) for each in self.sessions],
        }
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)


def keys() -> tuple[str, ...]:
    """Return the templates that come with the program."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@cache
def template(key: str) -> Template:
    """Return one of our templates; raises LookupError for one that there is not."""
    if key not in keys():
        raise LookupError(f"there is no template {key}; there are: {', '.join(keys())}")
    return read((FOLDER / f"{key}.yaml").read_text("utf-8"))


def in_language(said: Mapping[str, str], language: str) -> str:
    """Return a text in a language, or in whatever language it was written."""
    return said.get(language) or next(iter(said.values()))


def about_children(cadence: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a cadence asks about children, which needs a guardian's yes."""
    return any(slot.get("battery") in CHILD_WAVE for slot in cadence)


def read(text: str) -> Template:
    """Return the template that a file holds; raises BadTemplate in plain words."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadTemplate(f"this is no YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(data, dict):
        raise BadTemplate("a programme file has key, title, minutes, capacity, cadence and sessions")
    sessions = data.get("sessions")
    if not isinstance(sessions, list) or not 1 <= len(sessions) <= MOST_SESSIONS:
        raise BadTemplate(f"sessions: from 1 to {MOST_SESSIONS} are needed")
    found = tuple(_session(each, f"session {number}") for number, each in enumerate(sessions, start=1))
    days = [each.day for each in found]
    if days != sorted(days):
        raise BadTemplate("sessions: their days do not go forward")
    asks_child = _yes_or_no(data.get("asks_child", False), "asks_child")
    cadence = _cadence(data.get("cadence") or [])
    if about_children(cadence) and not asks_child:
        raise BadTemplate("asks_child: the cadence asks about children, so it must be true")
    return Template(
        _key(data.get("key"), "key"),
        _said(data.get("title"), "title", LONGEST_THEME),
        _number(data.get("minutes"), "minutes", 5, MOST_MINUTES),
        None if data.get("capacity") is None else _number(data["capacity"], "capacity", 1, 500),
        asks_child,
        cadence,
        found,
    )


def _session(data: object, where: str) -> Planned:
    if not isinstance(data, dict):
        raise BadTemplate(f"{where}: a session has key, day, theme and plan")
    plan = data.get("plan") or []
    if not isinstance(plan, list) or len(plan) > MOST_STEPS:
        raise BadTemplate(f"{where}: a plan has at most {MOST_STEPS} steps")
    return Planned(
        _key(data.get("key"), where),
        _number(data.get("day"), f"{where}, day", 0, MOST_DAYS),
        _said(data.get("theme"), f"{where}, theme", LONGEST_THEME),
        tuple(_said(step, f"{where}, step {number}", LONGEST_STEP) for number, step in enumerate(plan, 1)),
        _piece(data.get("piece"), f"{where}, piece"),
    )


def _written(one: Planned) -> dict[str, Any]:
    said: dict[str, Any] = {"key": one.key, "day": one.day, "theme": one.theme, "plan": list(one.plan)}
    return said if one.piece is None else {**said, "piece": one.piece}


def _piece(key: object, where: str) -> str | None:
    if key is None:
        return None
    known = {front.key for front in library().fronts() if not front.sent_by_person_only}
    if isinstance(key, str) and key in known:
        return key
    raise BadTemplate(f"{where}: the library has no {key} that everybody may read")


def _cadence(slots: object) -> tuple[dict[str, Any], ...]:
    if not isinstance(slots, list) or not all(isinstance(slot, dict) for slot in slots):
        raise BadTemplate("cadence: a list of weeks, weekday and battery")
    return tuple(slots)


def _said(data: Any, where: str, longest: int) -> Said:  # noqa: ANN401 - YAML
    spoken = isinstance(data, dict) and bool(data) and set(data) <= set(LANGUAGES)
    if spoken and all(isinstance(text, str) and 0 < len(text.strip()) <= longest for text in data.values()):
        return {str(language): str(text) for language, text in data.items()}
    raise BadTemplate(f"{where}: a text of at most {longest} letters in {' or '.join(LANGUAGES)}")


def _number(value: object, where: str, least: int, most: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise BadTemplate(f"{where}: a whole number from {least} to {most}")


def _yes_or_no(value: object, where: str) -> bool:
    if isinstance(value, bool):
        return value
    raise BadTemplate(f"{where}: true or false")


def _key(value: object, where: str) -> str:
    if isinstance(value, str) and value.isidentifier() and len(value) <= LONGEST_KEY:
        return value
    raise BadTemplate(f"{where}: a key of letters and digits, at most {LONGEST_KEY}")
