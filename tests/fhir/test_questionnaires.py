"""A card as a Questionnaire: valid, complete, in both languages, with scores that add up."""

import re

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from scales.fhir.codes import coding
from scales.fhir.questionnaire import LOINC_NOTICE, questionnaire
from scales.scoring import score
from tests.fhir.forms import ALL, CARDS, SCORING_ONLY, WORDED, filled

few = settings(max_examples=25)
every_card = pytest.mark.parametrize("card", ALL.values(), ids=list(ALL))
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def questions(form) -> list[dict]:
    """The items that are asked, whether they lie in a group or not."""
    return [each for item in form["item"] for each in item.get("item", [item])]


def points(option) -> float | None:
    """What an answer adds to a sum."""
    return next(
        (each["valueDecimal"] for each in option.get("extension", []) if each["url"] == ORDINAL), None
    )


def translated(element, name) -> str | None:
    """The Chinese words of an element."""
    for extension in element.get(f"_{name}", {}).get("extension", []):
        parts = {
            part["url"]: part.get("valueCode") or part.get("valueString") for part in extension["extension"]
        }
        if parts["lang"] == "zh-Hans":
            return parts["content"]
    return None


@every_card
def test_every_questionnaire_is_valid_and_nothing_of_it_is_lost_in_the_models(card):
    form = questionnaire(card)

    assert Questionnaire.model_validate(form).model_dump() == form


def test_the_models_do_refuse_what_is_not_fhir():
    form = questionnaire(CARDS["phq9"])

    for wrong in ({"status": ["active"]}, {"item": [{"type": "choice"}]}, {"colour": "red"}):
        with pytest.raises(ValidationError):
            Questionnaire.model_validate(form | wrong)


@every_card
def test_every_question_and_every_answer_is_there_once_in_the_order_of_the_card(card):
    form = questionnaire(card)

    assert [each["linkId"] for each in questions(form)] == [item.id for item in card.items]
    for each, item in zip(questions(form), card.items, strict=True):
        options = [option["valueCoding"] for option in each.get("answerOption", [])]
        assert [option.get("display") for option in options] == [o.en for o in card.options_for(item.id)]
        assert len({(option["system"], option["code"]) for option in options}) == len(options)
        assert each["required"] is not item.skippable


@pytest.mark.parametrize(
    "card", [card for card in ALL.values() if card.items[0].en], ids=lambda card: card.id
)
def test_words_come_in_english_with_the_chinese_beside_them(card):
    form = questionnaire(card)

    assert (form["language"], form["title"]) == ("en", card.title.en)
    assert translated(form, "title") == card.title.zh_hans
    for each, item in zip(questions(form), card.items, strict=True):
        said = card.text(item.id, "zh-Hans").rpartition("\n\n")[2]
        assert translated(each, "text") == said
        assert "{" not in each["text"] + said
        for made, option in zip(each.get("answerOption", []), card.options_for(item.id), strict=True):
            assert translated(made["valueCoding"], "display") == option.zh_hans


@pytest.mark.parametrize("card", SCORING_ONLY.values(), ids=list(SCORING_ONLY))
def test_words_that_are_not_ours_to_print_are_not_printed(card):
    form = questionnaire(card)

    assert form["status"] == "draft"
    assert not any("text" in each for each in questions(form))
    assert questionnaire(WORDED[card.id])["status"] == "active"
    assert "Agreement 17 (the holder; declared by Dr. Lin)" in questionnaire(WORDED[card.id])["copyright"]


PLAIN_SUMS = [
    (card, scale)
    for card in CARDS.values()
    for scale in card.scales
    if scale.rule == "sum"
    and scale.items
    and scale.transformation.times == 1
    and not scale.transformation.add
]


@pytest.mark.parametrize(("card", "scale"), PLAIN_SUMS, ids=[f"{c.id}_{s.id}" for c, s in PLAIN_SUMS])
@few
@given(data=st.data())
def test_the_scores_of_the_answers_add_up_to_the_total(card, scale, data):
    form = {each["linkId"]: each for each in questions(questionnaire(card))}
    chosen = {item: data.draw(st.sampled_from(scored(form[item], card, item))) for item in scale.items}

    (found,) = (
        each for each in score(card, {i: v for i, (v, _) in chosen.items()}) if each.scale == scale.id
    )

    assert found.value == sum(worth for _, worth in chosen.values())


def scored(question, card, item) -> list[tuple[int | None, float]]:
    """The answers to a question that count, each with what the form says that it adds."""
    pairs = zip(card.options_for(item), question["answerOption"], strict=True)
    return [(option.value, points(made)) for option, made in pairs if points(made) is not None]


def test_an_item_that_is_turned_round_has_its_scores_turned_round():
    left_out = next(
        each for each in questions(questionnaire(CARDS["child_social"])) if each["linkId"] == "left_out"
    )

    assert [points(option) for option in left_out["answerOption"]] == [3, 2, 1, 0, None]


def test_a_question_that_belongs_to_no_score_adds_nothing():
    difficulty = questions(questionnaire(CARDS["phq9"]))[-1]

    assert [points(option) for option in difficulty["answerOption"]] == [None] * 4


CONDITIONAL = [card for card in CARDS.values() if any(item.asked_if for item in card.items)]


@pytest.mark.parametrize("card", CONDITIONAL, ids=lambda card: card.id)
@few
@given(data=st.data())
def test_a_question_is_enabled_exactly_when_the_card_asks_it(card, data):
    answers = data.draw(filled(card)).answers
    given_ = [
        (item, coding(card, option))
        for item, value in answers.items()
        for option in card.options_for(item)
        if option.value == value
    ]
    for each in questions(questionnaire(card)):
        conditions = [(each["question"], each["answerCoding"]) for each in each.get("enableWhen", [])]
        enabled = not conditions or any(condition in given_ for condition in conditions)
        assert enabled is card.is_asked(each["linkId"], answers)


def test_loinc_codes_come_with_the_notice_of_their_holder():
    phq9, who5 = questionnaire(CARDS["phq9"]), questionnaire(CARDS["who5"])

    assert phq9["code"] == [{"system": "http://loinc.org", "code": "44249-1"}]
    assert questions(phq9)[0]["code"] == [{"system": "http://loinc.org", "code": "44250-9"}]
    assert LOINC_NOTICE in phq9["copyright"]
    assert "LOINC" not in str(who5)


@every_card
def test_every_form_carries_its_papers_and_hides_nothing(card):
    form = questionnaire(card)

    assert card.holder in form["copyright"]
    assert card.licence.statement in form["copyright"]
    assert (card.licence.credit or "") in form["copyright"]
    assert form["version"] == card.version
    assert "questionnaire-hidden" not in str(form)


def test_every_form_has_an_address_and_a_name_of_its_own():
    forms = [questionnaire(card) for card in CARDS.values()]

    assert len({form["url"] for form in forms}) == len(forms)
    assert all(re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", form["name"]) for form in forms)
    assert all(re.fullmatch(r"[A-Za-z0-9.-]{1,64}", form["id"]) for form in forms)


def test_addresses_stay_as_they_are_once_others_have_them():
    assert questionnaire(CARDS["phq9"])["url"] == "urn:uuid:fe94e6a8-39b9-55ad-abef-f6c4ef27ac1e"
