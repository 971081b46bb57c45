"""`respite scales list` and `respite scales card`: cards as a person reads them."""

from collections.abc import Iterator

from bot.commands.card_keys import keys
from bot.commands.page_lines import cited, lines, say
from scales.deck import Deck
from scales.model import Card, Example
from scales.questions import Item, Option

TEXT_STATUS = {
    "bundled": "the holder's, printed here with the permission below",
    "project_made": "written for this project; nobody has validated it",
    "site_supplied": "not ours to print: a site brings it with `respite scales import`",
}
SWITCHED_OFF = "switched off by RESPITE_RESTRICTED_USE: a site with a licence of its own can bring it"
SHORT_STATUS = {"bundled": "text", "project_made": "project-made", "site_supplied": "scoring only"}


def overview(site: Deck) -> Iterator[str]:
    """Yield one line a card: id, items, what there is of its text, title, and where a site has it asked."""
    width = max(map(len, site.cards), default=0)
    for id, card in site.cards.items():
        batteries = [battery for battery, ids in site.added.items() if id in ids]
        asked = f"; asked in {', '.join(batteries)}" if batteries else ""
        counted = f"{id:<{width}}  {len(card.items):>2} items"
        yield f"{counted}  {_short(card, site):<12}  {card.title.say('en')}{asked}"


def page(card: Card, language: str, *, switched_off: bool = False) -> Iterator[str]:
    """Yield the lines of everything that the card says, its words in `language` where it has them."""
    yield f"{say(card.title, language)} ({card.id}, version {card.version})"
    yield from _papers(card, SWITCHED_OFF if switched_off else TEXT_STATUS[card.text_status])
    for words in (card.label_to_show, card.norms_note):
        if words:
            yield from lines("note", say(words, language))
    yield from _questions(card, language)
    for scale in card.scales:
        yield from keys(card, scale, language)
    yield ""
    for rule in card.safety:
        does = rule.tier.value if rule.tier else "advice"
        yield from lines("safety", f"{rule.item} {rule.op} {rule.value}: {does}. {cited(rule.source)}")
    for note in card.notes:
        yield from lines("note", note)
    yield "" if card.worked_examples else "examples: none"
    for number, example in enumerate(card.worked_examples, start=1):
        yield from lines(f"example {number}", _example(example))


def _short(card: Card, site: Deck) -> str:
    if card.id in site.switched_off:
        return "switched off"
    return "site's text" if card.declaration else SHORT_STATUS[card.text_status]


def _papers(card: Card, text: str) -> Iterator[str]:
    licence, held = card.licence, card.declaration
    yield from lines("holder", card.holder)
    yield from lines("licence", f"{licence.statement} ({licence.spdx}; confidence: {licence.confidence})")
    for citation in licence.evidence:
        yield from lines("evidence", cited(citation))
    for name, words in (("credit", licence.credit), ("caveat", licence.caveat)):
        yield from lines(name, words or "")
    for citation in card.source:
        yield from lines("source", cited(citation))
    yield from lines("text", text)
    if held:
        who = f"{held.licence}, from {held.holder}; declared by {held.declared_by} on {held.declared_on}"
        yield from lines("site's text", f"{who}; for {', '.join(held.modes)}")
    for name, status in card.translation_status.items():
        yield from lines("translation", f"{name.replace('zh_hans', 'zh-Hans')}: {status}")
    asked = f"{card.respondent} about {card.subject}; recall {card.recall}"
    yield from lines(
        "asked", f"{asked}; at least {card.min_interval_days} days apart; {card.seconds} seconds"
    )
    yield from lines("LOINC", card.loinc or "")


def _questions(card: Card, language: str) -> Iterator[str]:
    yield ""
    if card.stem:
        yield from lines("", say(card.stem, language))
    shared = ", ".join(_option(option, language) for option in card.options)
    yield from lines("answers", shared)
    for number, item in enumerate(card.items, start=1):
        yield from lines(f"{number:>2} {item.id}", f"{_question(card, item, language)}{_marks(item)}")
        if item.options is not None and item.type == "choice":
            own = ", ".join(_option(option, language) for option in item.options)
            yield from lines("", f"answers: {own}")


def _question(card: Card, item: Item, language: str) -> str:
    words = say(item, language)
    for name, insert in card.inserts.items():
        words = words.replace(f"{{{name}}}", say(insert, language))
    return words


def _marks(item: Item) -> str:
    marks = {
        "turned round": item.reverse,
        "not scored": not item.scored,
        "may be skipped": item.skippable,
        "free text": item.type == "text",
        "asked only after some answers": item.asked_if is not None,
    }
    said = [name for name, holds in marks.items() if holds]
    return f" [{'; '.join(said)}]" if said else ""


def _option(option: Option, language: str) -> str:
    value = "n/a" if option.value is None else str(option.value)
    counts = f" (counts as {option.counts_as})" if option.counts_as is not None else ""
    words = say(option, language, "")
    return f"{value} {words}{counts}" if words else f"{value}{counts}"


def _example(example: Example) -> str:
    given = ", ".join(
        f"{item}={'n/a' if value is None else value}" for item, value in example.answers.items()
    )
    scores = []
    for id, score in example.scores.items():
        if score == "absent":
            scores.append(f"{id} absent")
        else:
            scores.append(f"{id} {score.value}{f' ({score.band})' if score.band else ''}")
    return f"{', '.join(scores)}. {example.source}. {given or 'no answers'}"
