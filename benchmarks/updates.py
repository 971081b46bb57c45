"""Updates as Telegram would send them, made beforehand: lines of text, and taps on a check-in's buttons."""

import json
from collections.abc import Sequence
from typing import Any

from benchmarks.desk import BOT, TEXT, Update
from benchmarks.worlds import chat_of
from scales.batteries import cards_of

BATTERY = "phq8_gad7"
"""Fifteen questions, none of which is asked only after certain answers."""
CALM = 1
"""An answer that worries nobody."""


def items() -> list[str]:
    """Return what the buttons call the questions, in order."""
    return [f"{card.id}.{item.id}" for card in cards_of(BATTERY) for item in card.items]


def texts(people: int) -> list[Update]:
    """Return one line of text from each person."""
    return [text(chat_of(n)) for n in range(1, people + 1)]


def text(chat: int) -> Update:
    return _update(chat, {"message": {"message_id": 5, "date": 0, **_whose(chat), "text": TEXT}})


def answers(people: int, part: Sequence[str]) -> list[Update]:
    """Return the taps with which each person answers these questions, everybody's first before the second."""
    return [tap(chat_of(n), f"answer:{n}:{item}:{CALM}") for item in part for n in range(1, people + 1)]


def tap(chat: int, data: str) -> Update:
    asked = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "from": BOT, "text": TEXT}
    query = {"id": "1", "from": _whose(chat)["from"], "message": asked, "chat_instance": "1", "data": data}
    return _update(chat, {"callback_query": query})


def _whose(chat: int) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "A", "language_code": "zh"}
    return {"chat": {"id": chat, "type": "private", "first_name": "A"}, "from": person}


def _update(chat: int, rest: dict[str, Any]) -> Update:
    return chat, json.dumps(rest).encode()[1:]
