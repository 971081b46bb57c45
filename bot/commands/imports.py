"""What `respite scales import` makes of a file: a site's words, or answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import typer
from pydantic import ValidationError

from bot.commands.fhir_files import Resource, resources, write_answers
from bot.commands.site_words import keep, read
from bot.settings import Settings
from bot.site_cards import of_site
from scales.fhir.wording import card_for, site_text
from scales.model import Declaration, Mode
from scales.provenance import TranslationStatus
from scales.site_text import SiteText


@dataclass(frozen=True)
class Said:
    """What was said of the licence on the command line; a file in YAML says it itself."""

    licence: str | None
    holder: str | None
    declared_by: str | None
    declared_on: date
    modes: tuple[str, ...]
    translation: str
    asked_in: tuple[str, ...] = ()


ONE_KIND = "it must hold one Questionnaire, or QuestionnaireResponses and nothing else"


def bring(
    file: Path,
    settings: Settings,
    said: Said,
    *,
    fhir: bool,
    replace: bool,
    out: Path | None,
) -> None:
    """Keep the words in `file`, or write its answers to `out`, and say so.

    Raises ValueError in plain words for what cannot be taken.
    """
    if not fhir:
        if said.licence or said.holder or said.declared_by or said.modes or said.asked_in or out:
            raise ValueError("those options are for --fhir: a file in YAML declares its licence itself")
        _kept(read(file), settings, replace)
        return
    found = resources(file)
    first = next(found, {})
    kind = first.get("resourceType")
    if kind == "Questionnaire" and next(found, None) is None:
        _kept(_worded(first, settings, said), settings, replace)
    elif kind == "QuestionnaireResponse":
        if out is None:
            raise ValueError("answers are written to a file: say --out answers.csv")
        count = write_answers(_responses(file, chain([first], found)), of_site(settings).cards, out)
        typer.echo(f"responses: {count}, written to {out}", err=True)
    else:
        raise ValueError(f"{file}: {ONE_KIND}")


def _responses(file: Path, found: Iterable[Resource]) -> Iterator[Resource]:
    for each in found:
        if each.get("resourceType") != "QuestionnaireResponse":
            raise ValueError(f"{file}: {ONE_KIND}")
        yield each


def _kept(text: SiteText, settings: Settings, replace: bool) -> None:
    path = keep(text, settings, replace=replace)
    held = text.declaration
    asked = f"asked in {', '.join(text.asked_in)}" if text.asked_in else "asked in no battery"
    typer.echo(
        f"{text.card}: {len(text.items)} items, under {held.licence} ({held.declared_by}); kept in {path}"
    )
    typer.echo(f"{asked}; a bot that runs sees it after its next start", err=True)


def _worded(resource: Any, settings: Settings, said: Said) -> SiteText:  # noqa: ANN401 - JSON
    lacking = [
        f"--{name.replace('_', '-')}"
        for name in ("licence", "holder", "declared_by")
        if not getattr(said, name)
    ]
    if lacking:
        raise ValueError(f"declare the licence that you hold: say {', '.join(lacking)}")
    if said.translation not in get_args(TranslationStatus):
        raise ValueError(f"--translation is one of {', '.join(get_args(TranslationStatus))}")
    try:
        declaration = Declaration.model_validate(
            {
                "licence": said.licence,
                "holder": said.holder,
                "declared_by": said.declared_by,
                "declared_on": said.declared_on,
                "modes": said.modes or ("paper",),
            }
        )
    except ValidationError:
        raise ValueError(f"--mode is one of {', '.join(get_args(Mode))}; names are not blank") from None
    known = of_site(settings).cards
    status: Any = said.translation
    text = site_text(card_for(resource, known), resource, declaration, status)
    return text.model_copy(update={"asked_in": said.asked_in})
