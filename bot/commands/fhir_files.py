"""`respite scales export --fhir` and `import --fhir`: forms as JSON, answers as lines of JSON and as CSV."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import orjson
import typer

from bot.commands.csv_files import reading, replacing, write_row
from bot.commands.incoming import MOST_WHOLE, check, lines_of
from bot.commands.score_file import FINE, WRONG_CELLS
from scales.cells import NO_NUMBER, Blank, WrongCell, places, value
from scales.fhir.questionnaire import questionnaire
from scales.fhir.response import Filled, answers_of, response
from scales.fhir.wording import card_for
from scales.model import Card

Resource = Mapping[str, Any]
PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def write_form(card: Card, out: Path | None) -> None:
    """Write the card as a Questionnaire, to the screen without `out`."""
    text = orjson.dumps(questionnaire(card), option=PRETTY).decode()
    if out is None:
        typer.echo(text, nl=False)
        return
    with replacing(out) as file:
        file.write(text)
    typer.echo(out)


def write_responses(card: Card, source: Path, out: Path, now: datetime) -> int:
    """Write each row of a CSV file as a line with a QuestionnaireResponse; return the exit status.

    A row with a wrong cell is named and left out. Raises ValueError in plain words for a file that
    cannot be read.
    """
    items, wrong = [item.id for item in card.items], 0
    with reading(source) as table, replacing(out, unlike=source) as file:
        columns = places(card, table.heading, (), items)
        if not columns:
            raise ValueError(f"{source}: it has no column of {card.id}, such as {card.id}_1 or {items[0]}")
        for number, cells in table.rows:
            try:
                filled = _filled(card, {item: cells[place] for item, place in columns.items()})
            except WrongCell as fault:
                typer.echo(f"row {number}, {fault}", err=True)
                wrong += 1
                continue
            made = response(card, filled, id=f"{card.id.replace('_', '-')}-{number}", authored=now)
            file.write(orjson.dumps(made, option=orjson.OPT_APPEND_NEWLINE).decode())
    return WRONG_CELLS if wrong else FINE


def resources(path: Path) -> Iterator[Resource]:
    """Yield what a file holds: one resource, those of a bundle, or one on each line.

    Lines are read one at a time; a resource or a bundle that goes over several lines is read whole. Raises
    ValueError in plain words for what is not FHIR in JSON.
    """
    check(path, MOST_WHOLE)
    with path.open("rb") as file:
        lines = lines_of(path, file)
        first = next(lines, b"")
        try:
            orjson.loads(first)
        except orjson.JSONDecodeError:
            yield from _resources_in(path, _json(path, 1, first + file.read()))
            return
        for number, line in enumerate(chain([first], lines), start=1):
            if line.strip():
                yield from _resources_in(path, _json(path, number, line))


def write_answers(found: Iterator[Resource], cards: Mapping[str, Card], out: Path) -> int:
    """Write responses to one form as a CSV file of answers, for `respite scales score`; return how many.

    They are taken one at a time. Raises ValueError in plain words, with the number of the response, for one
    that cannot be read; `out` is then as it was.
    """
    first, number = next(found), 0
    card = card_for(first, cards)
    with replacing(out) as file:
        write = write_row(file, "\n")
        write(["response", *(item.id for item in card.items)])
        for number, resource in enumerate(chain([first], found), start=1):
            try:
                filled = answers_of(card, resource)
            except ValueError as error:
                raise ValueError(f"response {number}: {error}") from None
            name = str(resource.get("id") or number)
            write([name, *(_cell(filled, item.id) for item in card.items)])
    return number


def _resources_in(path: Path, whole: object) -> Iterator[Resource]:
    if not isinstance(whole, dict) or "resourceType" not in whole:
        raise ValueError(f"{path}: it holds something that is no FHIR resource in JSON")
    if whole["resourceType"] != "Bundle":
        yield whole
        return
    for entry in whole.get("entry") or []:
        yield entry.get("resource") or {}


def _filled(card: Card, cells: Mapping[str, str]) -> Filled:
    answers: dict[str, int | None] = {}
    texts: dict[str, str] = {}
    for item, cell in cells.items():
        if card.item(item).type == "text":
            texts |= {item: cell} if cell.strip() else {}
            continue
        try:
            said = value(card, item, cell)
        except WrongCell as fault:
            raise WrongCell(f"{item}: {fault}") from None
        if not isinstance(said, Blank):
            answers[item] = said
    return Filled(answers, texts)


def _cell(filled: Filled, item: str) -> str:
    if item in filled.texts:
        text = filled.texts[item]
        return f"'{text}" if text[:1] in "=+-@\t\r" else text
    if item not in filled.answers:
        return ""
    given = filled.answers[item]
    return NO_NUMBER if given is None else str(given)


def _json(path: Path, number: int, text: bytes) -> object:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ValueError(f"{path}: line {number} is no JSON, or does not end there") from None
