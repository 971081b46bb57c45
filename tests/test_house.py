"""The house rules that no other tool checks: small files, honest names, nothing of one machine."""

import ast
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILE_LINES, FUNCTION_LINES = 200, 30
BANNED_NAMES = {"util", "helper", "common", "base", "manager", "service", "misc", "lib"}
NOT_OURS = {"build", "data", "rehearsal", "node_modules"}
# Written in pieces, so that this file is not what it looks for.
FOREIGN = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me/[a-z]+|op" + r"t/py\w*)/",
            r"(?<![\w/.])(?:\.\./)*sha" + r"red/",
            r"py" + r"pi\.org|python" + r"hosted\.org|npm" + r"js\.org|deb\.deb" + r"ian\.org",
        ]
    )
)
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
SHAM = re.compile(r"\b(?:monkey" + r"patch|unittest\.mo" + r"ck|pytest\.sk" + r"ip|mark\.sk" + r"ip\w*)\b")
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]


def tree(folder: Path = ROOT) -> list[Path]:
    """Every file of ours, as a fresh clone would have it."""
    files = []
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.name not in {".ci", ".editorconfig", ".gitignore"}
        if hidden or path.name in NOT_OURS or path.name == "__pycache__" or path.suffix == ".egg-info":
            continue
        files += tree(path) if path.is_dir() else [path]
    return files


FILES = tree()
NAMES = {path: path.relative_to(ROOT).as_posix() for path in FILES}
PACKAGES = sorted(
    path.parent.name
    for path in ROOT.glob("*/__init__.py")
    if path.parent.name not in {"tests", "benchmarks", "chaos"}
)


def texts(*patterns: str) -> dict[str, str]:
    """The text of every file of ours whose name fits one of the patterns."""
    chosen = [path for path in FILES if any(fnmatch(NAMES[path], pattern) for pattern in patterns)]
    return {NAMES[path]: path.read_text("utf-8") for path in chosen}


CODE = {
    name: text
    for name, text in texts("*.py").items()
    if not name.startswith(("tests/", "db/migrations/versions/"))
}


def test_no_file_has_grown_past_its_limit():
    assert {name: n for name, text in CODE.items() if (n := len(text.splitlines())) > FILE_LINES} == {}


def test_no_function_has_grown_past_its_limit():
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, text in CODE.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]
    assert long == []


def test_every_module_is_named_for_what_it_holds():
    drawers = [
        name
        for name in CODE
        if {part.removesuffix("s") for part in Path(name).with_suffix("").parts} & BANNED_NAMES
    ]
    assert drawers == []


def test_every_folder_with_code_is_a_package():
    folders = {(ROOT / name).parent for name in CODE} - {ROOT}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(TOOLS["importlinter"]["root_packages"], id="import contracts"),
        pytest.param(TOOLS["mypy"]["packages"], id="types"),
        pytest.param(
            [name.rstrip("*") for name in TOOLS["setuptools"]["packages"]["find"]["include"]], id="install"
        ),
    ],
)
def test_every_package_is_known_to_every_tool(known):
    assert sorted(known) == PACKAGES


def test_every_file_that_a_package_needs_is_installed_with_it():
    patterns = TOOLS["setuptools"]["package-data"]["*"]
    left_out = [
        name
        for path, name in NAMES.items()
        if name.split("/")[0] in PACKAGES
        and path.suffix != ".py"
        and not any(fnmatch(path.name, pattern) for pattern in patterns)
    ]
    assert left_out == []


def test_the_import_contracts_hold():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_mentions_one_machine_or_a_registry():
    assert (
        mentions(
            FOREIGN,
            texts(
                "*.py",
                "*.md",
                "*.toml",
                "*.txt",
                "*.in",
                "*.yaml",
                "*.po",
                "*.html",
                "*.js",
                "Makefile",
                ".*",
            ),
        )
        == []
    )


def test_nothing_is_left_unfinished():
    assert mentions(UNFINISHED, texts("*.py", "*.js", "*.html", "*.css", "*.typ", "Makefile")) == []


def test_no_test_is_skipped_or_faked():
    assert mentions(SHAM, texts("tests/*.py")) == []


def mentions(pattern: re.Pattern[str], files: dict[str, str]) -> list[str]:
    """Where the pattern occurs: file, line and the words found."""
    return [
        f"{name}:{number}: {found.group()}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := pattern.search(line))
    ]


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        ("see /wo" + "rk/notes.md", FOREIGN),
        ("../sha" + "red/style.md", FOREIGN),
        ("https://py" + "pi.org/simple", FOREIGN),
        ("# TO" + "DO: later", UNFINISHED),
        ("def test_x(monkey" + "patch):", SHAM),
    ],
)
def test_the_patterns_find_what_they_are_for(words, pattern):
    assert mentions(pattern, {"x": words}) != []


@pytest.mark.parametrize(
    "words",
    ["net/wo" + "rk/", "homewo" + "rk/1", "a shared phone", "https://t.me/", "/ro" + "ot of the tree"],
)
def test_the_patterns_leave_ordinary_words_alone(words):
    assert mentions(FOREIGN, {"x": words}) == []
