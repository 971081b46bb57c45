"""Enrolment: from an invite to a place in a programme, resumable at every step."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from content.message import Button, Message, Reply, column, edit, send
from db import people, programmes
from db.models import Asks, Draft, Person, Role, SiteRow, Standing
from flows import checkin, joining
from flows.act import DEFAULT_LANGUAGE, Act
from flows.concern import worker_name
from flows.errors import BadInvite, NotForYou, OldButton, Stranger

CONSENT_VERSION = "2026-11"
PATIENCE = timedelta(days=14)
DEFAULT_HOUR = time(19, 30)


def start(act: Act, *, token: str) -> Reply:
    """Open the door for an invite, or go on where this person stopped.

    Raises BadInvite, saying whether the invite is unknown, expired, used up or for somebody else;
    Stranger if there is no invite at all.
    """
    if act.person is None:
        return _step_in_as_admin(act) if act.named_admin and not token else _step_in(act, token)
    people.mark_reachable(act.session, act.who.id)
    if act.who.standing == Standing.JOINING:
        return resume(act)
    if act.who.standing == Standing.STOPPED:
        return send(
            Message(
                act.words.say("stop.come_back"), column(Button(act.words.say("button.back"), "return:yes"))
            )
        )
    if token and not _same_programme(act, token):
        raise BadInvite("invite.already_in")
    return checkin.present(act) or send(greeting(act))


def greeting(act: Act) -> Message:
    """Return the welcome of somebody who is in, with the two ways to a human for a caregiver."""
    if act.who.role != Role.CAREGIVER:
        return Message(act.words.say(f"hello.{act.who.role}"))
    buttons = column(
        Button(act.words.say("button.contact"), "contact"), Button(act.words.say("button.help"), "help")
    )
    return Message(act.words.say("hello.caregiver"), buttons)


def resume(act: Act, note: str = "") -> Reply:
    """Ask again the step at which joining stopped; an expired dialogue begins anew with the same invite."""
    draft = people.any_draft_of(act.session, act.who.id)
    if draft is None:
        raise Stranger
    if draft.expires_at <= act.now:
        draft.step, draft.expires_at = joining.STEPS[act.who.role][0], act.now + PATIENCE
    message = joining.ask(act, draft)
    return send(message.with_note(note) if note else message)


def answer_by_text(act: Act, *, text: str) -> Reply:
    """Take a written answer to the step at hand."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None:
        raise Stranger
    taken = joining.hear_text(act, draft, text)
    return _go_on(act, draft) if taken.done else resume(act, taken.note)


def answer_by_tap(act: Act, *, step: str, choice: str) -> Reply:
    """Take a tapped answer; a button of an earlier step says so and shows the step at hand."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None or act.who.standing != Standing.JOINING:
        raise OldButton
    if draft.step != step:
        return edit(joining.ask(act, draft).with_note(act.words.say("join.step_over")))
    if step == "consent" and choice == "no":
        return edit(Message(act.words.say("join.declined"), column(_consent_again(act))))
    try:
        taken = joining.hear_tap(act, draft, choice)
    except (ValueError, KeyError):
        raise OldButton from None
    if not taken.done:
        return edit(joining.ask(act, draft))
    if step == "consent":
        people.add_consent(act.session, act.who, CONSENT_VERSION, act.now)
        # What was agreed to stays readable in the chat; the next question comes below it.
        return edit(Message(act.words.say("join.consent"))) + _go_on(act, draft)
    return _go_on(act, draft, tapped=True)


def _consent_again(act: Act) -> Button:
    return Button(act.words.say("button.agree_after_all"), "join:consent:yes")


def _step_in(act: Act, token: str) -> Reply:
    if not token:
        raise Stranger
    invite = programmes.invite_of(act.session, token)
    if invite is None:
        raise BadInvite("invite.unknown")
    if invite.expires_at <= act.now:
        raise BadInvite("invite.expired")
    if not programmes.use_invite(act.session, invite.id, act.now):
        raise BadInvite("invite.used_up")
    if invite.role == Role.CAREGIVER and invite.programme_id is None:
        raise BadInvite("invite.unknown")
    person = _new_person(act, programmes.site(act.session, invite.site_id), invite.role)
    return _begin(act, person, {"programme": invite.programme_id, "invite": invite.id})


def _step_in_as_admin(act: Act) -> Reply:
    """Let in whom the operator's settings name, where there is one site and so no doubt which."""
    site = programmes.only_site(act.session)
    if site is None:
        raise Stranger
    return _begin(act, _new_person(act, site, Role.ADMIN), {})


def _begin(act: Act, person: Person, said: dict[str, Any]) -> Reply:
    draft = Draft(
        person_id=person.id,
        kind="joining",
        step=joining.STEPS[person.role][0],
        said=said,
        changed_at=act.now,
        expires_at=act.now + PATIENCE,
    )
    act.session.add(draft)
    act.session.flush()
    return send(joining.ask(replace(act, person=person), draft))


def _new_person(act: Act, site: SiteRow, role: str) -> Person:
    person = Person(
        site_id=site.id,
        role=role,
        standing=Standing.JOINING,
        language=act.language if act.spoken else site.language or DEFAULT_LANGUAGE,
        zone=site.zone,
        telegram_index=people.user_index(act.user_id),
        chat=str(act.chat_id),
        asked_at=DEFAULT_HOUR,
        shares_phone=False,
        created_at=act.now,
    )
    act.session.add(person)
    act.session.flush()
    return person


def _go_on(act: Act, draft: Draft, *, tapped: bool = False) -> Reply:
    following = joining.next_step(act.who.role, draft.step)
    if following is None:
        return _settle_in(act, draft)
    draft.step, draft.changed_at, draft.expires_at = following, act.now, act.now + PATIENCE
    message = joining.ask(act, draft)
    return edit(message) if tapped else send(message)


def _settle_in(act: Act, draft: Draft) -> Reply:
    """Give the person their place and ask the planner for their times."""
    person = act.who
    person.standing, person.joined_at = Standing.ACTIVE, act.now
    programme_id = draft.said.get("programme")
    people.drop_draft(act.session, person.id)
    if programme_id:
        programme = programmes.by_id(act.session, programme_id)
        assert programme is not None, "an invite's programme is never deleted"
        programmes.enrol(act.session, person, programme, act.now)
        for asks in {Role.CAREGIVER: (Asks.MICRO, Asks.WEEKLY), Role.SOCIAL_WORKER: (Asks.DIGEST,)}.get(
            Role(person.role), ()
        ):
            programmes.subscribe(act.session, person, programme, asks, act.now)
    if person.role != Role.CAREGIVER:
        return edit(greeting(act))
    worker = worker_name(act.session, person, act.words)
    welcome = act.words.say("join.done", called=person.called or "", worker=worker)
    return edit(Message(welcome, greeting(act).buttons))


def _same_programme(act: Act, token: str) -> bool:
    invite = programmes.invite_of(act.session, token)
    if invite is None:
        raise BadInvite("invite.unknown")
    if invite.role != act.who.role:
        raise NotForYou
    return invite.programme_id in programmes.programmes_of(act.session, act.who.id)
