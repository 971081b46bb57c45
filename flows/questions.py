"""The questions of a check-in as messages: which item comes now, and how it looks on a phone."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from content.catalogue import Words
from content.message import Button, Message
from db.models import CheckIn
from scales.batteries import cards_of
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


def questions_of(battery: str) -> tuple[Question, ...]:
    """Return every question of a battery in the order asked."""
    pairs = [(card, item) for card in cards_of(battery) for item in card.items]
    return tuple(Question(card, item, n, len(pairs)) for n, (card, item) in enumerate(pairs, start=1))


def first_unanswered(battery: str, answers: Answers) -> Question | None:
    """Return the question that is the state of a check-in, or None when all are answered."""
    return next((question for question in questions_of(battery) if question.key not in answers), None)


def before(battery: str, question: Question) -> Question | None:
    """Return the question before this one."""
    return questions_of(battery)[question.number - 2] if question.number > 1 else None


def find(battery: str, code: str) -> Question | None:
    """Return the question a button names, if this battery has it."""
    return next((question for question in questions_of(battery) if question.code == code), None)


def show(checkin: CheckIn, question: Question, words: Words, *, changing: bool = False) -> Message:
    """Return the question with one option to a line.

    `changing` shows an answered question again: its buttons replace the answer.
    """
    verb = "change" if changing else "answer"
    prefix = f"{verb}:{checkin.id}:{question.code}"
    options = question.card.options_for(question.item.id)
    rows: list[tuple[Button, ...]] = [
        (Button(option.say(words.language), f"{prefix}:{SKIP if option.value is None else option.value}"),)
        for option in options
    ]
    if question.item.skippable and all(option.value is not None for option in options):
        rows.append((Button(words.say("button.skip_item"), f"{prefix}:{SKIP}"),))
    rows.append(_last_row(checkin, question, words, changing=changing))
    text = escape(question.card.text(question.item.id, words.language), quote=False)
    progress = words.say("checkin.progress", number=question.number, total=question.total)
    return Message(f"{progress}\n\n<b>{text}</b>", tuple(row for row in rows if row))


def _last_row(checkin: CheckIn, question: Question, words: Words, *, changing: bool) -> tuple[Button, ...]:
    if changing:
        return (Button(words.say("button.keep_answer"), f"open:{checkin.id}"),)
    back = (
        (Button(words.say("button.previous"), f"back:{checkin.id}:{question.code}"),)
        if question.number > 1
        else ()
    )
    return (*back, Button(words.say("button.not_now"), f"later:{checkin.id}"))
