"""What can be asked of the sandbox over HTTP: each order with the fields it needs and takes."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sandbox import groups, reactions, voting
from sandbox.clock import Clock
from sandbox.errors import Misuse
from sandbox.journal import Json
from sandbox.limits import RATES
from sandbox.people import People
from sandbox.state import World

Types = dict[str, type]
_WORDS = {
    int: "a whole number",
    float: "a number",
    str: "a text",
    bool: "true or false",
    dict: "an object",
    list: "an array of numbers or texts",
}
_ARGUMENTS = {"person": "user_id", "id": "user_id"}
_BOT: Types = {"bot": str}
_PLACE: Types = {"group": int, **_BOT}


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
    return {**_acts(people), **_group_acts(people.world), **_conditions(people.world)}


def _acts(people: People) -> dict[str, Order]:
    """Return what a person does, and who there is to do it."""
    person: Types = {"person": int}
    number: Types = {"message_id": int}
    names: Types = {"language_code": str, "last_name": str, "username": str, "started": bool}
    world = people.world
    return {
        "bot": Order(_bot(world), {"token": str, "username": str}, {"first_name": str, "reads_all": bool}),
        "person": Order(people.add_person, {"id": int, "first_name": str}, names),
        "text": Order(people.text, {**person, "text": str}, {"reply_to": int, **_PLACE}),
        "link": Order(people.open_link, {**person, "payload": str}, _PLACE),
        "tap": Order(people.tap, {**person, "data": str}, {**number, "forged": bool, **_PLACE}),
        "send": Order(people.send_kind, {**person, "kind": str}, {"caption": str, "fields": dict, **_PLACE}),
        "album": Order(people.send_album, {**person, "kinds": list}, {"caption": str, **_PLACE}),
        "edit": Order(people.edit, {**person, **number, "text": str}, _PLACE),
        "vote": Order(partial(voting.vote, world), {**person, "options": list}, {**number, **_PLACE}),
        "react": Order(partial(reactions.react, world), {**person, **number}, {"emoji": str, **_PLACE}),
        "block": Order(people.block, person, _BOT),
        "unblock": Order(people.unblock, person, _BOT),
        "deactivate": Order(people.deactivate, person, _BOT),
        "update": Order(people.push, {"update": dict}, _BOT),
    }


def _group_acts(world: World) -> dict[str, Order]:
    """Return what happens to groups."""
    acts: Types = {"person": int, "group": int}
    return {
        "group": Order(
            partial(groups.found, world), {"group": int, "title": str}, {"people": list, "supergroup": bool}
        ),
        "admit": Order(partial(groups.admit, world), acts, _BOT),
        "expel": Order(partial(groups.expel, world), acts, _BOT),
        "promote": Order(partial(groups.promote, world), acts, _BOT),
        "join": Order(partial(groups.join, world), acts),
        "leave": Order(partial(groups.leave, world), acts),
        "migrate": Order(partial(groups.migrate, world), {**acts, "to": int}),
    }


def _conditions(world: World) -> dict[str, Order]:
    """Return what Telegram and the network do: faults, rates, waits and time."""
    return {
        "fault": Order(_fault(world), {"kind": str}, _FAULT),
        "duplicates": Order(world.faults.duplicate_updates, {}, {"times": int, "confirmed": bool}),
        "disorder": Order(world.faults.out_of_order, {}, {"times": int}),
        "calm": Order(world.faults.clear),
        "limits": Order(world.limits.configure, {}, _LIMITS),
        "webhooks": Order(world.patience.configure, {}, {"first": float, "longest": float}),
        "clock": Order(_clock(world), {}, {"set": float, "advance": float}),
    }


_FAULT: Types = {
    "method": str,
    "times": int,
    "chat_id": int,
    "retry_after": int,
    "description": str,
    "seconds": float,
    "after": int,
    "bot": str,
}
_LIMITS: Types = {**RATES, "enabled": bool}


def _check(name: str, value: object, wanted: type) -> None:
    allowed = (int, float) if wanted is float else (wanted,)
    odd = isinstance(value, list) and not all(isinstance(one, int | str) for one in value)
    if odd or not isinstance(value, allowed) or (isinstance(value, bool) and wanted is not bool):
        raise Misuse(f"{name!r} must be {_WORDS[wanted]}")


def _bot(world: World) -> Callable[..., Json]:
    def add(token: str, username: str, first_name: str | None = None, reads_all: bool = False) -> Json:
        if token in world.bots:
            raise Misuse(f"a bot has this token already: {world.bots[token].user['username']}")
        return world.add_bot(token, username, first_name, reads_all=reads_all).user

    return add


def _fault(world: World) -> Callable[..., None]:
    def add(bot: str | None = None, **fields: Any) -> None:  # noqa: ANN401 - checked by the order's types
        world.faults.add(bot=None if bot is None else world.bot(bot).id, **fields)

    return add


def _clock(world: World) -> Callable[..., Json]:
    def move(set: float | None = None, advance: float | None = None) -> Json:
        clock = world.clock
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
