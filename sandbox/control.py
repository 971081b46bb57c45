"""The control interface: orders and views under `/control`, JSON in and out."""

import orjson
from aiohttp import web

from sandbox import scopes
from sandbox.errors import Misuse, Refused
from sandbox.journal import Json
from sandbox.orders import orders
from sandbox.people import People
from sandbox.standing import BLOCKED

_MOST_ENTRIES = 1000


class Control:
    """Answers `{"ok": true, "result": …}`, or 400 with `{"ok": false, "error": …}` in plain words."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._orders = orders(people)

    def add_routes(self, app: web.Application) -> None:
        """Put the control paths on the application."""
        app.router.add_post("/control/{order}", self._on_order)
        app.router.add_get("/control/file", self._on_file)
        app.router.add_get("/control/{view}", self._on_view)

    async def _on_order(self, request: web.Request) -> web.Response:
        order = self._orders.get(request.match_info["order"])
        if order is None:
            return _json(404, {"ok": False, "error": f"no such order; there are {', '.join(self._orders)}"})
        try:
            result = await order.obey(orjson.loads(await request.read() or b"{}"))
        except orjson.JSONDecodeError:
            return _json(400, {"ok": False, "error": "the body is not JSON"})
        except (Misuse, ValueError) as mistake:
            return _json(400, {"ok": False, "error": str(mistake)})
        return _json(200, {"ok": True, "result": result})

    async def _on_view(self, request: web.Request) -> web.Response:
        views = {
            "journal": self._journal,
            "chat": self._chat,
            "people": self._everyone,
            "bots": self._bots,
            "groups": self._groups,
            "commands": self._commands,
            "unconfirmed": self._unconfirmed,
        }
        view = views.get(request.match_info["view"])
        if view is None:
            return _json(404, {"ok": False, "error": f"no such view; there are {', '.join(views)}"})
        try:
            return _json(200, {"ok": True, "result": view(request)})
        except Misuse as mistake:
            return _json(400, {"ok": False, "error": str(mistake)})
        except Refused as refused:
            return _json(400, {"ok": False, "error": refused.description})

    async def _on_file(self, request: web.Request) -> web.Response:
        stored = self._people.world.files.find(request.query.get("id", ""))
        if stored is None:
            return _json(404, {"ok": False, "error": "no such file"})
        kind = "inline" if stored.kind == "photo" else "attachment"
        headers = {"X-Content-Type-Options": "nosniff", "Content-Type": stored.upload.mime}
        response = web.Response(body=stored.upload.data, headers=headers)
        response.headers["Content-Disposition"] = kind
        return response

    def _journal(self, request: web.Request) -> Json:
        after = _number(request, "after", 0)
        entries = self._people.world.journal.entries[max(after, 0) :][:_MOST_ENTRIES]
        return {"entries": entries, "next": max(after, 0) + len(entries)}

    def _everyone(self, request: web.Request) -> list[Json]:
        return [person.user for person in self._people.world.people.values()]

    def _bots(self, request: web.Request) -> list[Json]:
        return [bot.user for bot in self._people.world.bots.values()]

    def _groups(self, request: web.Request) -> list[Json]:
        """Show every group there is with its people; one that became a supergroup is gone."""
        groups = self._people.world.groups.values()
        return [{**one.info, "people": sorted(one.people)} for one in groups if one.moved_to is None]

    def _commands(self, request: web.Request) -> list[Json]:
        world = self._people.world
        group = _number(request, "group", 0) or None
        return scopes.shown(world, world.bot(request.query.get("bot")), _number(request, "person"), group)

    def _unconfirmed(self, request: web.Request) -> int:
        return self._people.unconfirmed(request.query.get("bot"))

    def _chat(self, request: web.Request) -> Json:
        """Show a person's chat, or a group; with `since` as its version, say only that nothing is new."""
        world = self._people.world
        bot = world.bot(request.query.get("bot"))
        group = _number(request, "group", 0)
        chat = world.chat(bot, group) if group else world.private_chat(bot, _number(request, "person"))
        told: Json = {"version": chat.version, "typing": chat.typing_until > world.clock.time()}
        if _number(request, "since", -1) == chat.version:
            return {**told, "unchanged": True}
        return {
            **told,
            "bot": bot.user,
            "messages": list(chat.messages.values()),
            "answers": chat.answers[-20:],
            "answered": len(chat.answers),
            "keyboard": chat.keyboard,
            "blocked": chat.closed == BLOCKED,
            "pinned": chat.pinned,
            "reactions": {str(number): list(by.values()) for number, by in chat.reactions.items()},
        }


def _number(request: web.Request, name: str, default: int | None = None) -> int:
    text = request.query.get(name)
    if text is None and default is not None:
        return default
    try:
        return int(text or "")
    except ValueError:
        raise Misuse(f"{name!r} must be a whole number") from None


def _json(status: int, body: Json) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
