"""What the cards may be used for, how sure that is, and what they say about it."""

import pytest

from scales import registry
from scales.model import Card
from scales.registry import INSTRUMENTS

CARDS = registry.load()
ALL = registry.load(with_site_supplied=True)
every_card = pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))
every_key = pytest.mark.parametrize("card", ALL.values(), ids=list(ALL))
RESTRICTED = {"who5", "bsfc_s", "cbi_personal"}
PFIZER = ("phq2", "phq4", "phq8", "phq9", "phq15", "gad2", "gad7")


@pytest.mark.parametrize("id", PFIZER)
def test_the_phq_and_gad_cards_carry_the_permission_and_the_credit_of_their_holder(id):
    licence = registry.card(id).licence

    assert licence.statement == "No permission required to reproduce, translate, display or distribute."
    assert "Spitzer" in (licence.credit or "")
    assert "Pfizer" in (licence.credit or "")


def test_texts_of_restricted_use_are_switched_off_together():
    assert set(CARDS) - set(registry.load(with_restricted_use=False)) == RESTRICTED
    assert {id for id in ALL if registry.is_restricted(id)} == RESTRICTED


def test_a_card_that_is_switched_off_is_not_found():
    assert registry.card("who5").id == "who5"
    with pytest.raises(registry.UnknownCard, match="no card is called who5"):
        registry.card("who5", with_restricted_use=False)


def test_the_notices_name_every_card_whose_words_are_here():
    folder = INSTRUMENTS / "restricted_use"
    general = (INSTRUMENTS / "NOTICE.md").read_text("utf-8")
    restricted = (folder / "NOTICE.md").read_text("utf-8")

    assert {path.stem for path in folder.glob("*.yaml")} == RESTRICTED
    for id in CARDS:
        assert f"`{id}.yaml`" in (restricted if id in RESTRICTED else general)


@every_card
def test_project_made_cards_say_that_they_are_not_validated_and_others_do_not_pretend(card):
    label = card.label_to_show

    if card.text_status == "project_made":
        assert label.say("en").startswith("Project-made items, not a validated scale")
        assert "不是经过验证的量表" in label.say("zh-Hans")
    elif card.translation_status["zh_hans"] == "working":
        assert "working translation, not a validated scale" in label.say("en")
        assert "不是经过验证的量表" in label.say("zh-Hans")


@every_key
def test_quoted_texts_have_a_credit_line_and_the_others_are_for_paper_until_a_site_declares_more(card):
    if card.text_status == "bundled":
        assert card.licence.credit
    if card.text_status == "site_supplied":
        assert card.modes == ("paper",)
        assert not card.default_on


def facts(card: Card):
    """Every source on which a number of the card rests."""
    yield card.key_source
    yield card.missing.source
    yield from (rule.source for rule in card.safety)
    for scale in card.scales:
        yield from (
            each.source for each in (*scale.cutoffs, *scale.reliability, *scale.reference, *scale.change)
        )
        yield from (bands.source for bands in (scale.bands, *scale.further_bands) if bands)


@every_key
def test_every_fact_that_decides_something_says_how_far_it_was_followed(card):
    marks = {fact.evidence for fact in facts(card)}

    assert marks <= {"seen", "recalled", "project"}


@every_key
def test_a_missing_rule_that_is_only_remembered_gives_no_score(card):
    for scale in card.scales:
        rule = scale.missing or card.missing
        lenient = rule.at_least is not None and rule.at_least < len(scale.items)

        assert not lenient or rule.source.evidence in {"seen", "project"}
        assert scale.missing_if_chosen is None or scale.missing_if_chosen.source.evidence == "recalled"


def test_the_phq9_is_not_on_by_default_and_neither_are_texts_without_a_sound_chinese_version():
    assert not any(ALL[id].default_on for id in ("phq9", "mspss", "psc17"))
    assert all(ALL[id].default_on for id in ("phq8", "gad7", "phq15", "who5", "bsfc_s", "cbi_personal"))


def test_the_bsfc_says_whom_its_norms_are_for():
    note = registry.card("bsfc_s").norms_note

    assert "carers of older people" in note.say("en")
    assert "照护老年人" in note.say("zh-Hans")


def test_no_loinc_code_is_given_where_none_was_verified():
    for id in ("who5", "bsfc_s", "cbi_personal", "mspss"):
        card = registry.card(id)
        assert {card.loinc, *(item.loinc for item in card.items), *(s.loinc for s in card.scales)} == {None}
