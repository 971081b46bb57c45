"""`respite schedule`: what a programme asks when, and changing it with an eye on what is queued."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

import typer

from bot.commands.database import open_migrated
from bot.settings import load
from content.programmes import about_children
from db import programmes, schedules
from db.models import Programme
from db.session import Session
from scheduler.cadence import WEEK, Cadence, monday_of
from scheduler.rules import DAY
from scheduler.schedule import Edit, asks_still, in_quiet, move, said, slot, too_much
from scheduler.settling import QUIET

NEVER = "never"


@dataclass(frozen=True)
class Wishes:
    """What was typed."""

    moves: Sequence[str]
    drop: Sequence[str]
    add: Sequence[str]
    ends: str | None
    hour: str | None


class Touched(NamedTuple):
    """A queued message of a slot that goes."""

    delivery: int
    checkin: int


def show(programme_id: int, now: datetime) -> None:
    """Print a programme's run, its slots, and what waits to be sent."""
    with closing(open_migrated(load("keys"))) as database, database.read() as session:
        run = _programme(session, programme_id)
        waiting = Counter(kind for _, kind, *_ in schedules.queued(session, programme_id))
        count = schedules.families(session, programme_id)
    typer.echo(f"programme {run.id} ({run.name}), from {run.starts_on} {_end(run.ends_on)}")
    for one in Cadence.from_json(run.cadence).slots:
        typer.echo(said(one))
    queued = ", ".join(f"{number} {kind}" for kind, number in sorted(waiting.items()))
    typer.echo(f"families: {count}; queued: {queued or 'nothing'}")


def change(programme_id: int, wishes: Wishes, queued: str | None, now: datetime) -> None:
    """Change a programme's schedule and say what that touches.

    Raises ValueError in plain words, and changes nothing, for what cannot be, and where messages are queued
    for a slot that goes and nobody said what becomes of them.
    """
    edit = _edit(wishes)
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        run = _programme(session, programme_id)
        cadence = edit.applied(Cadence.from_json(run.cadence))
        ends_on = None if wishes.ends == NEVER else edit.ends_on or run.ends_on
        touched = _touched(session, run, cadence, ends_on)
        if touched and queued is None:
            raise ValueError(
                f"{len(touched)} queued messages belong to what changes: say --queued keep or --queued cancel"
            )
        gone = touched if queued == "cancel" else []
        schedules.call_off(session, [one.delivery for one in gone], [one.checkin for one in gone], now)
        _hold(session, run, edit, [one.checkin for one in gone], now)
        run.cadence, run.ends_on = cadence.to_json(), ends_on
        if edit.hour is not None:
            schedules.set_hour(session, programme_id, edit.hour)
        count = schedules.replan(session, programme_id, now)
        advice = [*too_much(cadence), *_unasked(run)]
    kept = len(touched) - len(gone)
    typer.echo(f"{count} people are planned anew; of the queued messages {kept} kept, {len(gone)} called off")
    for fault in advice:
        typer.echo(f"consider: {fault}", err=True)


def _unasked(run: Programme) -> list[str]:
    """Return what to do where children are asked about and joining asks nobody whether it may be."""
    if run.asks_child or not about_children(run.cadence):
        return []
    return [f"questions about a child need a yes: respite programme joining {run.id} --child"]


def _edit(wishes: Wishes) -> Edit:
    if not (wishes.moves or wishes.drop or wishes.add or wishes.ends or wishes.hour):
        raise ValueError("say what changes: --move, --drop, --add, --ends or --hour")
    return Edit(
        dict(move(text) for text in wishes.moves),
        [slot(text) for text in wishes.drop],
        [slot(text) for text in wishes.add],
        None if wishes.ends in {None, NEVER} else _day(str(wishes.ends)),
        None if wishes.hour is None else _hour(wishes.hour),
    )


def _touched(session: Session, run: Programme, cadence: Cadence, ends_on: date | None) -> list[Touched]:
    return [
        Touched(delivery, checkin)
        for delivery, _, checkin, battery, day in schedules.queued(session, run.id)
        if not asks_still(cadence, ends_on, run.starts_on, battery, day)
    ]


def _hold(session: Session, run: Programme, edit: Edit, called_off: Sequence[int], now: datetime) -> None:
    """Keep whoever was asked this week on a weekday that moves from being asked again on the new one."""
    for before, after in edit.moves.items():
        if after > before:
            for monday in (monday_of(now.date()) - WEEK, monday_of(now.date()), monday_of(now.date()) + WEEK):
                schedules.was_asked(session, run.id, monday + DAY * before, monday + DAY * after, called_off)


def _programme(session: Session, programme_id: int) -> Programme:
    run = programmes.by_id(session, programme_id)
    if run is None:
        raise ValueError(f"there is no programme {programme_id}")
    return run


def _end(ends_on: date | None) -> str:
    return "without an end" if ends_on is None else f"to {ends_on}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text}: write a day as 2026-05-31, or {NEVER}") from None


def _hour(text: str) -> time:
    try:
        hour = time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text}: write an hour as 19:30") from None
    if in_quiet(hour, QUIET):
        raise ValueError("an hour at night is for each family to choose: from 07:30 to 21:30 it can be set")
    return hour
