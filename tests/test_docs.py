"""Documentation as law: what the papers say exists, and what exists is in the papers."""

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, reduce
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from bot.__main__ import app
from bot.settings import SECRETS, Settings, variable
from content.catalogue import words
from db.models import Role
from handlers.routes import COMMANDS
from scales.batteries import cards_of
from scheduler.cadence import DEFAULT

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
ARCHITECTURE = DOCS / "architecture.md"
PAPERS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
MOST_PICTURE_BYTES = 300_000
INVARIANTS = range(1, 19)
GUIDES = {
    "en": {
        Role.CAREGIVER: "caregiver.md",
        Role.SOCIAL_WORKER: "social-worker.md",
        Role.ADMIN: "admin.md",
    },
    "zh-Hans": {
        Role.CAREGIVER: "zh/caregiver.md",
        Role.SOCIAL_WORKER: "zh/social-worker.md",
        Role.ADMIN: "zh/admin.md",
    },
}
# The guides set the bot's own words in bold, so that a reader finds on the screen what stands in the guide.
QUOTED = [(language, name) for language, guides in GUIDES.items() for name in guides.values()]
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
LAYERS = "bot|handlers|flows|scheduler|reports|db|content|scales|sandbox"
PATH = re.compile(rf"`((?:{LAYERS}|tests|docs|benchmarks|requirements)/[\w./-]*)`")
NAME = re.compile(rf"`((?:{LAYERS})(?:\.\w+)+)`")
PLACEHOLDERS = {"XX.yaml", "NAME.yaml"}
SAID_BY_HAND = re.compile(r"`respite ([a-z]+(?: [a-z]+)?)")


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands(group: TyperGroup, before: str = "respite") -> Iterator[str]:
    """Every command that can be typed, with the words before it."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}"


def command_line() -> list[str]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return list(commands(group))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


@cache
def functions_in(path: str) -> frozenset[str]:
    tree = ast.parse(read(path))
    return frozenset(
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def resolves(name: str) -> bool:
    """Whether a dotted name leads to a module or to something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if is_module(parts[:length]):
            module = importlib.import_module(".".join(parts[:length]))
            return reduce(lambda found, part: getattr(found, part, None), parts[length:], module) is not None
    return False


def is_module(parts: list[str]) -> bool:
    path = ROOT.joinpath(*parts)
    return path.is_dir() or path.with_suffix(".py").is_file()


