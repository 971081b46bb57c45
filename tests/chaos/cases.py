"""One family's evening as the audit sees it: asked, answered, and one alert; a test spoils one thing."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from chaos import expected
from chaos.books import Books
from chaos.case import Case
from chaos.casualties import Casualties
from chaos.journal import Call
from db.models import Alert, Answer, CheckIn, Delivery, Heard, Kind, State
from sandbox.journal import Json

FAMILY, WORKER = 10_001, 9001
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TAPS = ("answer:1:micro.mood:3", "answer:1:micro.load:4", "answer:1:micro.contact:2")
QUESTION, ALARM = ("checkin", 1), ("alert", 1)


def tap(number: int, data: str) -> Json:
    """An update: the family taps."""
    return {"update_id": number, "callback_query": {"data": data, "message": {"chat": {"id": FAMILY}}}}


def text(number: int, words: str) -> Json:
    """An update: the family writes."""
    return {"update_id": number, "message": {"text": words, "chat": {"id": FAMILY}}}


def sent(chat: int, what: tuple[str, int], **other: Any) -> Call:
    """A message that Telegram took."""
    return replace(Call("sendMessage", chat, what, accepted=True, fault=None, refusal=None), **other)


def heard(number: int, **columns: Any) -> Heard:
    """A row of the inbox that is applied and shown."""
    return Heard(**{"update_id": number, "applied_at": NOW, "shown_at": NOW, "attempts": 0} | columns)


def owed(number: int, kind: Kind, person: int, **columns: Any) -> Delivery:
    """A delivery that was sent."""
    defaults = {"id": number, "kind": kind, "about_id": 1, "person_id": person, "attempts": 1}
    return Delivery(**defaults | {"state": State.SETTLED, "outcome": "sent"} | columns)


def answers() -> list[Answer]:
    """The three answers as they are stored."""
    return [
        Answer(checkin_id=1, item=item, value=value)
        for item, value in (("mood", 3), ("load", 4), ("contact", 2))
    ]


def case(**parts: Any) -> Case:
    """An evening without fault, with the named parts put in the place of its own."""
    handed = parts.pop("handed", [tap(number, data) for number, data in enumerate(TAPS, start=1)])
    books = {
        "chats": {1: FAMILY, 2: WORKER},
        "staff": frozenset({WORKER}),
        "labels": {1: FAMILY},
        "checkins": {1: CheckIn(id=1, person_id=1, progress="done")},
        "answers": answers(),
        "alerts": {1: Alert(id=1, person_id=1, cause="contact:1/amber", reason="contact")},
        "deliveries": [owed(1, Kind.CHECKIN, 1), owed(2, Kind.ALERT, 2)],
        "heard": [heard(each["update_id"]) for each in handed],
    }
    books |= {name: parts.pop(name) for name in list(parts) if name in books}
    calls = [sent(FAMILY, QUESTION), sent(FAMILY, ("reply", 0)), sent(WORKER, ALARM)]
    rest = {"casualties": [], "calls": calls, "called": 1} | parts
    return Case(books=Books(**books), handed=handed, expected=expected.of(handed), **rest)


def kill(*, sending: tuple[int, ...] = (), answering: tuple[int, ...] = ()) -> Casualties:
    """What one kill left in the air."""
    return Casualties(frozenset(sending), frozenset(answering))
