"""`respite scales list` and `card`: what a stranger can read of every instrument."""

import pytest

from scales import registry

CARDS = registry.load(with_site_supplied=True)


def squeezed(text) -> str:
    """The words without the line breaks and margins of the page."""
    return "".join(text.split())


def test_every_instrument_is_listed_with_what_there_is_of_its_text(respite):
    lines = {line.split()[0]: line for line in respite("scales", "list").stdout.splitlines()}

    assert lines.keys() == CARDS.keys()
    assert lines["phq9"].endswith("10 items  text          Patient Health Questionnaire-9 (PHQ-9)")
    assert "scoring only" in lines["zbi22"]
    assert "project-made" in lines["micro"]


@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
@pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))
def test_a_card_shows_everything_that_it_rests_on(respite, card, locale):
    shown = squeezed(respite("scales", "card", card.id, "--locale", locale).stdout)
    said = [card.title.say(locale), card.holder, card.licence.statement, card.key_source.text, *card.notes]
    said += [citation.text for citation in (*card.source, *card.licence.evidence)]
    for item in card.items:
        if item.en:
            said += [card.text(item.id, locale).rpartition("\n\n")[2]]
            said += [option.say(locale) for option in card.options_for(item.id)]
    for scale in card.scales:
        said += [f"{card.id}_{scale.id}", f"{scale.range[0]} to {scale.range[1]}"]
        said += [each.source.text for each in (*scale.cutoffs, *scale.reliability, *scale.change)]
        said += [band.label.say(locale) for band in (scale.bands.steps if scale.bands else ())]
    said += [(scale.missing or card.missing).source.text for scale in card.scales if scale.items]
    said += [example.source for example in card.worked_examples]

    assert [words for words in said if squeezed(words) not in shown] == []


def test_a_page_fits_a_terminal(respite):
    wide = [
        line for id in CARDS for line in respite("scales", "card", id).stdout.splitlines() if len(line) > 100
    ]

    assert wide == []


def test_whoever_has_no_text_is_told_how_to_bring_it(respite):
    shown = respite("scales", "card", "zbi22").stdout

    assert "respite scales import" in shown
    assert "(no words here)" in shown


def test_an_instrument_that_is_not_there_is_told(respite):
    result = respite("scales", "card", "mood9000")

    assert (result.exit_code, result.stderr) == (
        2,
        "no card is called mood9000: `respite scales list` names them\n",
    )
