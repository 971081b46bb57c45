"""Placing: where a family's child is (ward, isolation, home), since when, and who said so."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from content.message import Button, Message, Reply, Rows, edit, send
from db import people, whereabouts
from db.models import Act as Deed
from db.models import Draft, Person, Place, Role, Where
from flows import gate
from flows.act import Act
from flows.casework import door
from flows.casework.door import WHERE, Case, case
from flows.casework.moments import day
from flows.casework.paths import cancel, plainly, shortened
from flows.errors import OldButton

DRAFT = "bed"
LONGEST_BED, SHOWN = 40, 4
PATIENCE = timedelta(hours=2)


def shown(act: Act, found: Case) -> Message:
    """Return where the child is and was, and the ways to set it."""
    kept = whereabouts.history(act.session, found.person.id, SHOWN)
    lines = [act.words.say("place.title", label=found.label)]
    lines += [_line(act, each) for each in kept] or [act.words.say("place.unknown")]
    return Message("\n".join(lines), _ways(act, found))


@gate.needs_second_factor
def move(act: Act, *, place_id: int, where: str) -> Reply:
    """Record that the child is there from today on; the bed is asked next, where there is one."""
    found = case(act, place_id, WHERE)
    if where not in set(Where):
        raise OldButton
    _move(act, found.person, where, said_by=act.who.id)
    door.note(act, Deed.NOTED, found.place, f"place {where}")
    return edit(shown(act, found))


@gate.needs_second_factor
def begin_bed(act: Act, *, place_id: int) -> Reply:
    """Open the dialogue in which the next text is the bed."""
    found = case(act, place_id, WHERE)
    said = {"place": place_id}
    people.begin_draft(act.session, act.who.id, DRAFT, "write", said=said, now=act.now, lasts=PATIENCE)
    return send(Message(act.words.say("place.ask_bed", label=found.label), (cancel(act),)))


def hear_bed(act: Act, draft: Draft, text: str) -> Reply:
    """Take what was written as the bed."""
    return keep_bed(act, place_id=int(draft.said["place"]), text=text)


@gate.needs_second_factor
def keep_bed(act: Act, *, place_id: int, text: str) -> Reply:
    """Keep the bed with where the child is; what is too long for a bed is asked again."""
    found = case(act, place_id, WHERE)
    bed = shortened(plainly(text), LONGEST_BED + 1)
    if not bed or len(bed) > LONGEST_BED:
        return send(Message(act.words.say("place.ask_bed", label=found.label), (cancel(act),)))
    people.drop_draft(act.session, act.who.id)
    at = whereabouts.present(act.session, found.person.id)
    if at is None or at.place == Where.HOME:
        at = _move(act, found.person, Where.WARD, said_by=act.who.id)
    at.bed = bed
    door.note(act, Deed.NOTED, found.place, "bed")
    return send(shown(act, found))


def told(act: Act, where: str) -> Reply:
    """Record where the family itself says that the child is."""
    if where not in {Where.WARD, Where.HOME}:
        raise OldButton
    say_it(act, act.who, where)
    return edit(Message(act.words.say(f"place.told.{where}")))


def say_it(act: Act, person: Person, where: str) -> None:
    """Record what a family says of itself; in hospital already it changes nothing."""
    at = whereabouts.present(act.session, person.id)
    if at is not None and (at.place == where or (where == Where.WARD and whereabouts.in_hospital(at))):
        return
    _move(act, person, where, said_by=None)


def _move(act: Act, person: Person, where: str, *, said_by: int | None) -> Place:
    at = whereabouts.present(act.session, person.id)
    if at is not None and at.place == where:
        return at
    bed = at.bed if at is not None and where != Where.HOME and whereabouts.in_hospital(at) else None
    place = Place(
        site_id=person.site_id,
        person_id=person.id,
        place=where,
        bed=bed,
        since=_today(act, person),
        said_by=said_by,
    )
    return whereabouts.move(act.session, place, act.now)


def _today(act: Act, person: Person) -> date:
    return act.now.astimezone(ZoneInfo(people.site_of(act.session, person).zone)).date()


def _line(act: Act, at: Place) -> str:
    say = act.words.say
    name = say(f"place.{at.place}")
    bed = say("place.bed", bed=at.bed) if at.bed else ""
    who = say("place.by_family") if at.said_by is None else ""
    since = day(at.since, act.words)
    if at.until is None:
        return say("place.line_now", place=name, bed=bed, since=since, who=who)
    until = day(at.until, act.words)
    return say("place.line", place=name, bed=bed, since=since, until=until, who=who)


def _ways(act: Act, found: Case) -> Rows:
    say, where = act.words.say, f"where:{found.place.id}"
    rows: list[tuple[Button, ...]] = [
        tuple(Button(say(f"place.{each}"), f"{where}:{each}") for each in Where)
    ]
    rows.append((Button(say("place.set_bed"), f"{where}:bed"), _back(act, found)))
    return tuple(rows)


def _back(act: Act, found: Case) -> Button:
    if act.who.role == Role.MEDICAL_WORKER:
        return Button(act.words.say("case.list"), "list:all:mine:0")
    return Button(act.words.say("case.back"), f"case:{found.place.id}")
