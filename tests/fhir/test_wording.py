"""A site's words in a Questionnaire: taken where they fit the key, refused where they do not."""

import copy

import pytest

from scales.fhir.questionnaire import questionnaire
from scales.fhir.wording import card_for, site_text
from scales.site_text import with_words
from tests.fhir.forms import CARDS, DECLARED, SCORING_ONLY, WORDED, text_for

PSS4 = CARDS["pss4"]
every_key = pytest.mark.parametrize("card", SCORING_ONLY.values(), ids=list(SCORING_ONLY))


def taken(card, form):
    """The words that are taken from a form."""
    return site_text(card, form, DECLARED, "official")


@every_key
def test_words_survive_the_way_there_and_back(card):
    form = questionnaire(WORDED[card.id])

    assert taken(card, form) == text_for(card)
    assert with_words(card, taken(card, form)) == WORDED[card.id]


@pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))
def test_a_form_is_known_by_its_address(card):
    assert card_for(questionnaire(card), CARDS) is card


@pytest.mark.parametrize(
    "card", [card for card in CARDS.values() if card.items[0].en], ids=lambda card: card.id
)
def test_words_of_our_own_come_back_too(card):
    back = taken(card, questionnaire(card))

    for item in card.items:
        assert back.items[item.id].zh_hans == card.text(item.id, "zh-Hans").rpartition("\n\n")[2]
        for option in card.options_for(item.id):
            if option.value is not None:
                said = back.options if item.options is None else back.options_of[item.id]
                assert (said[option.value].en, said[option.value].zh_hans) == (option.en, option.zh_hans)


@pytest.fixture
def form():
    """A form for the PSS-4 as another program may have written it, in English."""
    made = copy.deepcopy(questionnaire(WORDED["pss4"]))
    made["item"] = [each for group in made["item"] for each in group.get("item", [group])]
    for each in made["item"]:
        for part in (each, *(option["valueCoding"] for option in each["answerOption"])):
            part.pop("_text", None)
            part.pop("_display", None)
    return made


def test_one_language_is_enough(form):
    text = taken(PSS4, form)

    assert dict(text.translation_status) == {"en": "official"}
    assert (text.stem, text.items["i1"].zh_hans) == (None, None)


def test_answers_are_known_by_their_scores_where_a_question_is_not_turned_round(form):
    for option in form["item"][0]["answerOption"]:
        option["valueCoding"] |= {"system": "urn:other", "code": f"x{option['extension'][0]['valueDecimal']}"}

    assert taken(PSS4, form).options[0].en == "word 0"


def test_answers_of_a_question_that_is_turned_round_need_their_codes(form):
    turned = next(n for n, item in enumerate(PSS4.items) if item.reverse)
    for option in form["item"][turned]["answerOption"]:
        option["valueCoding"]["system"] = "urn:other"

    with pytest.raises(ValueError, match=f"no answer to {PSS4.items[turned].id} has the code"):
        taken(PSS4, form)


def test_an_item_that_the_key_does_not_have_is_refused(form):
    form["item"][0]["linkId"] = "extra"

    with pytest.raises(ValueError, match="pss4 has no item extra"):
        taken(PSS4, form)


def test_an_item_twice_is_refused(form):
    form["item"].append(form["item"][0])

    with pytest.raises(ValueError, match="i1 is there twice"):
        taken(PSS4, form)


def test_an_answer_too_few_is_refused(form):
    del form["item"][1]["answerOption"][0]

    with pytest.raises(ValueError, match="the answers to i2 must stand for 0, 1, 2, 3, 4, each once"):
        taken(PSS4, form)


def test_an_answer_twice_is_refused(form):
    options = form["item"][1]["answerOption"]
    options.append(options[0])

    with pytest.raises(ValueError, match="two answers to i2 stand for"):
        taken(PSS4, form)


def test_other_words_for_the_same_answer_are_refused(form):
    form["item"][3]["answerOption"][0]["valueCoding"]["display"] = "other words"

    with pytest.raises(ValueError, match="the answers to i4 have other words than those before"):
        taken(PSS4, form)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"version": "7"}, "the form is version 7, the card is 1"),
        ({"language": "fr"}, "the form is in fr"),
        ({"resourceType": "Patient"}, "resourceType"),
        ({"item": [{"linkId": "i1"}]}, "item.0.type: Field required"),
    ],
)
def test_a_form_of_another_kind_is_refused(form, wrong, said):
    with pytest.raises(ValueError, match=said):
        taken(PSS4, form | wrong)


def test_a_form_of_nobody_we_know_is_refused(form):
    with pytest.raises(ValueError, match=r"it names urn:other: `respite scales export ID --fhir` shows"):
        card_for(form | {"url": "urn:other"}, CARDS)
