"""To whom: the screens on which an audience is chosen, one choice a screen."""

from content.catalogue import LANGUAGES
from content.message import Button, Message, Rows, column
from db import programmes, sessions
from db.audiences import CAME, MISSED, SILENT
from db.models import Arm, Broadcast, Coming, Role
from flows import authority, meeting
from flows.act import Act
from flows.broadcasting import wording
from flows.errors import OldButton

EVERY = "all"
ARMS = (EVERY, Arm.INTERVENTION, Arm.WAITLIST)
ROLES = (EVERY, *Role)
ANSWERS = (*Coming, SILENT, CAME, MISSED)
MOST = 6


def show(act: Act, one: Broadcast) -> Message:
    """Return the audience with every way to narrow it."""
    say = act.words.say
    groups = _to(act, one, "group")
    more = [_to(act, one, "arm"), _to(act, one, "meet")] if one.programme_id else [_to(act, one, "control")]
    rows: Rows = (
        (groups, _to(act, one, "role")),
        (_to(act, one, "language"), *more),
        (Button(say("broadcast.button.done"), f"bc:{one.id}:show"),),
    )
    return Message(wording.whom(act.session, one, act.words), rows)


def groups(act: Act, one: Broadcast) -> Message:
    """Return the programmes of the site, and the whole site, to choose from."""
    found = [programmes.by_id(act.session, key) for key in authority.reached(act, "broadcast.compose")]
    rows = [Button(each.name, f"bc:{one.id}:group:{each.id}") for each in found if each is not None]
    everywhere = Button(act.words.say("broadcast.site"), f"bc:{one.id}:group:0")
    return Message(act.words.say("broadcast.ask.group"), column(*rows[-MOST:], everywhere))


def take_group(act: Act, one: Broadcast, value: str) -> None:
    """Keep a programme, or the whole site; what depended on another programme is forgotten."""
    number = _number(value)
    if number and number not in authority.reached(act, "broadcast.compose"):
        raise OldButton
    one.programme_id, one.arm, one.session_id, one.answer, one.control = (
        number or None,
        None,
        None,
        None,
        False,
    )


def roles(act: Act, one: Broadcast) -> Message:
    """Return the roles to choose from."""
    return _choose(act, one, "role", {key: act.words.say(f"broadcast.role.{key}") for key in ROLES})


def take_role(act: Act, one: Broadcast, value: str) -> None:
    """Keep a role, or all of them."""
    one.role = _of(value, ROLES)


def arms(act: Act, one: Broadcast) -> Message:
    """Return the arms to choose from."""
    return _choose(act, one, "arm", {key: act.words.say(f"broadcast.arm.{key}") for key in ARMS})


def take_arm(act: Act, one: Broadcast, value: str) -> None:
    """Keep an arm, or both."""
    one.arm = _of(value, ARMS)


def languages(act: Act, one: Broadcast) -> Message:
    """Return the languages to choose from."""
    return _choose(act, one, "language", {EVERY: act.words.say("broadcast.any_language"), **LANGUAGES})


def take_language(act: Act, one: Broadcast, value: str) -> None:
    """Keep a language, or any."""
    one.language = _of(value, (EVERY, *LANGUAGES))


def meetings(act: Act, one: Broadcast) -> Message:
    """Return the sessions of the programme to choose from; without one everybody is meant."""
    found = sessions.of_programme(act.session, one.programme_id) if one.programme_id else ()
    named = {str(each.id): meeting.name(each, act.words) for each in found[-MOST:]}
    return _choose(act, one, "meet", {EVERY: act.words.say("broadcast.any_session"), **named})


def take_meeting(act: Act, one: Broadcast, value: str) -> bool:
    """Keep a session; true if it is still to be said how one stands to it."""
    one.answer = None
    if value == EVERY:
        one.session_id = None
        return False
    found = sessions.by_id(act.session, _number(value))
    if found is None or found.programme_id != one.programme_id:
        raise OldButton
    one.session_id = found.id
    return True


def answers(act: Act, one: Broadcast) -> Message:
    """Return how people may stand to a session."""
    return _choose(act, one, "answer", {key: act.words.say(f"broadcast.answer.{key}") for key in ANSWERS})


def take_answer(act: Act, one: Broadcast, value: str) -> None:
    """Keep how the audience stands to the session."""
    if one.session_id is None or value not in ANSWERS:
        raise OldButton
    one.answer = value


def turn_control(act: Act, one: Broadcast) -> None:
    """Let a notice of the whole site reach the control arm, or not; a programme's never does."""
    if one.programme_id is not None:
        raise OldButton
    one.control = not one.control


def _choose(act: Act, one: Broadcast, what: str, options: dict[str, str]) -> Message:
    buttons = [Button(label, f"bc:{one.id}:{what}:{key}") for key, label in options.items()]
    return Message(act.words.say(f"broadcast.ask.{what}"), column(*buttons))


def _to(act: Act, one: Broadcast, what: str) -> Button:
    return Button(act.words.say(f"broadcast.button.{what}"), f"bc:{one.id}:{what}")


def _of(value: str, known: tuple[str, ...]) -> str | None:
    if value not in known:
        raise OldButton
    return None if value == EVERY else value


def _number(value: str) -> int:
    if not value.isdecimal():
        raise OldButton
    return int(value)
