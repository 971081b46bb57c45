"""What `respite programme` does."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import typer

from bot.commands.csv_files import replacing
from bot.commands.database import open_migrated
from bot.settings import load
from content.catalogue import LANGUAGES, words
from content.programmes import Template, in_language
from db import attendance, audit, programmes, rsvps, sessions
from db.models import Act, Coming, Meeting, Meets, Programme, SiteRow
from db.session import Session
from flows import chapter as chapters
from flows import meeting, running
from flows.running import Venue
from scheduler.cadence import Cadence


@dataclass(frozen=True)
class Wishes:
    """What was typed."""

    first: date
    at: str
    place: str
    name: str | None
    site: int | None


def make(template: Template, wishes: Wishes, now: datetime) -> None:
    """Make a programme with its sessions; raises ValueError in plain words for one that cannot be."""
    Cadence.from_json(template.cadence)
    venue = Venue(wishes.first, _hour(wishes.at), wishes.place, template.capacity)
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        site = _site(session, wishes.site)
        if meeting.instant(venue.day, venue.at, site.zone) <= now:
            raise ValueError(f"{venue.day} {venue.at:%H:%M} is past: the first session lies ahead")
        made = running.found(session, site, template, venue, now, name=wishes.name)
        lines = [_line(session, one, site.language) for one in sessions.of_programme(session, made.id)]
        typer.echo(f"programme {made.id} ({made.name}) from {made.starts_on}, times in {site.zone}")
    for line in lines:
        typer.echo(line)
    typer.echo(f"next: respite invite --programme {made.id}, for its families and for its social worker")


def export(programme_id: int, out: Path) -> None:
    """Write a programme as a template."""
    with closing(open_migrated(load("keys"))) as database, database.read() as session:
        text = running.template_of(session, _programme(session, programme_id)).to_yaml()
    _write(out, text)


def show(programme_id: int) -> None:
    """Print a programme's sessions with counts; it names nobody."""
    with closing(open_migrated(load("keys"))) as database, database.read() as session:
        one = _programme(session, programme_id)
        site = programmes.site(session, one.site_id)
        lines = [_line(session, each, site.language) for each in sessions.of_programme(session, one.id)]
    typer.echo(f"programme {one.id} ({one.name}) from {one.starts_on}, times in {site.zone}")
    for line in lines or ["no sessions"]:
        typer.echo(line)


def chapter(programme_id: int, out: Path, language: str | None, now: datetime) -> None:
    """Write the chapter of a programme; the export is written down."""
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"{language}: there are {' and '.join(LANGUAGES)}")
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        one = _programme(session, programme_id)
        site = programmes.site(session, one.site_id)
        text = chapters.write(session, one, words(language or site.language), now)
        about = f"chapter of programme {one.id}"
        audit.record(session, site_id=one.site_id, actor_id=None, act=Act.EXPORTED, about=about, now=now)
    _write(out, text)


def _write(out: Path, text: str) -> None:
    with replacing(out) as file:
        file.write(text)
    typer.echo(out)


def _line(session: Session, one: Meeting, language: str) -> str:
    if one.state == Meets.HELD:
        came, of = attendance.counts(session, [one.id]).get(one.id, (0, 0))
        how = f"held, {came} of {of} came"
    else:
        said = rsvps.counts(session, [one.id])[one.id]
        how = f"{one.state}, coming {said.get(Coming.COMING, 0)}, cannot {said.get(Coming.CANNOT, 0)}"
    return f"{one.number:>2}  {one.day} {one.at:%H:%M}  {in_language(one.theme, language)}  ({how})"


def _programme(session: Session, programme_id: int) -> Programme:
    found = programmes.by_id(session, programme_id)
    if found is None:
        raise ValueError(f"there is no programme {programme_id}")
    return found


def _site(session: Session, site_id: int | None) -> SiteRow:
    if site_id is None:
        site = programmes.only_site(session)
        if site is None:
            raise ValueError("there is no site, or more than one: say --site, or run `respite setup` first")
        return site
    found = session.get(SiteRow, site_id)
    if found is None:
        raise ValueError(f"there is no site {site_id}")
    return found


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text}: write an hour as 14:30") from None
