"""Whatever comes that no button expects: a private chat is never silent, and nothing else changes."""

from content.message import Button, Message, Reply, column, send
from db import people
from db.models import Role, Standing
from flows import checkin, enrolment
from flows.act import Act
from flows.concern import worker_name
from flows.errors import OldButton


def hear(act: Act, *, kind: str, text: str | None = None) -> Reply:
    """Answer a message that is no command and no tap: text, voice, a picture, anything."""
    person = act.who
    people.mark_reachable(act.session, person.id)
    if person.standing == Standing.JOINING:
        if text is not None:
            return enrolment.answer_by_text(act, text=text)
        return enrolment.resume(act, act.words.say("join.please_tap"))
    if person.role != Role.CAREGIVER:
        return act.say("unheard.staff")
    at_hand = checkin.present(act)
    note = act.words.say(f"unheard.{kind}", worker=worker_name(act.session, person, act.words))
    if at_hand is not None:
        return send(Message(note, _two_ways(act))) + at_hand
    return send(Message(note, _two_ways(act)))


def hear_edit(act: Act) -> Reply:
    """Say once that a corrected message changes nothing; the buttons do."""
    return act.say("unheard.edit")


def help_(act: Act) -> Reply:
    """Say what the bot does for this role, and the ways to a human."""
    if act.who.standing == Standing.JOINING:
        return enrolment.resume(act, act.words.say("help.joining"))
    text = act.words.say(f"help.{act.who.role}")
    return send(Message(text, _two_ways(act) if act.who.role == Role.CAREGIVER else ()))


def unknown_command(act: Act) -> Reply:
    """Answer a command that is not ours."""
    return act.say("unheard.command") if act.who.role == Role.CAREGIVER else act.say("unheard.staff")


def outside(act: Act) -> Reply:
    """Say in a group or channel, once, that we work in private chats only."""
    if not people.first_time_here(act.session, act.chat_id, act.now):
        return Reply()
    return act.say("outside.private_only")


def old_button(act: Act) -> Reply:
    """Explain a button that no longer exists, and show the question at hand if there is one."""
    raise OldButton


def _two_ways(act: Act) -> tuple[tuple[Button, ...], ...]:
    return column(
        Button(act.words.say("button.contact"), "contact"), Button(act.words.say("button.help"), "help")
    )
