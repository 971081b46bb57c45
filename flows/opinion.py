"""Opinions: three taps about a session that nobody can trace back, and it is said so before the first.

The answers wait in the draft; its deletion puts them among the others under a key drawn at random, without a
person, a time or an order.
"""

from html import escape

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit
from db import attendance, opinions, people
from db.models import Draft, Meeting
from db.session import Session
from flows import afterwards, meeting
from flows.act import Act
from flows.errors import OldButton
from scales.asking import language_of
from scales.batteries import cards_of
from scales.model import Card, OutOfRange
from scales.questions import Item

KIND = "opinion"
FEWEST = 5
AFTER_SESSION, AFTER_PROGRAMME = "after_session", "after_programme"
Question = tuple[Card, Item]


def questions(session: Session, about: Meeting) -> list[Question]:
    """Return what is asked about a session: three taps, at the end of the programme the longer form."""
    battery = AFTER_PROGRAMME if meeting.is_last(session, about) else AFTER_SESSION
    return [(card, item) for card in cards_of(battery) for item in card.items if item.type == "choice"]


def first(session: Session, about: Meeting, words: Words) -> Message:
    """Return the first question, below what becomes of the answers."""
    asked = questions(session, about)
    shown = _show(about, asked, 1, words)
    promise = words.count("opinion.promise", len(asked), number=about.number, fewest=FEWEST)
    no = Button(words.say("opinion.no"), f"opinion:{about.id}:0:0")
    return Message(f"{promise}\n\n{shown.text}", (*shown.buttons, (no,)))


def answer(act: Act, *, meeting_id: int, number: int, value: int) -> Reply:
    """Keep one tap in the draft; after the last the draft goes, and what it held is nobody's any more.

    Raises OldButton for a session that this person did not come to, or has had their say about.
    """
    about = meeting.of_family(act, meeting_id)
    mark = attendance.of_person(act.session, about.id, act.who.id)
    if mark is None or not mark.came or mark.spoke:
        raise OldButton
    if number == 0:
        return edit(Message(act.words.say("opinion.never_mind"), afterwards.to_read(about, act.words)))
    if act.now >= meeting.ends_at(about) + meeting.HEARD_AFTER:
        return edit(Message(act.words.say("opinion.too_late")))
    asked = questions(act.session, about)
    draft = _draft(act, about, begins=number == 1)
    if draft is None or not 1 <= number <= len(asked):
        raise OldButton
    given: dict[str, int] = draft.said["answers"]
    if number != len(given) + 1:
        return edit(_show(about, asked, len(given) + 1, act.words))
    card, item = asked[number - 1]
    if value not in {option.value for option in card.options_for(item.id)}:
        raise OutOfRange(card.id, item.id, value)
    given = {**given, f"{card.id}.{item.id}": value}
    draft.said, draft.changed_at = {"answers": given}, act.now
    if number < len(asked):
        return edit(_show(about, asked, number + 1, act.words))
    return _let_go(act, about, given)


def _draft(act: Act, about: Meeting, *, begins: bool) -> Draft | None:
    """Return the dialogue about this session, begun by the first tap."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is not None and (draft.kind, draft.step) == (KIND, str(about.id)):
        return draft
    if not begins:
        return None
    lasts = meeting.ends_at(about) + meeting.HEARD_AFTER - act.now
    return people.begin_draft(
        act.session, act.who.id, KIND, str(about.id), said={"answers": {}}, now=act.now, lasts=lasts
    )


def _let_go(act: Act, about: Meeting, given: dict[str, int]) -> Reply:
    people.drop_draft(act.session, act.who.id)
    if not attendance.spoke(act.session, about.id, act.who.id):
        raise OldButton
    opinions.add(act.session, about.id, act.chance, given)
    return edit(Message(act.words.say("opinion.thanks"), afterwards.to_read(about, act.words)))


def _show(about: Meeting, asked: list[Question], number: int, words: Words) -> Message:
    card, item = asked[number - 1]
    language = language_of(card, words.language)
    text = escape(card.text(item.id, language), quote=False)
    progress = words.say("checkin.progress", number=number, total=len(asked))
    buttons = [
        Button(option.say(language), f"opinion:{about.id}:{number}:{option.value}")
        for option in card.options_for(item.id)
        if option.value is not None
    ]
    return Message(f"{progress}\n\n<b>{text}</b>", column(*buttons))


def heard(session: Session, about: Meeting, words: Words) -> list[str]:
    """Return what was said about a session, a line a question, or one line where too few spoke."""
    said = opinions.of(session, about.id)
    if len(said) < FEWEST:
        return [words.say("opinion.too_few", fewest=FEWEST)]
    lines = [words.count("opinion.heard", len(said))]
    for card, item in questions(session, about):
        values = [one[key] for one in said if (key := f"{card.id}.{item.id}") in one]
        if len(values) >= FEWEST:
            lines.append(_shares(card, item, values, words))
    return lines


def _shares(card: Card, item: Item, values: list[int], words: Words) -> str:
    """Return how many gave each answer, most favourable first; an answer nobody gave is left out."""
    language = language_of(card, words.language)
    options = sorted(
        (option for option in card.options_for(item.id) if option.value is not None),
        key=lambda option: -(option.value or 0),
    )
    counted = [(option.say(language), values.count(option.value or 0)) for option in options]
    said = " · ".join(f"{text} {count}" for text, count in counted if count)
    return escape(f"{card.text(item.id, language)} {said}", quote=False)
