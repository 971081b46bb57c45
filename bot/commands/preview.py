"""`respite preview`: one person's next days, line by line, without a name."""

from contextlib import closing
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import typer

from bot.commands.database import open_migrated
from bot.settings import load
from db import labels
from db.models import Kind, Person
from db.session import Session
from scheduler.known import known
from scheduler.preview import Line, preview

VERDICTS = {
    "wave": "not asked: a block of the wave comes first",
    "paused": "not asked: paused",
    "relapse": "not asked: relapse",
    "bereaved": "not sent: bereaved",
    "unreachable": "not sent: out of reach",
    "not_due": "not asked: nothing of it is due yet",
    "budget": "not sent: the week or the day has all it may have",
    "arm": "not sent: for the intervention only",
    "rides": "said with the check-in, as one message",
}


def show(who: str, days: int, now: datetime) -> None:
    """Print what a person will get; raises ValueError in plain words for nobody, or more than one."""
    with closing(open_migrated(load("keys"))) as database, database.read() as session:
        person = _person(session, who)
        until = now + timedelta(days=days)
        lines = list(preview(known(session, person, now, until), now, until))
        zone, hour, standing = person.zone, person.asked_at, person.standing
    typer.echo(f"person {person.id}, {standing}, {zone}, asked at {hour:%H:%M}, if nothing is answered:")
    for line in lines:
        typer.echo(_said(line, ZoneInfo(zone)))
    if not lines:
        typer.echo(f"nothing in {days} days")


def _said(line: Line, zone: ZoneInfo) -> str:
    at = line.at.astimezone(zone)
    return f"{at:%Y-%m-%d %a %H:%M}  {line.what:<22} {_why(line, zone)}"


def _why(line: Line, zone: ZoneInfo) -> str:
    if line.verdict == "quiet" and line.until is not None:
        return f"put off to {line.until.astimezone(zone):%H:%M}: quiet hours"
    if line.verdict != "sent":
        return VERDICTS[line.verdict]
    if line.kind == Kind.REMINDER:
        return "reminded, unless it is answered by then"
    without = f" without {', '.join(line.without)} (not due yet)" if line.without else ""
    return f"asked{without}" if line.kind == Kind.CHECKIN else "sent"


def _person(session: Session, who: str) -> Person:
    if who.isdigit():
        person = session.get(Person, int(who))
        if person is None:
            raise ValueError(f"there is no person {who}")
        return person
    places = labels.everywhere(session, who.upper())
    if not places:
        raise ValueError(f"there is no case {who}")
    if len({place.person_id for place in places}) > 1:
        offered = ", ".join(f"{place.person_id} (programme {place.programme_id})" for place in places)
        raise ValueError(f"there are several cases {who}: say the person's number, {offered}")
    return session.get_one(Person, places[0].person_id)
