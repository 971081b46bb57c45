"""The gate: who waits for a yes, or whose child has died, is kept from everything but the ways to a human."""

from content.message import Button, Message, Reply, column, edit, send
from db import halts, people, programmes
from db.models import Person, Standing
from flows.act import Act
from flows.casework import passing
from flows.casework.passing import Sent
from flows.concern import ask_for_contact, worker_name
from flows.errors import AtRest
from flows.invitation import phone_of

APART = frozenset({Standing.WAITING, Standing.DECLINED, Standing.BEREAVED})


def stands_apart(person: Person) -> bool:
    """Whether nothing but a human is open to somebody."""
    return person.standing in APART


def pass_by(act: Act, *, at_rest: bool) -> None:
    """Let somebody pass; raises AtRest for who stands apart, but for what is open `at_rest`."""
    if act.person is not None and stands_apart(act.person) and not at_rest:
        raise AtRest


def message(act: Act) -> Message:
    """Return what somebody who stands apart is told, with the ways to a human.

    Of a death the bot says nothing before a person has.
    """
    say, person = act.words.say, act.who
    contact, help_ = Button(say("button.contact"), "contact"), Button(say("button.help"), "help")
    if person.standing == Standing.BEREAVED:
        halt = halts.open_of(act.session, person.id)
        spoken = halt is not None and halt.words_at is not None
        return Message(say("care.bereaved" if spoken else "bereaved.rest"), column(contact, help_))
    site = people.site_of(act.session, person)
    if person.standing == Standing.WAITING:
        return Message(say("admission.waits"), column(help_))
    return Message(say("admission.no", phone=phone_of(site, act.words)), column(help_))


def answer(act: Act) -> Reply:
    """Answer an old button: its message turns into the words, and so is disarmed."""
    return edit(message(act))


def hear(act: Act, sent: Sent) -> Reply:
    """Answer what somebody who stands apart sends; of the bereaved a human hears at once.

    Their words themselves reach who stands by them if they say so, as any family's do.
    """
    if act.who.standing != Standing.BEREAVED or not programmes.programmes_of(act.session, act.who.id):
        return send(message(act))
    ask_for_contact(act)
    said = act.words.say("bereaved.heard", worker=worker_name(act.session, act.who, act.words))
    offered = passing.offer(act, sent, "bereaved.pass")
    return send(Message(said, () if offered else message(act).buttons)) + (offered or Reply())
