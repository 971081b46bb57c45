"""Going for good, for staff: who they are is forgotten, what they did stays under a number."""

from content.message import Button, Message, Reply, column, edit, send
from db.models import Role, Standing
from flows import access, gate, leaving
from flows.act import Act
from flows.errors import OldButton


def ask(act: Act) -> Reply:
    """Say what is deleted and what stays, and ask whether it is wished; a family has its own words."""
    if act.who.role == Role.CAREGIVER:
        return leaving.ask(act)
    buttons = column(
        Button(act.words.say("forget.go_on"), "gone:sure"), Button(act.words.say("forget.stay"), "gone:no")
    )
    return send(Message(act.words.say("gone.sure"), buttons))


def choose(act: Act, *, choice: str) -> Reply:
    """Take the answer to the first question or the second; whoever is in types their code before the last."""
    say = act.words.say
    if choice == "no":
        return edit(Message(say("forget.stayed")))
    if choice == "sure":
        buttons = column(Button(say("gone.yes"), "gone:yes"), Button(say("forget.stay"), "gone:no"))
        return edit(Message(say("gone.last", backups=leaving.backups_until(act)), buttons))
    if choice != "yes":
        raise OldButton
    return _go(act) if act.who.standing == Standing.JOINING else go(act)


@gate.needs_second_factor
def go(act: Act) -> Reply:
    """Forget who they are and end their access."""
    return _go(act)


def _go(act: Act) -> Reply:
    gone = Message(act.words.say("gone.done", backups=leaving.backups_until(act)))
    access.forget(act.session, act.who, actor_id=act.who.id, now=act.now)
    return edit(gone)
