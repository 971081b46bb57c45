"""Enrolment: from an invite to a place in a programme, resumable at every step."""

from collections.abc import Callable, Collection
from dataclasses import replace

from content.message import Button, Message, Reply, column, edit, send
from db import audit, people, programmes
from db.models import Act as Deed
from db.models import Draft, Person, Role, Standing
from flows import consent, intake, invitation, joining, resting, waiting
from flows.act import Act
from flows.concern import worker_name
from flows.errors import OldButton
from flows.families import admitting, asking, child, door, halting, placing, threshold


def start(act: Act, *, token: str) -> Reply:
    """Open the door for an invite, or go on where this person is.

    Raises BadInvite, saying whether the invite is unknown, expired, used up or for somebody else;
    Stranger if there is no invite at all.
    """
    if act.person is None:
        named = act.named_admin and not token
        person = invitation.step_in_as_admin(act) if named else invitation.step_in(act, token)
        return send(joining.at_hand(replace(act, person=person)))
    people.mark_reachable(act.session, act.who.id)
    if threshold.stands_apart(act.who):
        return send(door.anew(act, token) or threshold.message(act))
    if act.who.standing == Standing.STOPPED:
        back = column(Button(act.words.say("button.back"), "return:yes"))
        return send(Message(act.words.say("stop.come_back"), back))
    if token:
        invitation.recognise(act, token, _places(act))
    if act.who.standing == Standing.JOINING:
        return send(joining.at_hand(act))
    return send(waiting.question(act) or greeting(act))


def _places(act: Act) -> Collection[int]:
    """Return the programmes this person is in, or is joining."""
    if act.who.standing != Standing.JOINING:
        return programmes.programmes_of(act.session, act.who.id)
    draft = people.any_draft_of(act.session, act.who.id)
    programme = draft.said.get("programme") if draft else None
    return [] if programme is None else [programme]


def greeting(act: Act) -> Message:
    """Return the welcome of somebody who is in, with the two ways to a human for a caregiver."""
    if act.who.role != Role.CAREGIVER:
        return Message(act.words.say(f"hello.{act.who.role}"))
    buttons = column(
        Button(act.words.say("button.contact"), "contact"), Button(act.words.say("button.help"), "help")
    )
    return Message(act.words.say("hello.caregiver"), buttons)


def after_joining(flow: Callable[..., Reply]) -> Callable[..., Reply]:
    """Return a flow that is for people who are in: whoever is still joining is shown their step instead."""

    def once_in(act: Act, **arguments: object) -> Reply:
        if act.who.standing == Standing.JOINING:
            return send(joining.at_hand(act, act.words.say("help.joining")))
        return flow(act, **arguments)

    return once_in


def come_back(act: Act) -> Reply:
    """Go on after a pause or a stop; who stopped before joining was over goes on with that."""
    if act.who.joined_at is None and act.who.standing == Standing.STOPPED:
        act.who.standing, act.who.stopped_at = Standing.JOINING, None
        return edit(joining.at_hand(act))
    return resting.come_back(act)


def answer_by_text(act: Act, *, text: str) -> Reply:
    """Take a written answer to the step at hand."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None:
        return send(joining.at_hand(act))
    taken = intake.hear_text(act, draft, text)
    return _go_on(act, draft) if taken.done else send(joining.at_hand(act, taken.note))


def answer_unread(act: Act) -> Reply:
    """Say to a picture or a voice how the step at hand can be answered."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    return send(joining.at_hand(act, intake.ask_otherwise(act, draft) if draft else ""))


def answer_by_tap(act: Act, *, step: str, choice: str) -> Reply:
    """Take a tapped answer; a button of an earlier step says so and shows the step at hand."""
    if act.who.standing != Standing.JOINING:
        raise OldButton
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None:
        return edit(joining.at_hand(act))
    if draft.step != step:
        return edit(joining.at_hand(act, act.words.say("join.step_over")))
    if step == "consent" and choice == "no":
        again = Button(act.words.say("button.agree_after_all"), "join:consent:yes")
        return edit(Message(act.words.say("join.declined"), column(again)))
    try:
        taken = intake.hear_tap(act, draft, choice)
    except (ValueError, KeyError):
        raise OldButton from None
    if not taken.done:
        return edit(joining.at_hand(act))
    if step == "consent":
        people.add_consent(act.session, act.who, consent.VERSION, act.now)
        # What was agreed to stays readable in the chat; the next question comes below it.
        return edit(Message(act.words.say("join.consent"))) + _go_on(act, draft)
    return _go_on(act, draft, tapped=True, note=asking.note(act, step, choice))


def agree_again(act: Act, *, agrees: bool) -> Reply:
    """Take the answer to a text that has changed: go on with what waits, or stop and keep the way to help."""
    if act.who.standing not in {Standing.ACTIVE, Standing.PAUSED}:
        raise OldButton
    if not agrees:
        people.withdraw_consents(act.session, act.who.id, act.now)
        resting.stop(act, sure=True)
        help_ = column(Button(act.words.say("button.help"), "help"))
        return edit(Message(act.words.say("consent.stopped"), help_))
    if consent.asks_again(act.session, act.who):
        people.add_consent(act.session, act.who, consent.VERSION, act.now)
        act.session.flush()
    # What was agreed to stays readable in the chat; what waits comes below it.
    read = edit(Message(act.words.say("join.consent")))
    return read + send(waiting.question(act) or Message(act.words.say("consent.thanks")))


def _go_on(act: Act, draft: Draft, *, tapped: bool = False, note: str = "") -> Reply:
    following = joining.next_step(act.who.role, draft.step, draft.said)
    if following is None:
        welcome = _settle_in(act, draft)
        return edit(welcome.with_note(note) if note else welcome)
    draft.step, draft.changed_at = following, act.now
    draft.expires_at = act.now + joining.PATIENCE
    message = joining.ask(act, draft)
    message = message.with_note(note) if note else message
    return edit(message) if tapped else send(message)


def _settle_in(act: Act, draft: Draft) -> Message:
    """Give the person their place, or let them wait for a yes, and return what they are told."""
    person, said = act.who, dict(draft.said)
    programme_id = said.get("programme")
    people.drop_draft(act.session, person.id)
    if person.role == Role.CAREGIVER:
        child.keep(act, person, said)
    if programme_id and (said.get("asks_first") or not placing.place(act, person, programme_id)):
        return admitting.ask(act, programme_id, said["invite"])
    person.standing, person.joined_at = Standing.ACTIVE, act.now
    if person.role != Role.CAREGIVER:
        _write_down(act, person)
        return greeting(act)
    if programme_id:
        halting.join_in(act, person, programme_id)
    if threshold.stands_apart(person):
        return threshold.message(act)
    worker = worker_name(act.session, person, act.words)
    welcome = act.words.say("join.done", called=person.called or "", worker=worker)
    return Message(welcome, greeting(act).buttons)


def _write_down(act: Act, person: Person) -> None:
    """Write into the audit record that one of the staff has joined."""
    audit.record(
        act.session,
        site_id=person.site_id,
        actor_id=person.id,
        act=Deed.JOINED,
        person_id=person.id,
        about=person.role,
        now=act.now,
    )
