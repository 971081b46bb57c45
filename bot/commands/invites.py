"""`respite invites`: which doors stand open, and closing one before its time."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import typer

from bot.commands.database import open_migrated
from bot.settings import load
from db import holdings, invites
from db.invites import Came
from db.models import Invite
from db.session import Session

HEAD = ("id", "role", "programme", "how", "uses left", "let in", "waiting", "made", "until", "state")
NONE_OPEN = "no invite is open"
OPEN, FULL, USED_UP, EXPIRED, TAKEN_BACK = "open", "full", "used up", "expired", "taken back"
# A full poster opens again when a worker says no to somebody who waits.
MAY_OPEN = frozenset({OPEN, FULL})


@dataclass(frozen=True)
class Listed:
    """An invite with who came by it, and whether it was taken back."""

    invite: Invite
    came: Came
    taken_back: bool

    def row(self, programme: str, zone: ZoneInfo, now: datetime) -> tuple[str, ...]:
        """Return its cells, in the order of the heading."""
        invite, came, poster = self.invite, self.came, self.invite.asks_first
        let_in = str(came.let_in) if invite.cap is None else f"{came.let_in} of {invite.cap}"
        return (
            str(invite.id),
            invite.role,
            programme,
            "poster" if poster else "link" if invite.child_id is None else "partner",
            str(invite.uses_left),
            let_in if poster else "-",
            str(came.waiting) if poster else "-",
            *(f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in (invite.created_at, invite.expires_at)),
            self.state(now),
        )

    def state(self, now: datetime) -> str:
        """Return whether it opens, or why not."""
        if self.taken_back:
            return TAKEN_BACK
        if self.invite.expires_at <= now:
            return EXPIRED
        if self.invite.uses_left < 1:
            return USED_UP
        full = self.invite.cap is not None and sum(self.came) >= self.invite.cap
        return FULL if full else OPEN


def show(now: datetime, *, closed_too: bool) -> None:
    """Print the invites, one a line, without what opens them."""
    with closing(open_migrated(load("keys"))) as database, database.read() as session:
        rows = _rows(session, now)
    shown = [row for row in rows if closed_too or row[-1] in MAY_OPEN]
    table = [HEAD, *shown]
    widths = [max(len(row[place]) for row in table) for place in range(len(HEAD))]
    for row in table if shown else [(NONE_OPEN,)]:
        typer.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)).rstrip())
    if len(shown) < len(rows):
        typer.echo(f"{len(rows) - len(shown)} that open nothing any more: --all shows them")


def withdraw(invite_id: int, now: datetime) -> None:
    """Take an invite back; raises ValueError in plain words for one that there is not, or that is closed."""
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        invite = invites.by_id(session, invite_id)
        if invite is None:
            raise ValueError(f"there is no invite {invite_id}: see `respite invites list`")
        came = invites.came(session).get(invite.id, Came())
        listed = Listed(invite, came, taken_back=bool(invites.taken_back(session, [invite])))
        before = listed.state(now)
        if not invites.take_back(session, invite, now):
            raise ValueError(f"invite {invite_id} opens nothing any more: it is {before}")
    typer.echo(f"invite {invite_id} is taken back: whoever comes by it now reads that it has expired")
    typer.echo("whoever had opened it before may finish joining")
    if came.waiting:
        typer.echo(f"{came.waiting} who came by it wait for a worker's yes, as before")


def _rows(session: Session, now: datetime) -> list[tuple[str, ...]]:
    every, came = invites.kept(session), invites.came(session)
    back = invites.taken_back(session, every)
    programmes = {each.id: f"{each.id} ({each.name})" for each in holdings.programmes(session)}
    zones = {site.id: ZoneInfo(site.zone) for site in holdings.sites(session)}
    rows = []
    for each in every:
        listed = Listed(each, came.get(each.id, Came()), taken_back=each.id in back)
        where = "-" if each.programme_id is None else programmes[each.programme_id]
        rows.append(listed.row(where, zones[each.site_id], now))
    return rows
