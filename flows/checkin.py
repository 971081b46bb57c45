"""A check-in: each tap turns the question into the next one, and the first unanswered item is its state."""

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit
from db import checkins
from db.models import OPEN, CheckIn, Person, Progress, Role
from flows import authority, concern, consent, ending, questions
from flows.act import Act
from flows.errors import NotForYou, OldButton
from flows.questions import Question
from scales.model import OutOfRange


def answer(act: Act, *, checkin_id: int, item: str, value: int | None, changing: bool = False) -> Reply:
    """Keep one answer, look at it for danger, and show what comes next.

    An old button changes nothing: it says so and shows the question at hand. Raises OldButton for a check-in
    that is not this person's, and OutOfRange for a value that was never offered.
    """
    checkin = own(act, checkin_id)
    if checkin.progress not in OPEN:
        return edit(over(act, checkin))
    given = checkins.answers(act.session, checkin.id)
    question = questions.find(checkin, item, given)
    if question is None:
        raise OldButton
    _check(question, value)
    now_at = questions.first_unanswered(checkin, given)
    if not changing and (now_at is None or now_at.key != question.key):
        return _stale(act, checkin, now_at, same=given.get(question.key, -1) == value)
    if changing and question.key not in given:
        return _stale(act, checkin, now_at, same=False)
    entered_by = act.who.id if ending.on_paper(act, checkin) else None
    checkins.put_answer(
        act.session, checkin, question.key, question.card.version, value, act.now, entered_by=entered_by
    )
    checkins.tapped(act.session, checkin.id, act.now)
    seen = concern.watch(act, checkin, question.key, value)
    return edit(at_hand(act, checkin, {**given, question.key: value})) + seen


def open_(act: Act, *, checkin_id: int) -> Reply:
    """Show the question at hand in place of the tapped message."""
    checkin = own(act, checkin_id)
    if checkin.progress not in OPEN:
        return edit(over(act, checkin))
    checkins.tapped(act.session, checkin.id, act.now)
    if checkin.person_id == act.who.id and consent.asks_again(act.session, act.who):
        return edit(consent.message(act.words))
    return edit(at_hand(act, checkin))


def back(act: Act, *, checkin_id: int, item: str) -> Reply:
    """Show the question before the named one; its buttons replace the answer given there."""
    checkin = own(act, checkin_id)
    if checkin.progress not in OPEN:
        return edit(over(act, checkin))
    given = checkins.answers(act.session, checkin.id)
    question = questions.find(checkin, item, given)
    earlier = questions.before(checkin, question, given) if question else None
    if earlier is None or earlier.key not in given:
        return edit(at_hand(act, checkin))
    checkins.tapped(act.session, checkin.id, act.now)
    return edit(ending.headed(act, checkin, questions.show(checkin, earlier, act.words, changing=True)))


def arrival(words: Words, person: Person, checkin: CheckIn, given: questions.Answers) -> Message:
    """Return the message that brings a check-in; on a shared phone it is a neutral line."""
    if person.shares_phone:
        button = Button(words.say("button.open"), f"open:{checkin.id}")
        return Message(words.say("checkin.waiting"), column(button))
    question = questions.first_unanswered(checkin, given)
    assert question is not None, "an open check-in has an unanswered question"
    return questions.show(checkin, question, words)


def own(act: Act, checkin_id: int) -> CheckIn:
    """Return the person's own check-in, or one that this worker enters from paper in an own programme.

    Raises OldButton for another family's, and NotForYou for staff who enter nothing in it. Its button was
    tapped, so it is on the phone, even if the sender has not been told so yet.
    """
    checkin = checkins.by_id(act.session, checkin_id)
    if checkin is None or not _is_theirs(act, checkin):
        raise OldButton if act.who.role == Role.CAREGIVER else NotForYou
    if checkin.progress == Progress.PLANNED:
        checkins.arrived(act.session, checkin.id, act.now)
    return checkin


def at_hand(act: Act, checkin: CheckIn, given: questions.Answers | None = None) -> Message:
    """Return the question at hand, or the closing words after the last answer; `given` saves a query."""
    if given is None:
        given = checkins.answers(act.session, checkin.id)
    question = questions.first_unanswered(checkin, given)
    if question is None:
        return ending.finish(act, checkin)
    shown = questions.show(checkin, question, act.words, puts_off=act.who.role == Role.CAREGIVER)
    return ending.headed(act, checkin, shown)


def over(act: Act, checkin: CheckIn) -> Message:
    """Return what an old button of a finished or closed check-in says, with the way to the present one."""
    key = "checkin.already_done" if checkin.progress == Progress.DONE else "checkin.over"
    newest = checkins.open_of(act.session, act.who.id)
    buttons = column(Button(act.words.say("button.answer_newest"), f"open:{newest.id}")) if newest else ()
    return Message(act.words.say(key), buttons)


def _is_theirs(act: Act, checkin: CheckIn) -> bool:
    if checkin.person_id == act.who.id:
        return True
    mine = authority.reached(act, "checkin.answer")
    return checkin.entered_by == act.who.id and checkin.programme_id in mine


def _check(question: Question, value: int | None) -> None:
    offered = {option.value for option in question.card.options_for(question.item.id)}
    if question.item.skippable:
        offered.add(None)
    if value not in offered:
        raise OutOfRange(question.card.id, question.item.id, value)


def _stale(act: Act, checkin: CheckIn, now_at: Question | None, *, same: bool) -> Reply:
    """Show the question at hand; a second press of the same answer needs no explanation."""
    message = at_hand(act, checkin)
    return edit(message if same or now_at is None else message.with_note(act.words.say("checkin.old_button")))
