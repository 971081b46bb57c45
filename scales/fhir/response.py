"""Answers as a FHIR R4 QuestionnaireResponse, and back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scales.fhir.codes import STEM, Resource, canonical, coding, option_of, url
from scales.fhir.elements import Answer, Answered, QuestionnaireResponse, answered, read
from scales.fhir.phrases import main_language, phrase
from scales.model import Card, OutOfRange
from scales.questions import Item

READABLE = ("completed", "amended", "in-progress", "stopped")


@dataclass(frozen=True)
class Filled:
    """What one form holds: numbers as scoring takes them, and the words of free texts.

    None in `answers` is a question passed over, or an answer without a number.
    """

    answers: Mapping[str, int | None]
    texts: Mapping[str, str] = field(default_factory=dict)


def response(
    card: Card, filled: Filled, *, id: str | None = None, authored: datetime | None = None
) -> Resource:
    """Return answers to `card` as a QuestionnaireResponse; `authored` is an aware time.

    It is `in-progress` while a question that is asked has neither an answer nor was passed over.
    Raises OutOfRange for an answer that no option has.
    """
    items = list(_items(card, filled))
    if card.stem and items:
        items = [{"linkId": STEM, "item": items}]
    found = {
        "resourceType": "QuestionnaireResponse",
        "id": id,
        "questionnaire": canonical(card),
        "status": "completed" if _is_whole(card, filled) else "in-progress",
        "authored": authored.isoformat() if authored else None,
        "item": items or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def answers_of(card: Card, resource: Mapping[str, Any]) -> Filled:
    """Return what a QuestionnaireResponse to `card` holds.

    Raises ValueError in plain words for a response to another form or version, one that was withdrawn,
    and for questions and answers that the card does not have.
    """
    given = read(QuestionnaireResponse, resource)
    address, _, version = (given.questionnaire or "").partition("|")
    if address != url(card) or version not in {"", card.version}:
        raise ValueError(
            f"it answers {given.questionnaire or 'no form that it names'}, not {canonical(card)}"
        )
    if given.status not in READABLE:
        raise ValueError(f"{card.id}: a response that is {given.status} has no answers to take")
    answers: dict[str, int | None] = {}
    texts: dict[str, str] = {}
    for each in answered(given.item):
        if each.link_id == STEM:
            continue
        item = _known(card, each)
        if item.id in answers or item.id in texts:
            raise ValueError(f"{card.id}: {item.id} is answered twice")
        if item.type == "text":
            texts[item.id] = next((answer.value_string or "" for answer in each.answer), "")
        elif each.answer or item.skippable:
            answers[item.id] = _value(card, item, each)
    return Filled(answers, {item: text for item, text in texts.items() if text})


def _items(card: Card, filled: Filled) -> Iterator[Resource]:
    main = main_language(card)
    for item in card.items:
        if item.id in filled.texts:
            yield {"linkId": item.id, "answer": [{"valueString": filled.texts[item.id]}]}
        elif item.id in filled.answers:
            value = filled.answers[item.id]
            option = next((each for each in card.options_for(item.id) if each.value == value), None)
            if option is not None:
                said = phrase("display", option, main, card.inserts)
                shown = {"display": said["display"]} if "display" in said else {}
                yield {"linkId": item.id, "answer": [{"valueCoding": {**coding(card, option), **shown}}]}
            elif value is not None:
                raise OutOfRange(card.id, item.id, value)
            elif item.skippable:
                yield {"linkId": item.id}


def _is_whole(card: Card, filled: Filled) -> bool:
    return all(
        item.id in filled.texts
        or _is_answered(card, item, filled)
        or not card.is_asked(item.id, filled.answers)
        for item in card.items
        if not item.skippable
    )


def _is_answered(card: Card, item: Item, filled: Filled) -> bool:
    offered = [option.value for option in card.options_for(item.id)]
    return item.id in filled.answers and filled.answers[item.id] in offered


def _known(card: Card, each: Answered) -> Item:
    try:
        item = card.item(each.link_id)
    except LookupError as error:
        raise ValueError(str(error)) from None
    if len(each.answer) > 1:
        raise ValueError(f"{card.id}: {item.id} has {len(each.answer)} answers")
    return item


def _value(card: Card, item: Item, each: Answered) -> int | None:
    if not each.answer:
        return None
    answer: Answer = each.answer[0]
    if answer.value_coding is not None:
        return option_of(card, item, answer.value_coding.system, answer.value_coding.code).value
    if answer.value_integer in card.values_of(item.id):
        return answer.value_integer
    raise ValueError(f"{card.id}: the answer to {item.id} is neither one of its codes nor one of its numbers")
