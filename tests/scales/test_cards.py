"""The cards of this house: their words, their rights, and the examples that their keys must meet."""

import hashlib

import pytest

from scales import registry
from scales.examples import failing
from scales.model import Card
from tests.scales.frozen import FROZEN

CARDS = registry.load()
ALL = registry.load(with_site_supplied=True)
every_card = pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))
every_key = pytest.mark.parametrize("card", ALL.values(), ids=list(ALL))

QUOTED = {
    *("phq2", "phq4", "phq8", "phq9", "phq15", "gad2", "gad7", "mspss", "ucla3", "aim"),
    *("who5", "bsfc_s", "cbi_personal"),
}
OURS = {
    *("micro", "weekly", "session_taps", "session_satisfaction", "interpersonal", "child_social"),
    *("child_social_self", "child_wellbeing", "observer", "observer_ward", "programme_rating"),
}
KEYS_ONLY = {
    *("zbi22", "zbi12", "sas", "sds", "scl90", "mbi_hss", "pedsql4", "pedsql_fim", "kidscreen10"),
    *("promis_peer8a", "sdq", "csq8", "whoqol_bref", "pss4", "pss10", "lsns6", "psc17"),
}


def wording(card: Card) -> str:
    """A digest of every word that a person reads before answering, and of the value it stands for."""
    lines = [
        f"{language}|{item.id}|{card.text(item.id, language)}|{option.value}|{option.say(language)}"
        for language in ("en", "zh-Hans")
        for item in card.items
        for option in card.options_for(item.id)
    ]
    lines += [f"{item.en}|{item.zh_hans}" for item in card.items if item.type == "text"]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def test_the_cards_are_those_of_the_battery():
    assert set(CARDS) == QUOTED | OURS
    assert set(ALL) - set(CARDS) == KEYS_ONLY


@every_key
def test_the_worked_examples_hold(card):
    assert failing(card) == ()


@every_key
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
            assert len(option.say("en")) <= 28
            assert len(option.say("zh-Hans")) <= 12


@every_card
def test_a_button_for_every_answer_fits_the_64_bytes_of_a_payload(card):
    for item in card.items:
        for option in card.options_for(item.id):
            assert len(f"change:9999999999:{card.id}.{item.id}:{option.value}") <= 64


@every_card
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh_hans"])
def test_every_question_can_be_asked_in_both_languages(card, language):
    for item in card.items:
        assert "{" not in card.text(item.id, language)


@every_key
def test_a_card_without_its_own_words_has_none_at_all(card):
    words = {said for item in card.items for said in (item.en, item.zh_hans) if said}
    words |= {option.en for item in card.items for option in card.options_for(item.id) if option.en}

    assert bool(words) == (card.text_status != "site_supplied")
    assert card.stem is None or card.text_status != "site_supplied"


def test_an_item_of_the_phq4_is_asked_below_its_stem():
    assert CARDS["phq4"].text("down", "en") == (
        "Over the last 2 weeks, how often have you been bothered by the following problems?\n\n"
        "Feeling down, depressed, or hopeless"
    )


def test_the_place_that_the_aim_leaves_is_filled_in():
    assert CARDS["aim"].text("approval", "en") == "This programme meets my approval."
    assert CARDS["aim"].text("approval", "zh-Hans") == "我认可这个项目。"


def test_a_language_without_words_is_said():
    with pytest.raises(LookupError, match="no words in de"):
        CARDS["micro"].text("mood", "de")


def test_an_item_that_is_not_there_is_said():
    with pytest.raises(LookupError, match="micro has no item sleep"):
        CARDS["micro"].options_for("sleep")


def test_a_card_that_is_not_there_is_said_with_those_that_are():
    with pytest.raises(registry.UnknownCard, match=r"no card is called phq99; there are aim, .*zbi22"):
        registry.card("phq99")


def test_the_last_question_of_the_phq9_is_asked_only_when_something_was_wrong():
    phq9 = registry.card("phq9")
    nothing = dict.fromkeys([item.id for item in phq9.items[:9]], 0)

    assert not phq9.is_asked("difficulty", nothing)
    assert not phq9.is_asked("difficulty", {})
    assert phq9.is_asked("difficulty", nothing | {"sleep": 1})
    assert phq9.is_asked("sleep", nothing)


def test_single_items_stand_for_themselves():
    for id in ("micro", "weekly", "session_taps", "observer", "observer_ward", "programme_rating"):
        card = registry.card(id)

        assert [scale.items for scale in card.scales] == [(item.id,) for item in card.items]
        assert [scale.bands for scale in card.scales] == [None] * len(card.scales)
