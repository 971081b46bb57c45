"""A card as a FHIR R4 Questionnaire: words, answers and their scores; the keys have no place in it."""

from collections.abc import Iterator

from scales.fhir.codes import LOINC, ORDINAL, STEM, Resource, coding, url, worth
from scales.fhir.phrases import main_language, phrase
from scales.model import Card
from scales.questions import Item, Option

USAGE = "http://terminology.hl7.org/CodeSystem/usage-context-type"
SUBJECTS = {"caregiver": ["RelatedPerson"], "child": ["Patient"]}
RESPONDENTS = {
    "caregiver": "Caregiver",
    "child": "Child",
    "social_worker": "Social worker",
    "medical_worker": "Nurse or doctor",
}
LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief "
    "Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is "
    "available at no cost under the license at http://loinc.org/terms-of-use. LOINC® is a registered United "
    "States trademark of Regenstrief Institute, Inc."
)


def questionnaire(card: Card) -> Resource:
    """Return `card` as a Questionnaire.

    An answer's `ordinalValue` is what it adds to a sum, turned round where the key says so. A card
    whose words a site must bring has items and answers without words, and is a draft.
    """
    main = main_language(card)
    items = [_item(card, item, main) for item in card.items]
    if card.stem:
        group = {"linkId": STEM, **phrase("text", card.stem, main, card.inserts), "type": "group"}
        items = [{**group, "item": items}]
    found = {
        "resourceType": "Questionnaire",
        "id": card.id.replace("_", "-"),
        "language": main,
        "url": url(card),
        "version": card.version,
        "name": "".join(part.capitalize() for part in card.id.split("_")),
        **phrase("title", card.title, main, {}),
        "status": "draft" if card.text_status == "site_supplied" and not card.declaration else "active",
        "subjectType": SUBJECTS.get(card.subject),
        **phrase("description", card.label_to_show, main, {}),
        "useContext": list(_contexts(card)),
        "copyright": _copyright(card),
        "code": _codes(card.loinc),
        "item": items,
    }
    return {name: value for name, value in found.items() if value is not None}


def _item(card: Card, item: Item, main: str) -> Resource:
    found = {
        "linkId": item.id,
        "code": _codes(item.loinc),
        **phrase("text", item, main, card.inserts),
        "type": "text" if item.type == "text" else "choice",
        "enableWhen": list(_conditions(card, item)) or None,
        "enableBehavior": "any" if item.asked_if else None,
        "required": not item.skippable,
        "answerOption": [_option(card, item, option, main) for option in card.options_for(item.id)] or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _option(card: Card, item: Item, option: Option, main: str) -> Resource:
    points = worth(card, item, option)
    scored = {} if points is None else {"extension": [{"url": ORDINAL, "valueDecimal": points}]}
    return {
        **scored,
        "valueCoding": {**coding(card, option), **phrase("display", option, main, card.inserts)},
    }


def _conditions(card: Card, item: Item) -> Iterator[Resource]:
    """Name every answer by which the item is asked: FHIR does not compare codes by size."""
    if item.asked_if is None:
        return
    for question in item.asked_if.items:
        for option in card.options_for(question):
            if option.value is not None and option.value >= item.asked_if.at_least:
                answer = coding(card, option)
                yield {"question": question, "operator": "=", "answerCoding": answer}


def _contexts(card: Card) -> Iterator[Resource]:
    about = ("focus", [construct.replace("_", " ") for construct in card.constructs])
    by = ("user", [RESPONDENTS[each] for each in dict.fromkeys((card.respondent, *card.also_by))])
    for code, texts in (about, by):
        for text in texts:
            yield {"code": {"system": USAGE, "code": code}, "valueCodeableConcept": {"text": text}}


def _codes(loinc: str | None) -> list[Resource] | None:
    return [{"system": LOINC, "code": loinc}] if loinc else None


def _copyright(card: Card) -> str:
    held = card.declaration
    parts = [f"{card.holder}. {card.licence.statement}", card.licence.credit, card.licence.caveat]
    if held:
        parts.append(f"Used under: {held.licence} ({held.holder}; declared by {held.declared_by})")
    if _has_loinc(card):
        parts.append(LOINC_NOTICE)
    return "\n\n".join(part for part in parts if part)


def _has_loinc(card: Card) -> bool:
    options = (option for item in card.items for option in card.options_for(item.id))
    return any([card.loinc, *(item.loinc for item in card.items), *(option.loinc for option in options)])
