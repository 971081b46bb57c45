"""What a rehearsal refuses, and in which words."""

from datetime import date

import pytest

from bot.commands.rehearse import rehearse
from bot.rehearsal.folder import Occupied, claim, synthetic_keys

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("weeks", "caregivers", "words"),
    [
        pytest.param(0, 24, "say --weeks 4", id="no weeks"),
        pytest.param(53, 24, "from 1 to 52 weeks", id="too many weeks"),
        pytest.param(4, 0, "say --caregivers 24", id="nobody"),
        pytest.param(4, 5001, "from 1 to 5000 caregivers", id="too many"),
    ],
)
def test_what_cannot_be_rehearsed_says_what_to_do(tmp_path, weeks, caregivers, words):
    out = tmp_path / "out"

    with pytest.raises(ValueError, match=words):
        rehearse(weeks, caregivers, 1, MONDAY, out)
    assert not out.exists()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "respite.db").write_text("a real site's")

    with pytest.raises(Occupied, match=r"holds respite\.db.*name an empty folder"):
        claim(tmp_path, synthetic_keys(1))
    assert (tmp_path / "respite.db").read_text() == "a real site's"


def test_a_strange_file_beside_an_earlier_rehearsal_is_not_lost(tmp_path):
    claim(tmp_path, synthetic_keys(1))
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(Occupied, match=r"notes\.txt"):
        claim(tmp_path, synthetic_keys(1))
    assert (tmp_path / "notes.txt").exists()


def test_an_earlier_rehearsal_makes_room(tmp_path):
    claim(tmp_path, synthetic_keys(1))
    (tmp_path / "summary.json").write_text("{}")

    claim(tmp_path, synthetic_keys(2))

    assert [path.name for path in tmp_path.iterdir()] == ["keys.txt"]
    assert synthetic_keys(2) in (tmp_path / "keys.txt").read_text()


def test_the_keys_say_that_they_are_synthetic(tmp_path):
    claim(tmp_path, synthetic_keys(1))

    assert "synthetic" in (tmp_path / "keys.txt").read_text().lower()


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "out").write_text("")

    with pytest.raises(Occupied, match="is a file"):
        claim(tmp_path / "out", synthetic_keys(1))
