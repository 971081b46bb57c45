"""`respite staff`: who works here, another role, a new second factor, no access any more."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import flags

if TYPE_CHECKING:
    from db.models import Person
    from db.session import Session

HEAD = ("id", "role", "standing", "second factor", "called")
NONE_THERE = "nobody of the staff has joined yet"

app = typer.Typer(help="Look after the staff.", no_args_is_help=True, rich_markup_mode=None)
Id = Annotated[int, typer.Argument(metavar="ID", help="As `respite staff list` shows it.")]
NewRole = Annotated[str, typer.Argument(metavar="ROLE", help="social_worker, medical_worker, lead or admin.")]


@app.command("list")
def show() -> None:
    """List the staff of every site."""
    from db import factors, people

    with _session() as session:
        staff = people.staff(session)
        coded = {each for site in {one.site_id for one in staff} for each in factors.with_one(session, site)}
    rows = [HEAD, *((str(p.id), p.role, p.standing, _yes(p.id in coded), p.called or "-") for p in staff)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    for row in rows if staff else [(NONE_THERE,)]:
        typer.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)).rstrip())


@app.command()
def revoke(id: Id) -> None:
    """Take somebody's access away, at once.

    The next thing they send comes from a stranger; alerts they had taken ring with others.
    """
    from bot.clock import WallClock
    from flows import access

    with _session() as session:
        person = _one(session, id)
        was_admin = person.role == "admin"
        given_back = access.revoke(session, person, actor_id=None, now=WallClock().now())
    typer.echo(f"person {id} has no access any more; {len(given_back)} alerts ring with others")
    if was_admin:
        typer.echo("RESPITE_ADMIN_IDS does not let them in again; only a new `respite invite` does")


@app.command()
def role(id: Id, role: NewRole, programme: flags.ProgrammeId = None) -> None:
    """Give somebody another role.

    A lead and an admin are the whole site's; the others need a programme, which is to be named if there are
    several.
    """
    from bot.clock import WallClock
    from bot.commands.invite import role_of
    from flows import access

    wanted, now = role_of(role), WallClock().now()
    with _session() as session:
        person = _one(session, id)
        try:
            access.change_role(session, person, wanted, actor_id=None, now=now, programme_id=programme)
        except access.NeedsProgramme:
            raise ValueError("say --programme with one of this person's site") from None
    typer.echo(f"person {id} is {wanted.replace('_', ' ')} now")


@app.command()
def reset(id: Id) -> None:
    """Let somebody set up a new second factor.

    Be sure that it is really them who asks: call them.
    """
    from bot.clock import WallClock
    from flows import access

    with _session() as session:
        person = _one(session, id)
        had = access.reset_factor(session, person, actor_id=None, now=WallClock().now())
    typer.echo(f"person {id} sets up a new second factor next time" if had else f"person {id} had none")


@app.command()
def forget(id: Id, yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False) -> None:
    """Forget who somebody is, because they ask for it.

    Their access ends; what they did for families stays under their number.
    """
    from bot.clock import WallClock
    from bot.commands.forgetting import forget_staff

    forget_staff(id, WallClock().now(), sure=yes)


@contextmanager
def _session() -> Iterator["Session"]:
    from bot.commands.database import open_migrated
    from bot.settings import load

    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        yield session


def _one(session: "Session", person_id: int) -> "Person":
    from db import people

    staff = people.staff(session)
    for person in staff:
        if person.id == person_id:
            return person
    known = ", ".join(str(person.id) for person in staff) or "none yet"
    raise ValueError(f"person {person_id} is not of the staff; the staff are: {known}")


def _yes(what: bool) -> str:
    return "yes" if what else "no"
