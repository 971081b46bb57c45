"""The Bot API: a call in, its answer out, and the journal told of both."""

import inspect
from dataclasses import dataclass

import orjson

from sandbox.calls import Call
from sandbox.errors import Refused
from sandbox.faults import BEFORE, Fault
from sandbox.files import Upload
from sandbox.journal import Json
from sandbox.methods.table import BY_LOWER_CASE, METHODS, RATED
from sandbox.state import World

_UNHEARD = {
    "drop": {"error_code": 0, "description": "the connection was dropped before the call was accepted"},
    "hang": {"error_code": 0, "description": "the call was never accepted nor answered"},
    "html": {"error_code": 502, "description": "Bad Gateway"},
}
_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status and a JSON body, spoiled by `fault` where one was injected."""

    status: int
    body: bytes
    fault: Fault | None = None
    retry_after: int | None = None
    mime: str = "application/json"


async def perform(world: World, token: str, name: str, params: Json, files: dict[str, Upload]) -> Answer:
    """Carry out one call and note it in the journal.

    A fault that only spoils the way back is left to whoever sends the answer. Polls
    that return nothing are not noted.
    """
    method = BY_LOWER_CASE.get(name.lower(), name)
    fault: Fault | None = None
    outcome: Json
    bot = world.bot_of(token)
    try:
        if bot is None:
            raise Refused(401, "Unauthorized")
        fault = world.faults.take(method, params.get("chat_id"), bot.id)
        if fault is not None and fault.refusal is not None:
            raise fault.refusal
        if fault is not None and fault.kind in BEFORE:
            outcome = {"ok": False, "error": _UNHEARD[fault.kind]}
        else:
            outcome = {"ok": True, "result": await _run(Call(world, bot, method, params, files))}
    except Refused as refused:
        outcome = {"ok": False, "error": refused.answer()}
    answer = _answer(outcome, fault)
    if fault is not None:
        outcome["fault"] = fault.kind
    if method != "getUpdates" or fault is not None or not outcome["ok"] or outcome["result"]:
        told = {name: file.told() for name, file in files.items()}
        world.journal.call(bot.id if bot else None, method, params, told, outcome)
    return answer


def refusal(refused: Refused) -> Answer:
    """Return the answer to a call that could not even be read."""
    return _answer({"ok": False, "error": refused.answer()}, None)


async def _run(call: Call) -> object:
    method = METHODS.get(call.method)
    if method is None:
        raise Refused(404, "Not Found")
    if call.method in RATED and call.params.get("chat_id"):
        call.world.limits.take(call.bot.id, call.chat().id, call.flag("allow_paid_broadcast"))
    result = method(call)
    return await result if inspect.isawaitable(result) else result


def _answer(outcome: Json, fault: Fault | None) -> Answer:
    if outcome["ok"]:
        return Answer(200, orjson.dumps(outcome), fault)
    error = outcome["error"]
    if fault is not None and fault.kind == "html":
        return Answer(502, _PAGE, fault, mime="text/html")
    retry_after = error.get("parameters", {}).get("retry_after")
    return Answer(error["error_code"], orjson.dumps({"ok": False, **error}), fault, retry_after)
