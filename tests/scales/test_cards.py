"""The cards of this house: their words, their rights, and the examples that their keys must meet."""

import hashlib

import pytest

from scales import registry
from scales.examples import failing
from scales.model import Card

CARDS = registry.load()
every_card = pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))

# Words that people have answered are frozen: who changes one raises the version and adds a line here.
FROZEN = {
    ("micro", "1"): "b5bc8481a9340059",
    ("phq4", "1"): "ce0772628dbd9f82",
    ("weekly", "1"): "f07928de921842d3",
}


def wording(card: Card) -> str:
    """A digest of every word that a person reads before answering, and of the value it stands for."""
    lines = [
        f"{language}|{item.id}|{card.text(item.id, language)}|{option.value}|{option.say(language)}"
        for language in ("en", "zh-Hans")
        for item in card.items
        for option in card.options_for(item.id)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def test_the_cards_here_are_the_three_of_the_check_ins():
    assert set(CARDS) == {"micro", "weekly", "phq4"}


@every_card
def test_the_worked_examples_hold(card):
    assert failing(card) == ()


@every_card
def test_examples_show_both_a_whole_form_and_a_broken_off_one(card):
    outcomes = {score == "absent" for example in card.worked_examples for score in example.scores.values()}

    assert outcomes == {True, False}


@every_card
def test_the_words_are_those_of_their_version(card):
    assert FROZEN[card.id, card.version] == wording(card)


@every_card
def test_an_answer_fits_a_line_on_a_phone(card):
    for item in card.items:
        for option in card.options_for(item.id):
            assert len(option.say("en")) <= 24
            assert len(option.say("zh-Hans")) <= 12


@every_card
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh_hans"])
def test_every_question_can_be_asked_in_both_languages(card, language):
    for item in card.items:
        assert card.text(item.id, language)


def test_an_item_of_the_phq4_is_asked_below_its_stem():
    assert CARDS["phq4"].text("down", "en") == (
        "Over the last 2 weeks, how often have you been bothered by the following problems?\n\n"
        "Feeling down, depressed, or hopeless"
    )


def test_a_language_without_words_is_said():
    with pytest.raises(LookupError, match="no words in de"):
        CARDS["micro"].text("mood", "de")


def test_an_item_that_is_not_there_is_said():
    with pytest.raises(LookupError, match="micro has no item sleep"):
        CARDS["micro"].options_for("sleep")


def test_a_card_that_is_not_there_is_said_with_those_that_are():
    with pytest.raises(registry.UnknownCard, match="no card is called phq99; there are micro, phq4, weekly"):
        registry.card("phq99")


@pytest.mark.parametrize("id", ["micro", "weekly"])
def test_project_made_cards_say_that_they_are_not_validated(id):
    card = registry.card(id)

    assert card.text_status == "project_made"
    assert "not a validated scale" in card.label_to_show.say("en")
    assert "不是经过验证的量表" in card.label_to_show.say("zh-Hans")


@pytest.mark.parametrize("id", ["micro", "weekly"])
def test_single_items_stand_for_themselves(id):
    card = registry.card(id)

    assert [scale.items for scale in card.scales] == [(item.id,) for item in card.items]
    assert [scale.bands for scale in card.scales] == [None] * len(card.scales)


def test_the_phq4_carries_the_permission_and_the_credit_of_its_holder():
    licence = registry.card("phq4").licence

    assert licence.statement == "No permission required to reproduce, translate, display or distribute."
    assert licence.credit is not None
    assert "Pfizer" in licence.credit
