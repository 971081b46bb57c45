"""What can be asked of the sandbox over HTTP: each order with the fields it needs and takes."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import Clock
from sandbox.errors import Misuse
from sandbox.journal import Json
from sandbox.people import People

Types = dict[str, type]
_WORDS = {int: "a whole number", float: "a number", str: "a text", bool: "true or false", dict: "an object"}
_ARGUMENTS = {"person": "user_id", "id": "user_id"}
_BOT: Types = {"bot": str}


@dataclass(frozen=True)
class Order:
    """One order: what carries it out, and the fields of its JSON body by type."""

    act: Callable[..., Any]
    needs: Types = field(default_factory=dict)
    takes: Types = field(default_factory=dict)

    async def obey(self, body: object) -> object:
        """Carry the order out and return its result; raises Misuse, in plain words, for a bad body."""
        result = self.act(**self._arguments(body))
        return await result if inspect.isawaitable(result) else result

    def _arguments(self, body: object) -> Json:
        if not isinstance(body, dict):
            raise Misuse("the body must be a JSON object")
        fields = {**self.needs, **self.takes}
        if unknown := [name for name in body if name not in fields]:
            raise Misuse(f"unknown field {unknown[0]!r}; there are {', '.join(fields) or 'none'}")
        if missing := [name for name in self.needs if body.get(name) is None]:
            raise Misuse(f"{missing[0]!r} is missing")
        given = {name: value for name, value in body.items() if value is not None}
        for name, value in given.items():
            _check(name, value, fields[name])
        return {_ARGUMENTS.get(name, name): value for name, value in given.items()}


def orders(people: People) -> dict[str, Order]:
    """Return every order by its name in the path."""
    person: Types = {"person": int}
    world = people.world
    names: Types = {"language_code": str, "last_name": str, "username": str, "started": bool}
    sending: Types = {"caption": str, "fields": dict, **_BOT}
    return {
        "person": Order(people.add_person, {"id": int, "first_name": str}, names),
        "text": Order(people.text, {**person, "text": str}, _BOT),
        "link": Order(people.open_link, {**person, "payload": str}, _BOT),
        "tap": Order(people.tap, {**person, "data": str}, {"message_id": int, "forged": bool, **_BOT}),
        "send": Order(people.send_kind, {**person, "kind": str}, sending),
        "edit": Order(people.edit, {**person, "message_id": int, "text": str}, _BOT),
        "block": Order(people.block, person, _BOT),
        "unblock": Order(people.unblock, person, _BOT),
        "deactivate": Order(people.deactivate, person, _BOT),
        "update": Order(people.push, {"update": dict}, _BOT),
        "fault": Order(world.faults.add, {"kind": str}, _FAULT),
        "duplicates": Order(world.faults.duplicate_updates, {}, {"times": int, "confirmed": bool}),
        "disorder": Order(world.faults.out_of_order, {}, {"times": int}),
        "calm": Order(world.faults.clear),
        "limits": Order(world.limits.configure, {}, _LIMITS),
        "clock": Order(_clock(people), {}, {"set": float, "advance": float}),
    }


_FAULT: Types = {
    "method": str,
    "times": int,
    "chat_id": int,
    "retry_after": int,
    "description": str,
    "seconds": float,
    "after": int,
}
_LIMITS: Types = {
    "total_per_second": int,
    "chat_per_second": float,
    "chat_burst": int,
    "callback_seconds": float,
    "enabled": bool,
}


def _check(name: str, value: object, wanted: type) -> None:
    allowed = (int, float) if wanted is float else (wanted,)
    if not isinstance(value, allowed) or (isinstance(value, bool) and wanted is not bool):
        raise Misuse(f"{name!r} must be {_WORDS[wanted]}")


def _clock(people: People) -> Callable[..., Json]:
    def move(set: float | None = None, advance: float | None = None) -> Json:
        clock = people.world.clock
        if not isinstance(clock, Clock):
            raise Misuse("this sandbox runs on a clock of its caller's, which cannot be set from here")
        if (set is None) == (advance is None):
            raise Misuse("say either 'set' (seconds since the epoch) or 'advance' (seconds)")
        if set is not None:
            clock.set(set)
        elif advance is not None:
            clock.advance(advance)
        return {"time": clock.time()}

    return move
