"""What a rehearsal refuses, and in which words."""

import fcntl
from datetime import date

import pytest

from bot.commands.rehearse import rehearse
from bot.rehearsal.folder import claim, synthetic_keys
from tests.rehearsal.stage import respite

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

    with pytest.raises(ValueError, match=r"holds respite\.db.*name an empty folder"):
        claim(tmp_path, synthetic_keys(1))
    assert (tmp_path / "respite.db").read_text() == "a real site's"


def test_a_strange_file_beside_an_earlier_rehearsal_is_not_lost(tmp_path):
    claim(tmp_path, synthetic_keys(1))
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(ValueError, match=r"notes\.txt"):
        claim(tmp_path, synthetic_keys(1))
    assert (tmp_path / "notes.txt").exists()


def test_an_earlier_rehearsal_makes_room(tmp_path):
    claim(tmp_path, synthetic_keys(1))
    (tmp_path / "summary.json").write_text("{}")

    (tmp_path / "audit.anchors").write_text("left by a demo that ran")
    claim(tmp_path, synthetic_keys(2))

    assert [path.name for path in tmp_path.iterdir()] == ["keys.txt"]
    assert synthetic_keys(2) in (tmp_path / "keys.txt").read_text()


def test_the_keys_say_that_they_are_synthetic(tmp_path):
    claim(tmp_path, synthetic_keys(1))

    assert "synthetic" in (tmp_path / "keys.txt").read_text().lower()


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "out").write_text("")

    with pytest.raises(ValueError, match="is a file"):
        claim(tmp_path / "out", synthetic_keys(1))


def test_the_command_line_says_it_in_one_sentence(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")

    ended = respite("rehearse", f"--out={tmp_path}")

    assert ended.returncode == 2
    assert (
        ended.stderr
        == f"{tmp_path} holds notes.txt, not an earlier rehearsal or demo: name an empty folder\n"
    )


def test_a_folder_in_which_a_demo_runs_is_left_alone(tmp_path):
    claim(tmp_path, synthetic_keys(1))
    with (tmp_path / "respite.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(ValueError, match="another demo runs"):
            claim(tmp_path, synthetic_keys(1))
