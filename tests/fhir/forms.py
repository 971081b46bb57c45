"""Every card, with and without words, and answers to it."""

from datetime import date

from hypothesis import strategies as st

from scales import registry
from scales.fhir.response import Filled
from scales.model import Card, Declaration
from scales.site_text import SiteText, with_words

CARDS = registry.load(with_site_supplied=True)
SCORING_ONLY = {id: card for id, card in CARDS.items() if card.text_status == "site_supplied"}
DECLARED = Declaration(
    licence="Agreement 17",
    holder="the holder",
    declared_by="Dr. Lin",
    declared_on=date(2026, 3, 2),
    modes=("chat", "paper"),
)


def words(text: str) -> dict[str, str]:
    """The same words in both languages, told apart."""
    return {"en": f"word {text}", "zh_hans": f"词{text}"}


def text_for(card: Card, **changes) -> SiteText:
    """Words for every item and every answer of a card."""
    own = {item.id: item.options for item in card.items if item.options is not None}
    said = {
        "card": card.id,
        "version": card.version,
        "declaration": DECLARED,
        "translation_status": {"en": "official", "zh_hans": "official"},
        "stem": words("before all"),
        "items": {item.id: words(item.id) for item in card.items},
        "options": {each.value: words(str(each.value)) for each in card.options},
        "options_of": {
            item: {each.value: words(f"{item} {each.value}") for each in options}
            for item, options in own.items()
        },
    }
    return SiteText.model_validate(said | changes)


WORDED = {id: with_words(card, text_for(card)) for id, card in SCORING_ONLY.items()}
# Every card, those for scoring only both bare and with a site's words.
ALL = {**CARDS, **{f"{id} with words": card for id, card in WORDED.items()}}


@st.composite
def filled(draw, card: Card) -> Filled:
    """Answers to some items of a card, each of them one that the item offers."""
    answers: dict[str, int | None] = {}
    texts: dict[str, str] = {}
    for item in card.items:
        if item.type == "text":
            if said := draw(st.none() | st.text("a 词\n", min_size=1, max_size=5)):
                texts[item.id] = said
            continue
        offered = [option.value for option in card.options_for(item.id)]
        given = draw(st.sampled_from([*offered, "nothing", *([None] if item.skippable else [])]))
        if given != "nothing":
            answers[item.id] = given
    return Filled(answers, texts)
