"""`respite alarm`: the ladder and the rota, shown and changed."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from zoneinfo import ZoneInfo

import typer

from bot.commands.database import open_migrated
from bot.commands.flags import Hours
from bot.paging.channels import channels_of
from bot.settings import load
from db import drills, holdings, labels, people, programmes
from db import rota as kept
from db.models import Duty, Leave, Person, SiteRow
from db.session import Session
from flows.ladder import Ladder, chosen
from flows.rota import UPWARDS, rota

LONGEST_LEAVE = 366


def show(now: datetime) -> None:
    """Print how alerts travel at every site."""
    settings = load("keys")
    channels = channels_of(settings).channels
    with closing(open_migrated(settings)) as database, database.read() as session:
        for site in holdings.sites(session):
            for line in _lines(session, site, now):
                typer.echo(line)
    typer.echo(f"second channel: {', '.join(channels) or 'none; see RESPITE_SMTP_URL'}")


def set_ladder(wishes: Mapping[str, int | bool | None]) -> None:
    """Change the ladder of the site; raises ValueError with everything that is wrong."""
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        site = _only_site(session)
        ladder = chosen(site, wishes)
        site.ladder = ladder.to_json() or None
        typer.echo(_said(ladder))


def add_duty(person: str, level: str, days: str, hours: Hours, programme: int | None) -> None:
    """Put somebody on the rota; raises ValueError in plain words."""
    if not days or set(days) - set("1234567"):
        raise ValueError("days are digits from 1 for Monday to 7 for Sunday, such as 12345")
    if hours.begin == hours.end:
        raise ValueError("a duty must end at another hour than it begins")
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        who = _staff(session, person)
        run = programmes.by_id(session, programme) if programme is not None else None
        if programme is not None and (run is None or run.site_id != who.site_id):
            raise ValueError(f"there is no programme {programme} at the site of {person}")
        duty = Duty(
            site_id=who.site_id,
            programme_id=programme,
            person_id=who.id,
            level=level,
            days="".join(sorted(set(days))),
            begins=hours.begin,
            ends=hours.end,
        )
        session.add(duty)
        typer.echo(_duty(duty))


def drop(person: str) -> None:
    """Take somebody off the rota; raises ValueError in plain words."""
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        who = _staff(session, person)
        typer.echo(f"{person} is off the rota; duties taken off: {kept.drop_duties(session, who.id)}")


def add_leave(person: str, since: date, until: date, stand_in: str | None) -> None:
    """Note when somebody is away; raises ValueError in plain words."""
    if not 0 <= (until - since).days <= LONGEST_LEAVE:
        raise ValueError("a leave must end on its first day or later, within a year")
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        who = _staff(session, person)
        other = _staff(session, stand_in) if stand_in is not None else None
        if other is not None and (other.id == who.id or other.site_id != who.site_id):
            raise ValueError("somebody else of the same site must stand in")
        leave = Leave(
            site_id=who.site_id,
            person_id=who.id,
            since=since,
            until=until,
            stand_in_id=other.id if other else None,
        )
        session.add(leave)
        typer.echo(_leave(leave))


def _lines(session: Session, site: SiteRow, now: datetime) -> Iterator[str]:
    yield f"site {site.id} ({site.name})"
    yield _said(Ladder.of(site))
    today = now.astimezone(ZoneInfo(site.zone)).date()
    yield from (_duty(each) for each in kept.duties(session, site.id))
    yield from (_leave(each) for each in kept.leaves(session, site.id, today))
    for programme_id in drills.programmes(session, site.id, today):
        there = rota(session, site, programme_id, now)
        reached = ", ".join(f"{rung} {_numbers(there.reaches(rung))}" for rung in UPWARDS)
        yield f"programme {programme_id}, now: {reached}"


def _numbers(found: Sequence[Person]) -> str:
    return "+".join(str(each.id) for each in found) or "nobody"


def _said(ladder: Ladder) -> str:
    drill = "monthly" if ladder.monthly_drill else "only by hand"
    return (
        f"ladder: first again after {ladder.repeat} min, backup {ladder.backup}, admin {ladder.admin}, "
        f"everybody {ladder.everyone}; contact within {ladder.contact_hours} duty hours; drill {drill}"
    )


def _duty(duty: Duty) -> str:
    where = f"programme {duty.programme_id}" if duty.programme_id else "every programme"
    hours = f"{duty.begins:%H:%M}-{duty.ends:%H:%M}"
    return f"duty: person {duty.person_id}, {duty.level}, days {duty.days}, {hours}, {where}"


def _leave(leave: Leave) -> str:
    instead = f"person {leave.stand_in_id} stands in" if leave.stand_in_id else "nobody stands in"
    return f"leave: person {leave.person_id}, {leave.since} to {leave.until}, {instead}"


def _only_site(session: Session) -> SiteRow:
    site = programmes.only_site(session)
    if site is None:
        raise ValueError("there is no site here, or more than one")
    return site


def _staff(session: Session, said: str) -> Person:
    """Return one of the staff by number or label; raises ValueError in plain words."""
    if said.isdecimal() and len(said) <= 15:
        person = people.by_id(session, int(said))
    else:
        places = labels.everywhere(session, said.upper())
        meant = dict.fromkeys(each.person_id for each in places)
        if len(meant) > 1:
            numbers = ", ".join(map(str, meant))
            raise ValueError(f"{said} stands for several people: {numbers}; write one of these numbers")
        person = people.by_id(session, places[0].person_id) if places else None
    if person is None or not kept.staff(session, person.site_id, [person.id]):
        raise ValueError(f"{said} is nobody of the staff whom an alert may ring")
    return person
