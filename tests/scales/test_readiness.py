"""Whether a card may be scheduled, and the words that a site brings."""

import pytest
import yaml

from scales import registry
from scales.fhir.questionnaire import questionnaire
from scales.fhir.wording import site_text
from scales.model import Card
from scales.prorating import with_chosen_rules
from scales.questions import Option
from scales.readiness import schedulable
from scales.scoring import columns, score
from scales.site_text import parse, with_words
from scales.strict_yaml import CardFaults
from tests.scales.forms import SOURCE, form

CARDS = registry.load()
PSS4 = registry.card("pss4")


def words(count: int, name: str) -> dict:
    return {"en": f"{name} {count}", "zh_hans": f"{name}{count}"}


def brought(**changes) -> str:
    """A site's file for the PSS-4, with made-up words."""
    data = {
        "card": "pss4",
        "version": "1",
        "declaration": {
            "licence": "agreement 12",
            "holder": "the holder",
            "declared_by": "the hospital",
            "declared_on": "2026-03-02",
            "modes": ["chat", "paper"],
        },
        "translation_status": {"en": "official", "zh_hans": "published"},
        "stem": {"en": "Lately", "zh_hans": "近来"},
        "items": {f"i{n}": words(n, "question") for n in range(1, 5)},
        "options": {n: words(n, "answer") for n in range(5)},
    }
    return yaml.safe_dump(data | changes, allow_unicode=True)


@pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))
def test_every_card_with_words_can_be_scheduled(card):
    assert schedulable(card) == ()


def test_a_card_without_words_cannot_be_scheduled():
    assert schedulable(PSS4) == (
        "no site has declared the licence under which it may use the text",
        "it has not all its words in en",
        "it has not all its words in zh_hans",
    )


WHOLE = {"source": "none", "answers": dict.fromkeys("abcd", 1), "scores": {"total": {"value": 4}}}
BROKEN = {"source": "none", "answers": {}, "scores": {"total": "absent"}}
WRONG = WHOLE | {"scores": {"total": {"value": 5}}}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"source": []}, "it names no source"),
        ({"worked_examples": []}, "it has no worked examples"),
        ({"worked_examples": [BROKEN]}, "no worked example has a score"),
        ({"worked_examples": [WHOLE]}, "no worked example shows a form that is not whole"),
        ({"worked_examples": [WRONG, BROKEN]}, "a worked example does not hold: form, example 1: total is"),
    ],
)
def test_a_card_without_source_or_sound_examples_cannot_be_scheduled(changes, reason):
    sound = {"worked_examples": [WHOLE, BROKEN]}

    assert schedulable(form(**sound)) == ()
    (found,) = schedulable(form(**(sound | changes)))
    assert found.startswith(reason)


def test_with_the_sites_words_and_declaration_a_card_can_be_asked_and_scheduled():
    card = with_words(PSS4, parse(brought(), "pss4.yaml"))

    assert schedulable(card) == ()
    assert card.text("i2", "en") == "Lately\n\nquestion 2"
    assert card.options_for("i2")[4].say("zh-Hans") == "answer4"
    assert card.modes == ("chat", "paper")
    assert score(card, dict.fromkeys(columns(card), 0)) == score(PSS4, dict.fromkeys(columns(PSS4), 0))


def test_words_in_one_language_let_a_card_be_scheduled_in_that_language_only():
    english = {f"i{n}": {"en": f"question {n}"} for n in range(1, 5)}
    card = with_words(PSS4, parse(brought(translation_status={"en": "official"}, items=english), "pss4.yaml"))

    assert schedulable(card, ["en"]) == ()
    assert schedulable(card) == ("it has not all its words in zh_hans",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": "2"}, "version: the words are for pss4 2, not pss4 1"),
        ({"items": {"i1": words(1, "question")}}, "items: no words for i2, i3, i4"),
        ({"items": {f"i{n}": words(n, "question") for n in range(1, 6)}}, "items: the card has no i5"),
        ({"items": {f"i{n}": {"en": f"question {n}"} for n in range(1, 5)}}, "items.i1: no words in zh_hans"),
        (
            {"items": {f"i{n}": words(0, "question") for n in range(1, 5)}},
            "items: 'question 0' is asked twice",
        ),
        ({"options": {n: words(0, "answer") for n in range(5)}}, "items.0: two answers have the same words"),
        ({"options": {n: words(n, "answer") for n in range(4)}}, "options: no words in en for 4 of i1"),
        ({"options": {n: {"en": f"{n}"} for n in range(5)}}, "options: no words in zh_hans for 0 of i1"),
        ({"options": {n: words(n, "a") for n in range(6)}}, "options: no answer of the card has the value 5"),
        (
            {"options": {"n/a": words(0, "none")} | {n: words(n, "a") for n in range(5)}},
            "options: no answer of the card has the value n/a",
        ),
    ],
)
def test_words_that_do_not_fit_the_card_are_refused(changes, said):
    with pytest.raises(CardFaults, match=f"pss4: {said}"):
        with_words(PSS4, parse(brought(**changes), "pss4.yaml"))


def with_an_answer_without_a_number() -> Card:
    """The PSS-4 as if one could also answer that it does not apply."""
    return PSS4.model_copy(update={"options": (*PSS4.options, Option(value=None))})


def test_an_answer_without_a_number_has_the_sites_words_too():
    said = {**{n: words(n, "answer") for n in range(5)}, "n/a": words(0, "not me")}
    card = with_words(with_an_answer_without_a_number(), parse(brought(options=said), "pss4.yaml"))

    assert [option.say("en") for option in card.options_for("i1")][-1] == "not me 0"
    assert schedulable(card) == ()


def test_an_answer_without_a_number_that_has_no_words_is_refused():
    with pytest.raises(CardFaults, match="pss4: options: no words in en for n/a of i1"):
        with_words(with_an_answer_without_a_number(), parse(brought(), "pss4.yaml"))


def test_a_form_in_fhir_words_an_answer_without_a_number():
    bare = with_an_answer_without_a_number()
    said = {**{n: words(n, "answer") for n in range(5)}, "n/a": words(0, "not me")}
    text = parse(brought(options=said), "pss4.yaml")

    back = site_text(bare, questionnaire(with_words(bare, text)), text.declaration, "official")

    assert back.options == text.options


def test_a_file_without_a_declaration_is_refused():
    with pytest.raises(CardFaults, match="mine: declaration: Input should be a valid dict"):
        parse(brought(declaration=None), "mine")


def test_the_words_of_a_card_that_has_its_own_are_not_replaced():
    text = parse(
        brought(card="phq4", items={item.id: words(1, item.id) for item in CARDS["phq4"].items}), "x"
    )

    with pytest.raises(CardFaults, match="phq4 has its own words, which cannot be replaced"):
        with_words(CARDS["phq4"], text)


def test_a_remembered_missing_rule_is_in_force_only_where_a_site_chooses_it():
    phq9 = registry.card("phq9")
    chosen = with_chosen_rules(phq9)
    two_missing = dict(zip(columns(phq9), [2, 2, 2, 2, 2, 2, 2], strict=False))
    with_item_nine = {**dict(list(two_missing.items())[:-1]), "self_harm": 0}

    assert score(phq9, with_item_nine)[0].reason == "no answer to concentration, slow"
    assert score(chosen, with_item_nine)[0].value == 15  # 12 * 9 / 7 = 15.43
    assert score(chosen, two_missing)[0].reason == "no answer to slow, self_harm"
    assert chosen.version == "1+chosen"


def test_a_card_with_nothing_in_reserve_stays_itself():
    card = form(missing={"source": SOURCE})

    assert with_chosen_rules(card) is card
