"""Files that cannot be scored are refused in plain words, and nothing is written in their place."""

import os
from pathlib import Path

import pytest

from bot.commands.csv_files import replacing

PHQ4 = "phq4_1,phq4_2,phq4_3,phq4_4"


@pytest.fixture
def refused(respite, home):
    """Try to score a file and return what is said; nothing may be left behind."""

    def refused(content):
        Path("answers.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        result = respite("scales", "score", "phq4", "answers.csv", "--out", "scores.csv")
        assert result.exit_code == 2, result.output
        assert [path.name for path in home.iterdir()] == ["answers.csv"]
        return result.stderr

    return refused


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("", "answers.csv: it is empty; the first row must name the columns", id="empty"),
        pytest.param("\n\n", "answers.csv: it is empty", id="nothing but lines"),
        pytest.param(
            "phq4_1,phq4_2,phq4_4\n0,0,0\n",
            "phq4 needs more columns: phq4_3 or interest",
            id="too few columns",
        ),
        pytest.param(
            f"{PHQ4},phq4_1\n0,0,0,0,0\n", "two columns have the same name: phq4_1", id="a column twice"
        ),
        pytest.param(
            f"{PHQ4},worry\n0,0,0,0,0\n",
            "the columns phq4_2 and worry are the same question: keep one of them",
            id="a question twice",
        ),
        pytest.param(
            f"{PHQ4},phq4_total\n0,0,0,0,0\n",
            "the columns to be added are there already: phq4_total",
            id="scored already",
        ),
        pytest.param(
            f"{PHQ4}\n0,0,0,0\n0,0,0,0,0\n",
            "row 3 has 5 cells and the heading 4: is a comma without quotes in it?",
            id="a cell too many",
        ),
        pytest.param(f"{PHQ4}\n0,0,0\n", "row 2 has 3 cells and the heading 4", id="a cell too few"),
        pytest.param(f'{PHQ4}\n0,0,0,"0\n', "row 2 cannot be read", id="an open quote"),
        pytest.param(f'{PHQ4}\n"0"1,0,0,0\n', "row 2 cannot be read", id="a quote in the middle"),
        pytest.param(
            PHQ4.replace(",", ";") + "\n0;0;0;0\n", "separated by semicolons; save it", id="semicolons"
        ),
        pytest.param(PHQ4.replace(",", "\t") + "\n0\t0\t0\t0\n", "separated by tabs", id="tabs"),
        pytest.param(f"{PHQ4}\n0,0,0,0\n".encode("utf-16"), "it is in UTF-16; save it as CSV", id="UTF-16"),
        pytest.param(
            f"姓名,{PHQ4}\n林,0,0,0,0\n".encode("gb18030"), "is not in UTF-8; save it", id="GB 18030"
        ),
        pytest.param(b"PK\x03\x04 and so on", "it is a workbook; save it as CSV", id="a workbook"),
    ],
)
def test_a_file_of_another_kind_is_refused(refused, content, said):
    assert said in refused(content)


def test_a_fault_far_down_leaves_nothing_half_written(refused):
    assert "row 20002" in refused(f"{PHQ4}\n" + "0,0,0,0\n" * 20_000 + "0,0\n")


def test_a_file_that_was_there_stays_until_the_new_one_is_whole(respite, home):
    Path("scores.csv").write_text("earlier")
    Path("answers.csv").write_text(f"{PHQ4}\n0,0,0\n")

    respite("scales", "score", "phq4", "answers.csv", "--out", "scores.csv")

    assert Path("scores.csv").read_text() == "earlier"


def test_an_interruption_leaves_nothing_half_written(home):
    def interrupted():
        with replacing(home / "scores.csv") as file:
            file.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert list(home.iterdir()) == []


@pytest.mark.parametrize("link", [None, os.symlink, os.link])
def test_what_is_read_is_never_written_over(respite, home, link):
    text = f"{PHQ4}\n0,0,0,0\n"
    Path("answers.csv").write_text(text)
    if link:
        link("answers.csv", "scores.csv")

    result = respite(
        "scales", "score", "phq4", "answers.csv", "--out", "scores.csv" if link else "answers.csv"
    )

    assert (result.exit_code, Path("answers.csv").read_text()) == (2, text)
    assert "is what is read: name another file" in result.stderr


def test_a_folder_is_no_file_to_write(respite, home):
    Path("answers.csv").write_text(f"{PHQ4}\n0,0,0,0\n")
    Path("scores").mkdir()

    assert "scores is a folder" in respite("scales", "score", "phq4", "answers.csv", "--out", "scores").stderr


def test_a_file_that_is_not_there_is_told(respite):
    assert (
        "'nowhere.csv' does not exist"
        in respite("scales", "score", "phq4", "nowhere.csv", "--out", "x").stderr
    )


def test_the_marks_and_line_ends_of_a_spreadsheet_are_kept(respite, home):
    Path("answers.csv").write_bytes(f"\ufeff姓名,{PHQ4}\r\n林,3,2,1,0\r\n\r\n".encode())

    respite("scales", "score", "phq4", "answers.csv", "--out", "scores.csv")

    written = Path("scores.csv").read_bytes().decode()
    assert written.startswith(f"\ufeff姓名,{PHQ4},phq4_total,")
    assert written.endswith("林,3,2,1,0,6,5,1,moderate,0\r\n")
    assert written.count("\n") == written.count("\r\n") == 2


def test_a_line_end_within_quotes_ends_no_row(respite, home):
    Path("answers.csv").write_text(f'note,{PHQ4}\n"two\nlines",3,2,1,0\n,9,0,0,0\n')

    result = respite("scales", "score", "phq4", "answers.csv", "--out", "scores.csv")

    assert "row 3, column phq4_1: 9" in result.stderr
    assert '"two\nlines",3,2,1,0,6,' in Path("scores.csv").read_text()


def test_a_heading_alone_is_a_file_without_rows(respite, home):
    Path("answers.csv").write_text(PHQ4)

    result = respite("scales", "score", "phq4", "answers.csv", "--out", "scores.csv")

    assert (result.exit_code, len(Path("scores.csv").read_text().splitlines())) == (0, 1)
