"""The deck: a site's own words on some cards, texts of restricted use off where it says so."""

import shutil

import pytest

from scales import deck, registry
from scales.additions import addition_faults
from scales.asking import language_of, unaskable
from scales.batteries import BATTERIES, cards_of
from scales.parts import PARTS
from scales.site_shelf import written
from scales.site_text import parse
from scales.strict_yaml import CardFaults
from tests.fhir.forms import CARDS, text_for
from tests.scales.test_readiness import brought

RESTRICTED = {"who5", "bsfc_s", "cbi_personal"}


@pytest.fixture
def folder(tmp_path):
    """A site's folder into which texts are put by name."""

    def folder(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        return tmp_path

    return folder


def said(path, **how) -> list[str]:
    """What is said of a folder that cannot be read."""
    with pytest.raises(CardFaults) as caught:
        deck.read(path, **how)
    return str(caught.value).splitlines()


def added(**changes) -> list[str]:
    """What is said of a PSS-4 that a site wants asked."""
    site, _ = deck.build([parse(brought(**changes), "pss4.yaml")])
    return [fault.what for faults in addition_faults(site).values() for fault in faults]


def test_without_a_site_the_cards_are_ours():
    site = deck.read()

    assert site.cards == registry.load(with_site_supplied=True)
    assert (site.switched_off, site.added) == (frozenset(), {})


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("battery", BATTERIES)
def test_every_battery_of_ours_can_be_asked_whole_in_both_languages(battery, language):
    assert unaskable(battery, language=language, mode="chat") == {}


def test_the_words_of_a_site_are_on_its_cards_and_in_its_batteries(folder):
    site = deck.read(folder(pss4=brought(asked_in=["weekly"])))

    assert site.cards["pss4"].text("i1", "en") == "Lately\n\nquestion 1"
    assert site.spoken["pss4"] == {"en", "zh_hans"}
    assert [card.id for card in cards_of("weekly", site)] == ["weekly", "pss4"]


def test_what_is_added_to_a_block_is_asked_in_its_form_with_item_nine_too(folder):
    site = deck.read(folder(pss4=brought(asked_in=["phq8_gad7"])))

    assert [card.id for card in cards_of("phq9_gad7", site)] == ["phq9", "gad7", "pss4"]


def test_switched_off_a_card_has_its_keys_and_not_a_word_to_ask():
    site = deck.read(with_restricted_use=False)
    ours = registry.card("who5")
    card = site.cards["who5"]

    assert site.switched_off == RESTRICTED
    assert (card.scales, card.worked_examples) == (ours.scales, ours.worked_examples)
    assert [card.stem, *(item.en or item.zh_hans for item in card.items)] == [None] * (len(card.items) + 1)
    assert {each.en or each.zh_hans for item in card.items for each in card.options_for(item.id)} == {None}


def test_a_site_with_a_licence_of_its_own_brings_what_is_switched_off(folder):
    site = deck.read(folder(who5=written(text_for(deck.read(with_restricted_use=False).cards["who5"]))),
                     with_restricted_use=False)  # fmt: skip

    assert site.switched_off == RESTRICTED - {"who5"}
    assert [card.id for card in cards_of("phq15_who5", site)] == ["phq15", "who5"]


def test_with_the_setting_off_the_folder_of_restricted_texts_may_be_gone(tmp_path):
    ours = shutil.copytree(registry.INSTRUMENTS, tmp_path / "cards")
    shutil.rmtree(ours / "restricted_use")

    site = deck.read(with_restricted_use=False, ours=ours)

    assert [card.id for card in cards_of("phq15_who5", site)] == ["phq15"]


def test_every_faulty_file_of_a_site_is_told_at_once(folder):
    lines = said(
        folder(
            pss4=brought(version="2"),
            pss10="card: pss10",
            zbi12=brought(),
            mine=brought(card="mine"),
            phq4=brought(card="phq4"),
        )
    )

    assert {line.split(": ")[0] for line in lines} == {
        *("pss4.yaml", "pss10.yaml", "zbi12.yaml", "mine.yaml", "phq4.yaml")
    }
    assert "zbi12.yaml: card: the file must be called pss4.yaml" in lines
    assert "mine.yaml: card: there is no such card" in lines


def test_words_for_a_text_that_is_there_are_refused_even_if_it_is_of_restricted_use(folder):
    text = written(text_for(deck.read(with_restricted_use=False).cards["who5"]))

    assert said(folder(who5=text)) == ["who5.yaml: card: who5 has its own words, which cannot be replaced"]


def test_a_file_in_another_encoding_is_told(tmp_path):
    (tmp_path / "pss4.yaml").write_bytes("题目".encode("gb18030"))

    assert said(tmp_path) == ["pss4.yaml: file: it is not in UTF-8"]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"asked_in": ["weekly", "follow_up"]}, []),
        ({"asked_in": ["monthly"]}, ["there is no battery monthly; there are micro, "]),
        ({"asked_in": ["observers_ward"]}, ["observers_ward asks somebody else than pss4"]),
        ({"asked_in": ["after_session"]}, ["after_session: asks for 7 taps, more than 3"]),
    ],
)  # fmt: skip
def test_a_card_is_added_only_where_it_can_be_asked(changes, what):
    found = added(**changes)

    assert [line[: len(start)] for line, start in zip(found, what, strict=True)] == what


def test_a_card_that_is_not_licensed_for_the_chat_cannot_be_asked():
    text = text_for(CARDS["pss4"], asked_in=["weekly"])
    paper = text.model_copy(update={"declaration": text.declaration.model_copy(update={"modes": ("paper",)})})
    site, _ = deck.build([paper])

    (faults,) = addition_faults(site).values()
    assert [fault.what for fault in faults] == ["to be asked it must be licensed for the chat"]


def test_a_battery_does_not_grow_over_eight_minutes():
    site, _ = deck.build([text_for(CARDS["scl90"], asked_in=["weekly"])])

    (faults,) = addition_faults(site).values()
    assert "more than 480" in faults[0].what


def test_a_card_of_ours_is_shown_in_the_language_wanted():
    assert [language_of(registry.card("phq4"), each) for each in ("en", "zh-Hans")] == ["en", "zh-Hans"]


def test_a_part_has_the_very_questions_of_the_whole():
    for whole, parts in PARTS.items():
        known = {item.id: (item.en, item.zh_hans) for item in registry.card(whole).items}
        for part in parts:
            assert {
                item.id: (item.en, item.zh_hans) for item in registry.card(part).items
            }.items() <= known.items()
