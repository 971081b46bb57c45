"""`respite forget` and `respite staff forget`: for whoever asked for it on paper."""

from contextlib import closing
from datetime import datetime, timedelta

import typer

from bot.commands.database import open_migrated
from bot.retaining import keep_as_said
from bot.settings import load
from db import erasing, labels, people, retention, wiping
from db.models import Enrolment, Role
from db.session import Database, Session
from flows import access, leaving
from flows.act import Act


def forget(
    code: str, programme_id: int | None, now: datetime, *, for_study: bool, sure: bool = False
) -> None:
    """Forget the family of a case label once that was confirmed, and say by when which part is gone.

    Raises ValueError in plain words for a label that nobody has, or several.
    """
    settings = load("keys")
    keep_as_said(settings)
    with closing(open_migrated(settings)) as database:
        with database.read() as session:
            place = _place(session, code, programme_id)
        _confirm(f"{place.label} of programme {place.programme_id}", place.label, sure=sure)
        with database.begin() as session:
            person = people.by_id(session, _place(session, code, programme_id).person_id)
            act = Act(session, now, person, user_id=0, chat_id=0, update_id=0)
            by = leaving.begin(act, for_study=for_study, on_paper=True)
        if by is None:
            typer.echo(f"{place.label} is forgotten")
            _wipe(database, now)
        else:
            typer.echo(f"{place.label} asked for help, and that is still open: the workers are told first")
            typer.echo(f"it is forgotten once it was seen to, at the latest {by:%Y-%m-%d %H:%M} UTC")
    _of_backups(by or now)


def forget_staff(person_id: int, now: datetime, *, sure: bool = False) -> None:
    """Forget who one of the staff is, once that was confirmed; raises ValueError for anybody else."""
    settings = load("keys")
    keep_as_said(settings)
    with closing(open_migrated(settings)) as database:
        with database.read() as session:
            _staff(session, person_id)
        _confirm(f"person {person_id}, of the staff", str(person_id), sure=sure)
        with database.begin() as session:
            _staff(session, person_id)
            person = people.by_id(session, person_id)
            assert person is not None, "it was just found"
            given_back = access.forget(session, person, actor_id=None, now=now)
        typer.echo(f"person {person_id} is forgotten; {len(given_back)} alerts ring with others")
        _wipe(database, now)
    _of_backups(now)


def _place(session: Session, code: str, programme_id: int | None) -> Enrolment:
    found = [
        place
        for place in labels.everywhere(session, code.strip().upper())
        if place.role == Role.CAREGIVER and programme_id in {None, place.programme_id}
    ]
    if not found:
        raise ValueError(f"no family here has the case label {code}")
    if len({place.person_id for place in found}) > 1:
        offered = ", ".join(str(place.programme_id) for place in found)
        raise ValueError(f"several families have the label {code}: say --programme with one of {offered}")
    return found[0]


def _staff(session: Session, person_id: int) -> None:
    if person_id not in {each.id for each in people.staff(session)}:
        raise ValueError(f"person {person_id} is not of the staff; see `respite staff list`")


def _confirm(whom: str, word: str, *, sure: bool) -> None:
    """Ask for the label or number once more; raises ValueError where something else is typed."""
    if sure:
        return
    typed = typer.prompt(f"This cannot be taken back. To forget {whom}, type {word} once more")
    if typed.strip().upper() != word:
        raise ValueError("that is another one: nothing was deleted")


def _wipe(database: Database, now: datetime) -> None:
    """Let the files go of the bytes as well; where somebody reads in them, the running bot does it later."""
    if wiping.wipe(database):
        with database.begin() as session:
            erasing.mark_wiped(session, now, now)
    else:
        typer.echo("the database is being read: the running bot empties its log as soon as it can")


def _of_backups(since: datetime) -> None:
    gone = since + retention.in_use().backups + timedelta(days=1)
    typer.echo(f"what lies in backups is gone by {gone:%Y-%m-%d}; what Telegram keeps we cannot delete")
