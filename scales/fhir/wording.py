"""The words of a FHIR R4 Questionnaire, taken for a card whose own words are not ours to print."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from scales.fhir.codes import LOINC, ORDINAL, STEM, option_of, score_of, url
from scales.fhir.elements import AnswerOption, Extended, Extension, Question, Questionnaire, questions, read
from scales.fhir.phrases import FIELDS, TRANSLATION
from scales.model import Card, Declaration
from scales.provenance import Language, TranslationStatus
from scales.questions import Item, Wording
from scales.site_text import NO_NUMBER, Answer, SiteText

LANGUAGES: tuple[Language, ...] = get_args(Language)
Spoken = Mapping[Answer, Wording]


def card_for(resource: Mapping[str, Any], cards: Mapping[str, Card]) -> Card:
    """Return the card that a form, or a response to one, is about; ValueError when it is about none."""
    address = resource.get("questionnaire" if resource.get("resourceType") != "Questionnaire" else "url")
    plain = str(address or "").partition("|")[0]
    found = next((card for card in cards.values() if url(card) == plain), None)
    if found is None:
        raise ValueError(
            f"it names {plain or 'no form'}: `respite scales export ID --fhir` shows our addresses"
        )
    return found


def site_text(
    card: Card, resource: Mapping[str, Any], declaration: Declaration, status: TranslationStatus
) -> SiteText:
    """Return the words of a Questionnaire for `card`; whether they suffice is for `with_words` to say.

    An item is known by its linkId or its LOINC code, an answer by its code or, where the item is not
    turned round, by its score. Raises ValueError in plain words for what the card does not have.
    """
    form = read(Questionnaire, resource)
    if (form.version or card.version) != card.version:
        raise ValueError(f"{card.id}: the form is version {form.version}, the card is {card.version}")
    main = FIELDS.get((form.language or "en").lower())
    if main is None:
        raise ValueError(f"{card.id}: the form is in {form.language}; we know {', '.join(FIELDS)}")
    asked = [each for each in questions(form.item) if each.type not in {"group", "display"}]
    items, options = _words(card, asked, main)
    own = {
        item.id: options[item.id] for item in card.items if item.options is not None and item.id in options
    }
    languages = [name for name in LANGUAGES if any(getattr(words, name) for words in items.values())]
    return SiteText(
        card=card.id,
        version=card.version,
        declaration=declaration,
        translation_status=dict.fromkeys(languages, status),
        stem=_stem(form, main),
        items=items,
        options=_of_all(card, {id: each for id, each in options.items() if id not in own}),
        options_of=own,
    )


def _words(
    card: Card, asked: Sequence[Question], main: str
) -> tuple[Mapping[str, Wording], Mapping[str, Spoken]]:
    """Return the words of each item, and of its answers by the number that they stand for."""
    items: dict[str, Wording] = {}
    options: dict[str, Spoken] = {}
    for question in asked:
        item = _item(card, question)
        if item.id in items:
            raise ValueError(f"{card.id}: {item.id} is there twice")
        items[item.id] = _wording(question.text, question.text_more, main)
        if item.type == "choice":
            options[item.id] = _options(card, item, question, main)
    return items, options


def _stem(form: Questionnaire, main: str) -> Wording | None:
    """Return the words that stand before all items: those of our own group, else of the first that is one."""
    said = [each for each in questions(form.item) if each.type in {"group", "display"}]
    first = next(iter(sorted(said, key=lambda each: each.link_id != STEM)), None)
    words = _wording(first.text, first.text_more, main) if first else None
    return words if words and (words.en or words.zh_hans) else None


def _item(card: Card, question: Question) -> Item:
    loinc = {code.code for code in question.code if code.system == LOINC and code.code}
    for item in card.items:
        if item.id == question.link_id or (item.loinc is not None and item.loinc in loinc):
            return item
    raise ValueError(f"{card.id} has no item {question.link_id}")


def _options(card: Card, item: Item, question: Question, main: str) -> Spoken:
    found: dict[Answer, Wording] = {}
    for option in question.answer_option:
        if option.value_coding is None:
            raise ValueError(f"{card.id}: an answer to {item.id} has no code")
        number = _value(card, item, option)
        value: Answer = NO_NUMBER if number is None else number
        if value in found:
            raise ValueError(f"{card.id}: two answers to {item.id} stand for {value}")
        found[value] = _wording(option.value_coding.display, option.value_coding.display_more, main)
    if set(found) - {NO_NUMBER} != set(card.values_of(item.id)):
        wanted = ", ".join(map(str, card.values_of(item.id)))
        raise ValueError(f"{card.id}: the answers to {item.id} must stand for {wanted}, each once")
    return found


def _value(card: Card, item: Item, option: AnswerOption) -> int | None:
    assert option.value_coding is not None, "looked at before"
    known = option.value_coding
    try:
        return option_of(card, item, known.system, known.code).value
    except ValueError:
        score = score_of(_numbers((*option.extension, *known.extension)))
        if score is None or item.reverse or score not in card.values_of(item.id):
            raise
    return score


def _of_all(card: Card, options: Mapping[str, Spoken]) -> Spoken:
    """Return the answers' words that the items have in common; the card has one set for all of them."""
    first = next(iter(options.values()), {})
    for item, said in options.items():
        if dict(said) != dict(first):
            raise ValueError(f"{card.id}: the answers to {item} have other words than those before")
    return first


def _numbers(extensions: tuple[Extension, ...]) -> Mapping[str, object]:
    return {
        each.url: each.value_decimal if each.value_integer is None else each.value_integer
        for each in extensions
        if each.url == ORDINAL
    }


def _wording(text: str | None, more: Extended, main: str) -> Wording:
    said: dict[str, str | None] = {main: text or None}
    for extension in more.extension:
        if extension.url == TRANSLATION:
            parts = {part.url: part.value_code or part.value_string for part in extension.extension}
            if field := FIELDS.get(str(parts.get("lang")).lower()):
                said[field] = parts.get("content")
    return Wording(**said)
