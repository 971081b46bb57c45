"""Invitations: which token opens which door, and who steps through it."""

from collections.abc import Collection
from datetime import time
from typing import Any

from content.catalogue import Words, nearest
from db import admissions, halts, people, programmes, shut_out
from db.models import Invite, Person, Role, SiteRow, Standing
from db.session import Session
from flows import joining
from flows.act import DEFAULT_LANGUAGE, Act
from flows.errors import BadInvite, Stranger

DEFAULT_HOUR = time(19, 30)


def step_in(act: Act, token: str) -> Person:
    """Take one use of the invite and let somebody new begin to join.

    Raises BadInvite, saying whether the invite is unknown, expired or used up; Stranger without a token.
    """
    if not token:
        raise Stranger
    invite = programmes.invite_of(act.session, token)
    if invite is None or (invite.role == Role.CAREGIVER and invite.programme_id is None):
        raise BadInvite("invite.unknown")
    if invite.expires_at <= act.now:
        raise BadInvite("invite.expired")
    site = programmes.site(act.session, invite.site_id)
    if invite.child_id is not None and halts.has_died(act.session, invite.child_id):
        raise BadInvite("invite.full", phone=phone_of(site, act.words))
    if invite.cap is not None and admissions.count(act.session, invite.id) >= invite.cap:
        raise BadInvite("invite.full", phone=phone_of(site, act.words))
    if not programmes.use_invite(act.session, invite.id, act.now):
        raise BadInvite("invite.used_up")
    if invite.role != Role.CAREGIVER:
        shut_out.let_in(act.session, act.user_id)
    return _begin(act, site, invite.role, lead(act.session, invite))


def lead(session: Session, invite: Invite) -> dict[str, Any]:
    """Return where an invite leads and what joining by it asks, as the dialogue remembers it."""
    programme = programmes.by_id(session, invite.programme_id) if invite.programme_id else None
    said: dict[str, Any] = {"programme": invite.programme_id, "invite": invite.id}
    if invite.role != Role.CAREGIVER or programme is None:
        return said
    more = {
        "asks_first": invite.asks_first,
        "child": programme.asks_child,
        "needs": programme.asks_needs,
        "of_child": invite.child_id,
    }
    return said | {key: value for key, value in more.items() if value}


def phone_of(site: SiteRow, words: Words) -> str:
    """Return the ward's phone, or the plain word for it."""
    return site.ward_phone or words.say("word.ward")


def step_in_as_admin(act: Act) -> Person:
    """Let in whom the operator's settings name, where there is one site and so no doubt which.

    Raises Stranger for somebody whose access was ended: only an invite brings them back.
    """
    site = programmes.only_site(act.session)
    if site is None or shut_out.holds(act.session, act.user_id):
        raise Stranger
    return _begin(act, site, Role.ADMIN, {})


def recognise(act: Act, token: str, places: Collection[int]) -> None:
    """Accept the invite of somebody who is here if it leads to where they are, whatever is left of it.

    Raises BadInvite for an invite that is unknown, of another role, or to another programme than `places`.
    """
    invite = programmes.invite_of(act.session, token)
    if invite is None:
        raise BadInvite("invite.unknown")
    if invite.role != act.who.role:
        raise BadInvite("invite.other_role")
    elsewhere = invite.programme_id is not None and invite.programme_id not in places
    if elsewhere or invite.site_id != act.who.site_id:
        raise BadInvite("invite.already_in")


def _begin(act: Act, site: SiteRow, role: str, said: dict[str, Any]) -> Person:
    person = Person(
        site_id=site.id,
        role=role,
        standing=Standing.JOINING,
        language=nearest(act.spoken) or site.language or DEFAULT_LANGUAGE,
        zone=site.zone,
        telegram_index=people.user_index(act.user_id),
        chat=str(act.chat_id),
        asked_at=DEFAULT_HOUR,
        shares_phone=False,
        created_at=act.now,
    )
    act.session.add(person)
    act.session.flush()
    people.begin_draft(
        act.session,
        person.id,
        "joining",
        joining.STEPS[role][0],
        said=said,
        now=act.now,
        lasts=joining.PATIENCE,
    )
    act.session.flush()
    return person
