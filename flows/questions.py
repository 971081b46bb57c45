"""The questions of a check-in as messages: which item comes now, and how it looks on a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from content import recordings
from content.catalogue import Words
from content.message import Button, Message
from db.models import CheckIn
from scales.asking import language_of
from scales.batteries import CHILD_WAVE, KINDS, cards_of
from scales.blocks import minutes, part_of
from scales.model import Card
from scales.questions import Item

SKIP = "skip"
Answers = Mapping[tuple[str, str], int | None]


@dataclass(frozen=True)
class Question:
    """One item of one card, and its place in the check-in (the first is 1)."""

    card: Card
    item: Item
    number: int
    total: int

    @property
    def key(self) -> tuple[str, str]:
        """The (instrument, item) under which its answer is kept."""
        return self.card.id, self.item.id

    @property
    def code(self) -> str:
        """The key as a button carries it."""
        return f"{self.card.id}.{self.item.id}"


def cards_in(checkin: CheckIn) -> Sequence[Card]:
    """Return the cards that are asked this time, in order."""
    return [card for card in cards_of(checkin.battery) if card.id not in (checkin.left_out or {})]


def answers_to(card: Card, answers: Answers) -> dict[str, int | None]:
    """Return the answers to the items of one card."""
    return {item: value for (instrument, item), value in answers.items() if instrument == card.id}


def questions_of(checkin: CheckIn, answers: Answers) -> tuple[Question, ...]:
    """Return every question of a check-in in the order asked; some are asked after certain answers only."""
    pairs = [
        (card, item)
        for card in cards_in(checkin)
        for given in [answers_to(card, answers)]
        for item in card.items
        if card.is_asked(item.id, given)
    ]
    return tuple(Question(card, item, n, len(pairs)) for n, (card, item) in enumerate(pairs, start=1))


def first_unanswered(checkin: CheckIn, answers: Answers) -> Question | None:
    """Return the question that is the state of a check-in, or None when all are answered."""
    asked = questions_of(checkin, answers)
    return next((question for question in asked if question.key not in answers), None)


def before(checkin: CheckIn, question: Question, answers: Answers) -> Question | None:
    """Return the question before this one."""
    return questions_of(checkin, answers)[question.number - 2] if question.number > 1 else None


def find(checkin: CheckIn, code: str, answers: Answers) -> Question | None:
    """Return the question a button names, if this check-in asks it."""
    return next((question for question in questions_of(checkin, answers) if question.code == code), None)


def show(
    checkin: CheckIn, question: Question, words: Words, *, changing: bool = False, puts_off: bool = True
) -> Message:
    """Return the question with one option to a line; above the first of a block, how long it takes.

    `changing` shows an answered question again: its buttons replace the answer. Without `puts_off` there is
    no button to put the check-in off.
    """
    verb = "change" if changing else "answer"
    prefix = f"{verb}:{checkin.id}:{question.code}"
    options = question.card.options_for(question.item.id)
    language = language_of(question.card, words.language)
    rows: list[tuple[Button, ...]] = [_listen(checkin, question, words)]
    rows += [
        (Button(option.say(language), f"{prefix}:{SKIP if option.value is None else option.value}"),)
        for option in options
    ]
    if question.item.skippable and all(option.value is not None for option in options):
        rows.append((Button(words.say("button.skip_item"), f"{prefix}:{SKIP}"),))
    rows.append(_last_row(checkin, question, words, changing=changing, puts_off=puts_off))
    text = escape(question.card.text(question.item.id, language), quote=False)
    progress = words.say("checkin.progress", number=question.number, total=question.total)
    message = Message(f"{progress}\n\n<b>{text}</b>", tuple(row for row in rows if row))
    opening = _opening(checkin, words) if question.number == 1 and not changing else None
    return message.with_note(opening) if opening else message


def _listen(checkin: CheckIn, question: Question, words: Words) -> tuple[Button, ...]:
    """Return the button that reads the question aloud, where somebody may and has recorded it."""
    if "read_aloud" not in question.card.modes:
        return ()
    if recordings.name_of(words.language, question.code) is None:
        return ()
    return (Button(words.say("button.listen"), f"listen:{checkin.id}:{question.code}"),)


def _opening(checkin: CheckIn, words: Words) -> str | None:
    """Return what is said before a block: which part it is, or who answers about whom; how long it takes."""
    if KINDS[checkin.battery] not in {"wave", "step"}:
        return None
    lasts, part = minutes(cards_in(checkin)), part_of(checkin.battery)
    if checkin.battery in CHILD_WAVE:
        return words.count(f"block.{checkin.battery}", lasts)
    if part is None:
        return words.count(f"block.{KINDS[checkin.battery]}", lasts)
    return words.count("block.part", lasts, part=part[0], parts=part[1])


def _last_row(
    checkin: CheckIn, question: Question, words: Words, *, changing: bool, puts_off: bool
) -> tuple[Button, ...]:
    if changing:
        return (Button(words.say("button.keep_answer"), f"open:{checkin.id}"),)
    later = (Button(words.say("button.not_now"), f"later:{checkin.id}"),) if puts_off else ()
    if question.number == 1:
        return later
    return (Button(words.say("button.previous"), f"back:{checkin.id}:{question.code}"), *later)
