"""The journal, read for the audit: what left for whom, how Telegram took it, what was handed to the bot."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sandbox.faults import AFTER, REFUSALS
from sandbox.journal import Json

SENDS = ("sendMessage", "sendDocument")
# Telegram did what it was asked, and the bot could not know.
SPOILED = AFTER - {"slow"}
_FIRST_QUESTION = re.compile(r"answer:(\d+):micro\.mood:")
_ALARM = re.compile(r"alert:take:(\d+)$")
# What carries no button is told by its words.
_TOLD = (
    ("broadcast", re.compile(r"Notice (\d+):")),
    ("unreachable", re.compile(r"\w-(\d+) cannot be reached")),
)
# What a family hears of its alert carries no number: all such words in a chat are counted together.
_SAID = (
    ("seen", re.compile(r".* has your message now\.|.*知道了，已经接手。")),
    ("unheard", re.compile(r"So far we could not tell|到现在，我们还没能通知到")),
)
UNNUMBERED = frozenset(name for name, _ in _SAID)


@dataclass(frozen=True)
class Call:
    """One send or edit as Telegram saw it; `what` names it as far as its buttons or its kind tell."""

    method: str
    chat: int
    what: tuple[str, int]
    accepted: bool
    fault: str | None
    refusal: int | None

    @property
    def sends(self) -> bool:
        """Whether it is a new message, not the change of one."""
        return self.method in SENDS

    @property
    def arrived_unknown(self) -> bool:
        """Whether Telegram carried it out and the bot could not learn of it."""
        return self.accepted and self.fault in SPOILED

    @property
    def answer_lost(self) -> bool:
        """Whether the bot could not learn what became of it, be it carried out or not."""
        return self.arrived_unknown or self.fault in {"drop", "hang"}

    @property
    def refused_for_good(self) -> bool:
        """Whether it was an injected refusal that the bot must take for the last word."""
        return self.fault in {"400", "403", "413"}


REPLY = ("reply", 0)
DOCUMENT = ("document", 0)


def calls(entries: Iterable[Json]) -> Iterator[Call]:
    """Yield every call that says something in a chat."""
    for entry in entries:
        method, params = entry["method"], entry["params"]
        if method in SENDS or method.startswith("edit"):
            error = entry.get("error") or {}
            refusal = error.get("error_code")
            what = _what(method, params)
            yield Call(method, int(params["chat_id"]), what, entry["ok"], entry.get("fault"), refusal)


def faults(entries: Iterable[Json]) -> Iterator[str]:
    """Yield the kind of every fault that struck."""
    for entry in entries:
        if entry.get("fault") in REFUSALS.keys() | {"drop", "hang", "html"} | SPOILED:
            yield str(entry["fault"])


def updates(entries: Iterable[Json]) -> Iterator[Json]:
    """Yield every update in the order in which it was handed to the bot, copies included."""
    return (entry["update"] for entry in entries if "update" in entry)


def _what(method: str, params: Mapping[str, object]) -> tuple[str, int]:
    if method == "sendDocument":
        return DOCUMENT
    data = list(_buttons(params.get("reply_markup")))
    for name, pattern in (("checkin", _FIRST_QUESTION), ("alert", _ALARM)):
        for each in data:
            if found := pattern.match(each):
                return name, int(found[1])
    for name, pattern in _TOLD:
        if found := pattern.match(str(params.get("text"))):
            return name, int(found[1])
    return next(((name, 0) for name, said in _SAID if said.match(str(params.get("text")))), REPLY)


def _buttons(markup: object) -> Iterator[str]:
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return (str(button.get("callback_data", "")) for row in rows for button in row)
