"""What `respite scales import` makes of a file: a site's words, or answers."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

import typer
from pydantic import ValidationError

from bot.commands.fhir_files import resources, write_answers
from bot.commands.site_words import cards, keep, read
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


def bring(file: Path, data_dir: Path, said: Said, *, fhir: bool, replace: bool, out: Path | None) -> None:
    """Keep the words in `file`, or write its answers to `out`, and say so.

    Raises ValueError in plain words for what cannot be taken.
    """
    if not fhir:
        if said.licence or said.holder or said.declared_by or said.modes or out:
            raise ValueError("those options are for --fhir: a file in YAML declares its licence itself")
        _kept(read(file), data_dir, replace)
        return
    found = list(resources(file))
    kinds = {str(each.get("resourceType")) for each in found}
    if kinds == {"Questionnaire"} and len(found) == 1:
        _kept(_worded(found[0], data_dir, said), data_dir, replace)
    elif kinds == {"QuestionnaireResponse"}:
        if out is None:
            raise ValueError("answers are written to a file: say --out answers.csv")
        write_answers(found, cards(data_dir), out)
        typer.echo(f"responses: {len(found)}, written to {out}", err=True)
    else:
        raise ValueError(
            f"{file}: it must hold one Questionnaire, or QuestionnaireResponses and nothing else"
        )


def _kept(text: SiteText, data_dir: Path, replace: bool) -> None:
    path = keep(text, data_dir, replace=replace)
    held = text.declaration
    typer.echo(
        f"{text.card}: {len(text.items)} items, under {held.licence} ({held.declared_by}); kept in {path}"
    )


def _worded(resource: Any, data_dir: Path, said: Said) -> SiteText:  # noqa: ANN401 - JSON
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
    known = cards(data_dir)
    status: Any = said.translation
    return site_text(card_for(resource, known), resource, declaration, status)
