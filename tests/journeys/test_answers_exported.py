"""What a study does: take the answers out, score the files, and find the scores that we kept."""

import csv
from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.__main__ import app
from db.models import CheckIn
from db.session import Database
from scales import registry
from tests import cast
from tests.journeys.blocks import answer_all, answer_some, asked, in_a_wave, kept_scores
from tests.journeys.days import local, set_site
from tests.journeys.site import bring, text_of
from tests.journeys.ward import AMINA, Cast, Ward

Scores = set[tuple[int, str, str, Decimal, str | None]]


@pytest.fixture
def respite(database: Database, tmp_path: Path):
    """Type a command of an operator who has the database, and no keys."""

    def respite(*words: object) -> str:
        env = {"RESPITE_DATABASE_URL": database.url, "RESPITE_DATA_DIR": str(tmp_path)}
        env["RESPITE_KEYS"] = cast.KEYS
        said = CliRunner().invoke(app, [str(word) for word in words], env=env)
        assert said.exit_code == 0, said.output
        return said.output

    return respite


def scored(respite, out: Path, person: int) -> Scores:
    """Export, score every file with the command line, and return the scores of the finished forms."""
    respite("scales", "answers", "--out", out / "answers")
    found = set()
    for path in sorted((out / "answers").glob("*.csv")):
        respite("scales", "score", path.stem, path, "--out", out / "scores.csv")
        with (out / "scores.csv").open(newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["progress"] == "done"]
        for row in rows:
            assert int(row["person"]) == person
            found |= set(scores_in(path.stem, row))
    return found


def scores_in(card: str, row: dict[str, str]) -> Iterator[tuple[int, str, str, Decimal, str | None]]:
    """The scores of one row as the table of scores has them; of what is asked, one scale a card has bands."""
    for scale in registry.card(card).scales:
        if value := row[f"{card}_{scale.id}"]:
            band = row[f"{card}_band"] if scale.bands else None
            yield int(row["checkin"]), card, scale.id, Decimal(value), band


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_the_scores_we_keep_are_those_of_the_exported_answers(
    ward: Ward, people: Cast, respite, tmp_path: Path, language: str
) -> None:
    in_a_wave(ward, people, language)
    await ward.beat()
    for day in (3, 5, 6, 9):
        await ward.until(local(day, 19, 30))
        await answer_some(ward, 3)
        await answer_all(ward)

    kept = kept_scores(ward, people.amina)
    assert [progress for _, _, progress in asked(ward, people.amina)] == ["done"] * 4
    assert scored(respite, tmp_path, people.amina) == kept
    assert {card for _, card, _, _, _ in kept} == {
        *("phq8", "gad7", "phq15", "who5", "bsfc_s", "cbi_personal", "ucla3", "interpersonal", "micro")
    }
    assert {card for _, card, _, _, band in kept if band} == {"phq8", "gad7", "phq15", "who5", "bsfc_s"}


async def test_a_phq9_gives_the_file_of_the_phq8_its_answers_too(
    ward: Ward, people: Cast, respite, tmp_path: Path
) -> None:
    set_site(ward, seven_day_cover=True, duty_to=time(23, 59))
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(3, 19, 30))
    await answer_all(ward, self_harm=0)

    kept = kept_scores(ward, people.amina)
    assert {card for _, card, _, _, _ in kept} == {"phq9", "phq8", "gad7"}
    assert scored(respite, tmp_path, people.amina) == kept
    (form,) = rows_of(tmp_path / "answers" / "phq8.csv")
    assert (form["battery"], form["asked_as"]) == ("phq9_gad7", "phq9")
    assert "self_harm" not in form


async def test_what_was_passed_over_or_does_not_apply_is_scored_alike(
    ward: Ward, people: Cast, respite, tmp_path: Path
) -> None:
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(5, 19, 30))
    while ward.buttons(AMINA)[0].startswith("answer:"):
        passed = [data for data in ward.buttons(AMINA) if data.endswith(":skip")]
        await ward.tap(AMINA, passed[0] if passed else ward.buttons(AMINA)[1])

    kept = kept_scores(ward, people.amina)
    assert scored(respite, tmp_path, people.amina) == kept
    assert ("phq15", "total") not in {(card, scale) for _, card, scale, _, _ in kept}
    (form,) = rows_of(tmp_path / "answers" / "phq15.csv")
    assert (form["sex"], form["periods"]) == ("", "n/a")


async def test_a_form_left_half_way_is_there_and_says_so_and_has_no_score(
    ward: Ward, people: Cast, respite, tmp_path: Path
) -> None:
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(3, 19, 30))
    await answer_some(ward, 4)

    said = respite("scales", "answers", "--out", tmp_path)

    assert said == f"{tmp_path / 'phq8.csv'} (rows: 1)\n"
    (form,) = rows_of(tmp_path / "phq8.csv")
    assert (form["progress"], form["tired"], form["appetite"]) == ("opened", "3", "")
    assert kept_scores(ward, people.amina) == set()


async def test_the_files_have_numbers_and_no_names(ward: Ward, people: Cast, respite, tmp_path: Path) -> None:
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(3, 19, 30))
    await answer_all(ward)

    respite("scales", "answers", "--out", tmp_path)

    (form,) = rows_of(tmp_path / "gad7.csv")
    query = select(CheckIn.id).where(CheckIn.battery == "phq8_gad7")
    assert {name: form[name] for name in list(form)[:9]} == {
        "person": str(people.amina),
        "checkin": str(ward.ask(lambda s: s.scalars(query).one())),
        "programme": str(people.programme),
        "battery": "phq8_gad7",
        "day": "2026-03-03",
        "progress": "done",
        "on_paper": "no",
        "asked_as": "gad7",
        "version": "1",
    }
    assert "Amina" not in (tmp_path / "gad7.csv").read_text()


@pytest.mark.usefixtures("house_deck")
async def test_words_that_a_site_brought_are_exported_and_scored_alike(
    ward: Ward, people: Cast, respite, tmp_path: Path
) -> None:
    bring(tmp_path, text_of("pss4", 4, ["phq8_gad7"]))
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(3, 19, 30))
    await answer_all(ward)

    kept = kept_scores(ward, people.amina)
    assert {card for _, card, _, _, _ in kept} == {"phq8", "gad7", "pss4"}
    assert scored(respite, tmp_path, people.amina) == kept


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a file."""
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
