"""Invites: the doors into a programme, and the links that open them."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import typer

from bot.commands.database import open_migrated
from bot.commands.identity import find_username, link
from bot.commands.poster import contents, write_poster
from bot.commands.setup import Founded
from bot.settings import load
from db import audit, holdings, programmes
from db.models import Act, Invite, Programme, Role, SiteRow
from db.session import Session

TOKEN_BYTES = 16
# They are the whole site's, and in no programme.
OF_THE_SITE = frozenset({Role.LEAD, Role.ADMIN})


@dataclass(frozen=True)
class Door:
    """How often and how long an invite opens; whether a worker looks first, and at how many says yes."""

    uses: int
    days: int
    cap: int | None = None
    asks_first: bool = False

    @property
    def words(self) -> str:
        """The same in words."""
        return f"{self.uses} use{'s' * (self.uses > 1)}, {self.days} day{'s' * (self.days > 1)}"


STAFF, FAMILIES, POSTER = Door(1, 3), Door(30, 30), Door(300, 90)
FIRST: Mapping[str, Door] = {Role.ADMIN: STAFF, Role.SOCIAL_WORKER: STAFF, Role.CAREGIVER: FAMILIES}


@dataclass(frozen=True)
class Wish:
    """What was said to `respite invite`; None where nothing was."""

    role: str
    programme: int | None
    uses: int | None
    days: int | None
    poster: Path | None = None
    cap: int | None = None


def make_invite(
    session: Session,
    *,
    site_id: int,
    programme_id: int | None,
    role: str,
    uses: int,
    lasts: timedelta,
    now: datetime,
    asks_first: bool = False,
    cap: int | None = None,
) -> str:
    """Keep a new invite and return its token, of which only the hash is stored; for staff it opens once."""
    if role != Role.CAREGIVER:
        uses, lasts = STAFF.uses, min(lasts, timedelta(days=STAFF.days))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invite = Invite(
        site_id=site_id,
        programme_id=programme_id,
        role=role,
        token_hash=programmes.token_hash(token),
        uses_left=uses,
        asks_first=asks_first,
        cap=cap,
        expires_at=now + lasts,
        created_at=now,
    )
    _keep(session, invite, now)
    return token


def _keep(session: Session, invite: Invite, now: datetime) -> None:
    programmes.add_invite(session, invite)
    about = f"{invite.role}, uses {invite.uses_left}"
    audit.record(session, site_id=invite.site_id, actor_id=None, act=Act.INVITED, about=about, now=now)


def first_invites(session: Session, founded: Founded, now: datetime) -> dict[str, str]:
    """Make the invites that a new site starts with and return their tokens by role."""
    return {role: _open(session, founded, role, door, now) for role, door in FIRST.items()}


def invite(wish: Wish, now: datetime) -> None:
    """Make an invite and print its link; what it is goes to the other stream, so the link can be piped.

    Raises ValueError in plain words for an unknown role or programme, and for a poster that cannot be.
    """
    wanted = role_of(wish.role)
    usual = POSTER if wish.poster else FAMILIES if wanted == Role.CAREGIVER else STAFF
    door = Door(
        wish.uses or usual.uses, wish.days or usual.days, wish.cap, asks_first=wish.poster is not None
    )
    _check(wish, wanted, door)
    settings = load("keys")
    name, why_not = find_username(settings)
    if wish.poster is not None and name is None:
        raise ValueError(f"{why_not}\nA poster needs the bot's own name: nothing was made")
    with closing(open_migrated(settings)) as database, database.begin() as session:
        programme = _programme(holdings.programmes(session), wish.programme)
        token = _open(session, Founded(programme.site_id, programme.id), wanted, door, now)
        if wish.poster is not None:
            last = now + timedelta(days=door.days)
            site = session.get_one(SiteRow, programme.site_id)
            write_poster(wish.poster, contents(site, link(name, token), last), now)
    typer.echo(f"{wanted}, programme {programme.id} ({programme.name}), {door.words}:", err=True)
    if wish.poster is not None:
        typer.echo(
            f"{wish.poster} is the poster of this link; look at it before it hangs on a wall.", err=True
        )
    typer.echo(link(name, token))
    if why_not:
        typer.echo(why_not, err=True)


def _check(wish: Wish, role: Role, door: Door) -> None:
    if wish.poster is not None and role != Role.CAREGIVER:
        raise ValueError("a poster is for caregivers: staff come in by a link of their own")
    if role != Role.CAREGIVER and (door.uses > STAFF.uses or door.days > STAFF.days):
        raise ValueError(f"an invite for staff opens for {STAFF.words} at most: make one for each person")
    if wish.cap is not None and wish.poster is None:
        raise ValueError("--cap goes with --poster: other links are limited by --uses")


def _open(session: Session, at: Founded, role: str, door: Door, now: datetime) -> str:
    return make_invite(
        session,
        site_id=at.site_id,
        programme_id=None if role in OF_THE_SITE else at.programme_id,
        role=role,
        uses=door.uses,
        lasts=timedelta(days=door.days),
        now=now,
        asks_first=door.asks_first,
        cap=door.cap,
    )


def role_of(role: str) -> Role:
    """Return a role as it was typed; raises ValueError with those there are."""
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
