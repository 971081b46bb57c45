"""The end of a check-in: what it scored, what that brings forward, and the closing words."""

from content.message import Button, Message, Rows, column
from db import checkins, deliveries, programmes
from db.models import CheckIn, Kind, Role
from flows import coming, moving, noting, practice, questions, stepping
from flows.act import Act
from flows.families import needs
from scales import deck
from scales.batteries import CHILD_WAVE, KEEPS_ITS_DAY
from scales.blocks import part_of
from scales.parts import PARTS
from scales.steps import brought_forward


def finish(act: Act, checkin: CheckIn) -> Message:
    """Close a check-in after its last answer, once, and return the closing words."""
    if checkins.finish(act.session, checkin.id, act.now):
        needs.repeat(act, checkin)
        stepping.bring_forward(act.session, checkin, _score(act, checkin), act.now)
        _offer_what_fits(act, checkin)
        deliveries.cancel(
            act.session, checkin.person_id, "answered", act.now, kinds=[Kind.REMINDER], about=checkin.id
        )
    if on_paper(act, checkin):
        return Message(act.words.say("paper.done", label=label_of(act, checkin)))
    if act.who.role != Role.CAREGIVER:
        return Message(act.words.say("rate.done"))
    if act.who.shares_phone:
        return Message(act.words.say("checkin.folded"), _way_on(act, "button.open"))
    said = _closing(act, checkin)
    # In a programme for children there are no taps to draw a trend from, and the child may have the phone.
    bare = checkin.battery in (*CHILD_WAVE, *KEEPS_ITS_DAY)
    trend = () if bare else column(Button(act.words.say("button.trend"), "trend"))
    done = Message(said, _way_on(act, "button.answer_newest") or trend)
    # Whoever answered at once has not seen, below the question, that a session is near.
    about = coming.still_open(act)
    return Message(f"{said}\n\n{about.text}", (*about.buttons, *done.buttons)) if about else done


def _closing(act: Act, checkin: CheckIn) -> str:
    """Return the closing words: of a part of a wave, to the child whose own part it was, or of any other."""
    part = part_of(checkin.battery)
    if part is not None:
        return act.words.say("block.done", part=part[0], parts=part[1])
    if checkin.battery in CHILD_WAVE:
        return act.words.say(f"block.done.{checkin.battery}")
    return act.words.say("checkin.closing")


def _offer_what_fits(act: Act, checkin: CheckIn) -> None:
    """Offer a small step where a dimension became worse; a family on paper may have no chat at hand."""
    if not on_paper(act, checkin):
        moves = moving.moved(act.session, checkin)
        practice.offer_what_fits(act.session, act.who, moves, act.now)


def on_paper(act: Act, checkin: CheckIn) -> bool:
    """Whether somebody else enters this person's answers."""
    return act.who.id != checkin.person_id


def headed(act: Act, checkin: CheckIn, message: Message) -> Message:
    """Return a question as it is shown: above one that a worker enters stands whose answer it is."""
    if not on_paper(act, checkin):
        return message
    return message.with_note(act.words.say("paper.for", label=label_of(act, checkin)))


def label_of(act: Act, checkin: CheckIn) -> str:
    """Return the case label of the person a check-in is about."""
    place = programmes.place_of(act.session, checkin.person_id, checkin.programme_id)
    assert place is not None, "whoever is asked has a place in the programme"
    return place.label


def _way_on(act: Act, key: str) -> Rows:
    """Return the button to another check-in that is open, if there is one."""
    other = checkins.open_of(act.session, act.who.id)
    return column(Button(act.words.say(key), f"open:{other.id}")) if other else ()


def _score(act: Act, checkin: CheckIn) -> list[str]:
    """Keep every score that is right, and return the batteries that they bring forward."""
    # NumPy comes with scoring; the bot loads it with the first finished check-in, not at start.
    from scales.model import Score
    from scales.scoring import score

    given, batteries = checkins.answers(act.session, checkin.id), list[str]()
    for card in questions.cards_in(checkin):
        answers = questions.answers_to(card, given)
        batteries += brought_forward(card.id, score(card, answers))
        for each in (card, *(deck.card(part) for part in PARTS.get(card.id, ()))):
            for result in score(each, answers):
                if isinstance(result, Score):
                    row = {"scale": result.scale, "value": result.value, "band": result.band}
                    about = {"instrument": each.id, "version": each.version}
                    checkins.put_score(act.session, checkin, about | row, act.now)
                    noting.score(act, checkin, each, result.scale, result.value)
    return batteries
