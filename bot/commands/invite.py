"""Invites: the doors into a programme, and the links that open them."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

import typer

from bot.commands.database import open_migrated
from bot.commands.identity import find_username, link
from bot.commands.setup import Founded
from bot.settings import load
from db import holdings, programmes
from db.models import Invite, Programme, Role
from db.session import Session

TOKEN_BYTES = 16


@dataclass(frozen=True)
class Door:
    """How often and how long an invite opens."""

    uses: int
    days: int

    @property
    def words(self) -> str:
        """The same in words."""
        return f"{self.uses} use{'s' * (self.uses > 1)}, {self.days} day{'s' * (self.days > 1)}"


STAFF, FAMILIES = Door(1, 3), Door(30, 30)
FIRST: Mapping[str, Door] = {Role.ADMIN: STAFF, Role.SOCIAL_WORKER: STAFF, Role.CAREGIVER: FAMILIES}


def make_invite(
    session: Session,
    *,
    site_id: int,
    programme_id: int | None,
    role: str,
    uses: int,
    lasts: timedelta,
    now: datetime,
) -> str:
    """Keep a new invite and return its token: 128 random bits that Telegram takes as a start parameter.

    Only the token's hash is stored: nobody can read the token from the database, and it is not shown again.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invite = Invite(
        site_id=site_id,
        programme_id=programme_id,
        role=role,
        token_hash=programmes.token_hash(token),
        uses_left=uses,
        expires_at=now + lasts,
        created_at=now,
    )
    programmes.add_invite(session, invite)
    return token


def first_invites(session: Session, founded: Founded, now: datetime) -> dict[str, str]:
    """Make the invites that a new site starts with and return their tokens by role."""
    return {role: _open(session, founded, role, door, now) for role, door in FIRST.items()}


def invite(role: str, programme_id: int | None, uses: int | None, days: int | None, now: datetime) -> None:
    """Make an invite and print its link; what it is goes to the other stream, so the link can be piped.

    Raises ValueError in plain words for an unknown role or programme.
    """
    wanted = _role(role)
    usual = FAMILIES if wanted == Role.CAREGIVER else STAFF
    door = Door(uses or usual.uses, days or usual.days)
    settings = load("keys")
    with closing(open_migrated(settings)) as database, database.begin() as session:
        programme = _programme(holdings.programmes(session), programme_id)
        token = _open(session, Founded(programme.site_id, programme.id), wanted, door, now)
    name, why_not = find_username(settings)
    typer.echo(f"{wanted}, programme {programme.id} ({programme.name}), {door.words}:", err=True)
    typer.echo(link(name, token))
    if why_not:
        typer.echo(why_not, err=True)


def _open(session: Session, at: Founded, role: str, door: Door, now: datetime) -> str:
    return make_invite(
        session,
        site_id=at.site_id,
        programme_id=None if role == Role.ADMIN else at.programme_id,  # an admin is the whole site's
        role=role,
        uses=door.uses,
        lasts=timedelta(days=door.days),
        now=now,
    )


def _role(role: str) -> Role:
    try:
        return Role(role.strip().lower().replace("-", "_"))
    except ValueError:
        raise ValueError(f"there is no role {role}: write {', '.join(Role)}") from None


def _programme(all_of_them: Sequence[Programme], programme_id: int | None) -> Programme:
    offered = ", ".join(f"{programme.id} ({programme.name})" for programme in all_of_them)
    if not all_of_them:
        raise ValueError("there is no programme yet: run `respite setup`")
    if programme_id is None and len(all_of_them) > 1:
        raise ValueError(f"there are several programmes: say --programme with one of {offered}")
    for programme in all_of_them:
        if programme_id in {None, programme.id}:
            return programme
    raise ValueError(f"there is no programme {programme_id}; there is {offered}")
