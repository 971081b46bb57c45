"""What is installed: pinned, checked by hash, and nothing about where it came from."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LISTS = sorted((ROOT / "requirements").glob("*.txt"))
PINNED = re.compile(r"[\w.\[\],-]+==[^\s;]+( ;[^#]+?)?( +--hash=sha256:[0-9a-f]{64})+")


def name_of(requirement: str) -> str:
    """The package that a line of a requirements file is about."""
    return re.split(r"[\[=~<>;! ]", requirement.lower())[0]


@pytest.mark.parametrize("pinned", LISTS, ids=lambda path: path.stem)
def test_every_requirement_is_pinned_and_hashed_and_names_no_index(pinned):
    lines = pinned.read_text("utf-8").replace("\\\n", " ").splitlines()

    assert lines != []
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


@pytest.mark.parametrize("pinned", LISTS, ids=lambda path: path.stem)
def test_every_requirement_we_ask_for_is_among_the_pinned(pinned):
    asked = pinned.with_suffix(".in").read_text("utf-8").splitlines()
    wanted = {name_of(line) for line in asked if not line.startswith(("-", "#"))}

    assert wanted - {name_of(line) for line in pinned.read_text("utf-8").splitlines()} == set()


@pytest.mark.parametrize(
    "line",
    [
        "aiohttp==3.14.5",
        "aiohttp --hash=sha256:" + "0" * 64,
        "--index-url=somewhere",
        "# from somewhere",
        "aiohttp @ file:///tmp/aiohttp.whl --hash=sha256:" + "0" * 64,
    ],
)
def test_a_loose_line_would_be_noticed(line):
    assert not PINNED.fullmatch(line)


def test_ci_runs_by_itself():
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
