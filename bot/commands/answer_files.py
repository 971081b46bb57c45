"""`respite scales answers`: what people answered, as files that `respite scales score` reads."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.commands.csv_files import replacing, write_row
from bot.commands.database import open_migrated
from bot.commands.place_file import write_places
from bot.settings import Settings
from bot.site_cards import of_site
from db import answers, audit, families, holdings, sessions
from db.answers import Form
from db.audit_looks import ANSWERS
from db.models import Act
from db.session import Session
from db.sessions import Dose
from flows.sharing import Reader, What, withholding
from scales.cells import NO_NUMBER
from scales.model import Card
from scales.parts import PARTS, wholes

DOSE = "dose.csv"
DOSE_COLUMNS = ("person", "programme", "sessions_held", "sessions_attended", "minutes")
ABOUT = (
    *("person", "checkin", "programme", "battery", "day", "progress", "on_paper", "asked_as", "version"),
    *("respondent", "subject", "child"),
)
PLACES = "places.csv"
OF_CHILD = "child"


def write_answers(settings: Settings, out: Path, now: datetime) -> Iterator[tuple[Path, int]]:
    """Write a CSV file for each instrument that has answers; yield each with how many forms it holds.

    Who keeps their answers from research is in none of them. The export is written down before it is made.
    Raises ValueError in plain words where there is no database, or one of another version.
    """
    cards = of_site(settings).cards
    with closing(open_migrated(settings)) as database:
        with database.begin() as session:
            for site in holdings.sites(session):
                audit.record(
                    session, site_id=site.id, actor_id=None, act=Act.EXPORTED, about=ANSWERS, now=now
                )
        out.mkdir(parents=True, exist_ok=True)
        with database.read() as session:
            for id, items in _columns(session, cards).items():
                path = out / f"{id}.csv"
                yield path, _write(session, path, id, items, cards.get(id))
            kept_back = withholding(session, Reader.RESEARCHER, What.SCORES)
            if count := write_places(session, out / PLACES, kept_back):
                yield out / PLACES, count
            absent = withholding(session, Reader.RESEARCHER, What.ATTENDANCE)
            doses = [one for one in sessions.dose(session) if one.person_id not in kept_back | absent]
            if doses:
                yield out / DOSE, _write_doses(out / DOSE, doses)


def _write_doses(path: Path, doses: Sequence[Dose]) -> int:
    """Write how much of the group sessions each person had; return for how many."""
    with replacing(path) as file:
        write = write_row(file, "\n")
        write(DOSE_COLUMNS)
        for one in doses:
            write([str(number) for number in one])
    return len(doses)


def _columns(session: Session, cards: Mapping[str, Card]) -> dict[str, tuple[str, ...]]:
    """Return by instrument the items of its file: the card's in their order, then others ever answered."""
    found: dict[str, list[str]] = {}
    for id, item in answers.instruments(session):
        found.setdefault(id, []).append(item)
        for part in PARTS.get(id, ()):
            found.setdefault(part, [])
    columns = {}
    for id, items in sorted(found.items()):
        ours = [item.id for item in cards[id].items if item.type == "choice"] if id in cards else []
        columns[id] = tuple(dict.fromkeys((*ours, *items)))
    return columns


def _write(session: Session, path: Path, id: str, items: tuple[str, ...], card: Card | None) -> int:
    count = 0
    with replacing(path) as file:
        write = write_row(file, "\n")
        write([*ABOUT, *items])
        kept_back = withholding(session, Reader.RESEARCHER, What.SCORES)
        codes = families.codes(session) if card is not None and card.subject == OF_CHILD else {}
        for form in answers.forms(session, wholes(id)):
            if form.person in kept_back:
                continue
            whose = _whose(card, codes.get(form.person, ""))
            write([*_about(form), *whose, *(_cell(form, item, card) for item in items)])
            count += 1
    return count


def _about(form: Form) -> list[str]:
    on_paper = "yes" if form.on_paper else "no"
    numbers = [str(form.person), str(form.checkin), str(form.programme)]
    return [*numbers, form.battery, str(form.day), form.progress, on_paper, form.instrument, form.version]


def _whose(card: Card | None, code: str) -> list[str]:
    """Return who answers this card and about whom; of a child its study code, for two may answer about it."""
    return [card.respondent, card.subject, code] if card is not None else ["", "", ""]


def _cell(form: Form, item: str, card: Card | None) -> str:
    """Return an answer as scoring reads it: one passed over is a blank, unless the card offers that."""
    if item not in form.answers:
        return ""
    value = form.answers[item]
    if value is not None:
        return str(value)
    known = card is not None and any(each.id == item for each in card.items)
    offered = card.options_for(item) if card is not None and known else ()
    return NO_NUMBER if any(option.value is None for option in offered) else ""
