"""Whatever comes that no button expects: a private chat is never silent, and nothing else changes."""

from html import escape

from content.message import Button, Message, Reply, column, send
from db import people
from db.models import Role, Standing
from flows import dialogues, enrolment, joining, waiting
from flows.act import Act
from flows.casework import passing
from flows.casework.passing import Sent
from flows.concern import worker_name
from flows.errors import OldButton
from flows.families import threshold


def hear(
    act: Act, *, kind: str, text: str | None = None, sent: Sent | None = None, marked: str = ""
) -> Reply:
    """Answer a message that is no command and no tap: text, voice, a picture, anything.

    `marked` is what was written, with its formatting, as Telegram's HTML.
    """
    person = act.who
    people.mark_reachable(act.session, person.id)
    if threshold.stands_apart(person):
        return _apart(act, text, sent or Sent("text", text))
    if person.standing == Standing.JOINING:
        return enrolment.answer_unread(act) if text is None else enrolment.answer_by_text(act, text=text)
    answered = _in_dialogue(act, text, sent, marked)
    if answered is not None:
        return answered
    if person.role != Role.CAREGIVER:
        return act.say("unheard.staff")
    question = waiting.question(act)
    if act.in_danger:  # what follows says who sees it
        return send(question) if question else Reply()
    offered = passing.offer(act, sent or Sent("text", text))
    note = act.words.say(f"unheard.{kind}", worker=worker_name(act.session, person, act.words))
    told = offered or send(Message(note, _two_ways(act)))
    return told + send(question) if question else told


def _apart(act: Act, text: str | None, sent: Sent) -> Reply:
    """Answer whoever stands apart: they may answer a letter, and whoever looks at danger has answered."""
    answered = _in_dialogue(act, text, sent, "")
    if answered is not None:
        return answered
    return Reply() if act.in_danger else threshold.hear(act, sent)


def _in_dialogue(act: Act, text: str | None, sent: Sent | None, marked: str) -> Reply | None:
    if text is not None:
        return dialogues.hear(act, text, marked or escape(text, quote=False))
    return dialogues.hear_sent(act, sent, marked) if sent else None


def hear_edit(act: Act) -> Reply:
    """Say that a corrected message changes nothing; the buttons do."""
    if act.in_danger:
        return Reply()
    if threshold.stands_apart(act.who):
        return send(threshold.message(act))
    return waiting.below(act, act.words.say("unheard.edit"))


def help_(act: Act) -> Reply:
    """Say what the bot does for this role, and the ways to a human."""
    if threshold.stands_apart(act.who):
        return send(threshold.message(act))
    if act.who.standing == Standing.JOINING:
        return send(joining.at_hand(act, act.words.say("help.joining")))
    text = act.words.say(f"help.{act.who.role}")
    return send(Message(text, _two_ways(act) if act.who.role == Role.CAREGIVER else ()))


def unknown_command(act: Act) -> Reply:
    """Answer a command that is not ours."""
    return waiting.below(act, act.words.say("unheard.command"))


def outside(act: Act) -> Reply:
    """Say in a group or channel, once, that we work in private chats only."""
    if not people.first_time_here(act.session, act.chat_id, act.now):
        return Reply()
    return act.say("outside.private_only")


def old_button(act: Act) -> Reply:
    """Explain a button that no longer exists."""
    raise OldButton


def _two_ways(act: Act) -> tuple[tuple[Button, ...], ...]:
    return column(
        Button(act.words.say("button.contact"), "contact"), Button(act.words.say("button.help"), "help")
    )
