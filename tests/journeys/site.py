"""A site of its own: made-up words of instruments that we may not print, brought by the real command."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from typer.testing import CliRunner

from bot.__main__ import app
from bot.settings import load
from bot.site_cards import ask_as_site

BOTH = ("en", "zh_hans")


def words(text: str, languages: Sequence[str] = BOTH) -> dict[str, str]:
    """Made-up words in some languages."""
    return {language: f"{language} {text}" for language in languages}


def text_of(
    card: str,
    items: int,
    asked_in: Sequence[str],
    languages: Sequence[str] = BOTH,
    modes: Sequence[str] = ("chat", "paper"),
) -> str:
    """A site's file for an instrument whose answers run from 0 to 4."""
    data = {
        "card": card,
        "version": "1",
        "declaration": {
            "licence": "Agreement 17",
            "holder": "the holder",
            "declared_by": "Dr. Lin",
            "declared_on": "2026-03-02",
            "modes": list(modes),
        },
        "asked_in": list(asked_in),
        "translation_status": dict.fromkeys(languages, "official"),
        "items": {f"i{n}": words(f"question {n}", languages) for n in range(1, items + 1)},
        "options": {n: words(f"answer {n}", languages) for n in range(5)},
    }
    return yaml.safe_dump(data, allow_unicode=True)


def bring(folder: Path, text: str) -> None:
    """Bring a site's file with the command line, and let the bot be started with it."""
    file = folder / "brought.yaml"
    file.write_text(text, "utf-8")
    said = CliRunner().invoke(app, ["scales", "import", str(file)], env={"RESPITE_DATA_DIR": str(folder)})
    assert said.exit_code == 0, said.output
    ask_as_site(load(data_dir=folder))