def section(number: int) -> str:
    """What the architecture says of one invariant."""
    found = re.search(
        rf"^### {number}\. (.+?)(?=^### |^## )", ARCHITECTURE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found, f"invariant {number} has no section"
    return found[1]


def spoken(language: str) -> list[str]:
    """Everything the bot says in a language, from its catalogues and the cards it asks."""
    texts = [text for forms in words(language).keys().values() for text in forms]
    for card in {card.id: card for slot in DEFAULT.slots for card in cards_of(slot.battery)}.values():
        for item in card.items:
            texts.append(item.say(language))
            texts += [option.say(language) for option in card.options_for(item.id)]
    return texts


def fits(said: str, texts: Sequence[str], everything: list[str]) -> bool:
    """Whether one of these texts says this, as a whole or in a line of its own.

    A placeholder stands for another text of the bot, or for no more letters than the rest of the line has.
    """
    lines = (line for text in texts for line in (text, *text.split("\n")))
    return any(_is(said, re.sub(r"</?b>", "", line), everything) for line in lines)


def keys_of(quoted: list[str], language: str) -> dict[str, set[str]]:
    """The keys of the catalogue under which each of these words stands; of a card's words there is none."""
    said, texts = words(language).keys(), spoken(language)
    return {each: {key for key, forms in said.items() if fits(each, forms, texts)} for each in quoted}


def _is(said: str, line: str, everything: list[str]) -> bool:
    found = re.fullmatch(re.sub(r"\\\{\w+\\\}", "(.+)", re.escape(line)), said)
    if found is None:
        return False
    free = sum(_letters(part) for part in found.groups() if part not in everything)
    return free <= _letters(re.sub(r"\{\w+\}", "", line))


def _letters(text: str) -> int:
    return sum(each.isalnum() for each in text)


@pytest.mark.parametrize("command", command_line())
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`{command}`" in README.read_text("utf-8")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_paper_names_a_command_that_does_not_exist(paper: Path) -> None:
    known = command_line()
    for said in SAID_BY_HAND.findall(paper.read_text("utf-8")):
        assert any(f"respite {said} ".startswith(f"{command} ") for command in [*known, "respite db"]), said


def test_every_setting_is_in_the_readme_and_no_other() -> None:
    known = {variable(name) for name in Settings.model_fields}
    known |= {f"{variable(name)}_FILE" for name in SECRETS}
    assert set(re.findall(r"`(RESPITE_[A-Z_]+)`", README.read_text("utf-8"))) == known


@pytest.mark.parametrize("route", COMMANDS, ids=lambda route: route.way)
def test_every_chat_command_is_in_the_readme_and_in_the_guides_of_those_it_is_for(route) -> None:
    assert f"`/{route.way}`" in README.read_text("utf-8")
    for guides in GUIDES.values():
        for role, name in guides.items():
            if role in route.roles:
                assert f"`/{route.way}`" in (DOCS / name).read_text("utf-8"), name


@pytest.mark.parametrize(("language", "name"), QUOTED)
def test_a_guide_names_no_chat_command_that_is_not_its_readers(language: str, name: str) -> None:
    role = next(role for role, guide in GUIDES[language].items() if guide == name)
    mine = {route.way for route in COMMANDS if role in route.roles}
    assert set(re.findall(r"`/([a-z]+)`", (DOCS / name).read_text("utf-8"))) == mine


@pytest.mark.parametrize(("language", "name"), QUOTED)
def test_what_a_guide_sets_in_bold_is_what_the_bot_says(language: str, name: str) -> None:
    texts = spoken(language)
    quoted = BOLD.findall((DOCS / name).read_text("utf-8"))
    assert len(quoted) > 5
    assert [said for said in quoted if not fits(said, texts, texts)] == []


@pytest.mark.parametrize("role", GUIDES["en"])
def test_a_guide_has_the_same_in_every_language(role: Role) -> None:
    """As many sections, the same commands and settings, and no words of the bot that the other leaves out."""
    told = {language: (DOCS / guides[role]).read_text("utf-8") for language, guides in GUIDES.items()}
    assert len({text.count("\n## ") for text in told.values()}) == 1
    assert len({frozenset(re.findall(r"`((?:respite|RESPITE_)[^`]+)`", text)) for text in told.values()}) == 1
    said = {language: keys_of(BOLD.findall(text), language) for language, text in told.items()}
    for one, other in ((said["en"], said["zh-Hans"]), (said["zh-Hans"], said["en"])):
        assert [
            quoted for quoted, keys in one.items() if keys and not keys & set().union(*other.values())
        ] == []


def test_both_commands_of_the_readme_are_targets_of_make() -> None:
    assert {"demo", "test"} <= set(re.findall(r"^make ([a-z-]+)", README.read_text("utf-8"), re.MULTILINE))
    for paper in PAPERS:
        named = set(re.findall(r"`make ([a-z-]+)", paper.read_text("utf-8")))
        assert named <= targets(), paper.name


@pytest.mark.parametrize("number", INVARIANTS)
def test_every_invariant_names_what_holds_it_or_says_not_yet(number: int) -> None:
    said = section(number)
    assert TEST.search(said) or "Not yet" in said


def test_there_are_no_other_invariants() -> None:
    numbers = re.findall(r"^### (\d+)\. ", ARCHITECTURE.read_text("utf-8"), re.MULTILINE)
    assert [int(number) for number in numbers] == list(INVARIANTS)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_test_that_a_paper_names_exists(paper: Path) -> None:
    for path, name in TEST.findall(paper.read_text("utf-8")):
        assert name in functions_in(path), f"{path}::{name}"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_and_every_name_of_the_code_that_a_paper_names_exists(paper: Path) -> None:
    text = paper.read_text("utf-8")
    for path in PATH.findall(text):
        assert (ROOT / path).exists() or Path(path).name in PLACEHOLDERS, path
    for name in NAME.findall(text):
        assert resolves(name), name


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_and_picture_leads_somewhere(paper: Path) -> None:
    for picture, target in LINK.findall(paper.read_text("utf-8")):
        if target.startswith(("http://", "https://", "#")):
            continue
        path = paper.parent / target.partition("#")[0]
        assert path.exists(), target
        if picture:
            assert path.stat().st_size < MOST_PICTURE_BYTES, target


def test_the_readme_shows_pictures_and_every_picture_is_shown() -> None:
    shown = {
        (paper.parent / target).resolve()
        for paper in PAPERS
        for picture, target in LINK.findall(paper.read_text("utf-8"))
        if picture
    }
    kept = {path.resolve() for path in (DOCS / "pictures").iterdir()}
    assert kept == shown
    assert "](docs/pictures/" in README.read_text("utf-8")


def test_the_changelog_has_the_present_version_first() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    headings = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)
    assert headings[0].startswith(version)


def test_every_decision_is_listed_in_the_order_of_its_number() -> None:
    folder = DOCS / "decisions"
    kept = sorted(path.name for path in folder.glob("[0-9]*.md"))
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (folder / "README.md").read_text("utf-8"))
    assert listed == kept
    assert [int(name[:4]) for name in kept] == list(range(1, len(kept) + 1))


@pytest.mark.parametrize("paper", sorted((DOCS / "decisions").glob("[0-9]*.md")), ids=lambda path: path.stem)
def test_a_decision_says_why_what_and_what_was_rejected(paper: Path) -> None:
    headings = re.findall(r"^## (.+)$", paper.read_text("utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "Rejected"]
