"""The shelf: every piece in every language, with its sources, and every fault named."""

from pathlib import Path
from shutil import copytree

import pytest

from content.catalogue import LANGUAGES, words
from content.library import FOLDER, library, sessions
from content.library.checks import LENGTHS
from content.message import Message
from content.programmes import keys, template
from flows import leaf
from flows.library import FEELINGS
from handlers.render import TAG
from scales.checks import Fault
from scales.dimensions import ORDER
from scales.strict_yaml import CardFaults

TEXTS = [piece for texts in library().pieces.values() for piece in texts.values()]
BY_PERSON = {"grief_first", "grief_later"}
MOST_SHOWN = 4096
# What nobody may be told here: that all will be well, or that there is a gain in it.
FALSE_COMFORT = (
    "will be fine",
    "everything happens",
    "stay positive",
    "加油",
    "一定会好",
    "会好起来的",
    "要坚强",
)
CHEER = ("!", "！", "😊", "🌈", "💪")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A copy of the shelf to spoil."""
    copy = tmp_path / "library"
    copytree(FOLDER, copy, ignore=lambda folder, names: [name for name in names if name.endswith(".py")])
    return copy


def spoil(shelf: Path, file: str, old: str, new: str) -> str:
    """Write something else into a file, and return what the loader says of the shelf."""
    path = shelf / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(CardFaults) as caught:
        library(shelf)
    return str(caught.value)


def test_there_are_pieces_enough_and_each_is_there_in_every_language():
    assert len(library().pieces) >= 24
    assert [key for key, texts in library().pieces.items() if set(texts) != set(LANGUAGES)] == []


@pytest.mark.parametrize("piece", TEXTS, ids=lambda piece: f"{piece.front.key}-{piece.language}")
def test_a_piece_fits_into_one_message_with_all_that_stands_around_it(piece):
    said = words(piece.language)
    note = said.say("send.look", label="C-03", review=said.say("send.not_reviewed"))
    shown = leaf.page(piece, said).with_note(f"{note}\n{said.say('send.by_person')}")

    least, most = LENGTHS[piece.language]
    assert least <= len(piece) <= most
    assert len(TAG.sub("", shown.text)) <= MOST_SHOWN
    assert len(leaf.small_step(piece)) < len(piece.words) / 2
    assert piece.front.sources


@pytest.mark.parametrize("piece", TEXTS, ids=lambda piece: f"{piece.front.key}-{piece.language}")
def test_no_piece_gives_false_comfort(piece):
    assert [phrase for phrase in FALSE_COMFORT if phrase in piece.words.casefold()] == []
    if piece.front.audience == "bereaved" or piece.front.key in {"relapse", "after_bad_news"}:
        assert [mark for mark in CHEER if mark in piece.words] == []


def test_what_only_a_person_sends_is_in_no_menu_no_search_and_no_offer():
    assert {front.key for front in library().fronts() if front.sent_by_person_only} == BY_PERSON
    listed = {key for feeling in FEELINGS for key in library().felt(feeling)}
    offered = {key for dimension in ORDER for key in library().steps(dimension)}
    assert not BY_PERSON & (listed | offered)
    assert not BY_PERSON & set(library().found("孩子", "zh-Hans"))
    assert listed == set(library().pieces) - BY_PERSON


def test_every_feeling_and_every_dimension_has_pieces():
    assert all(library().felt(feeling) for feeling in FEELINGS)
    assert all(library().steps(dimension) for dimension in ORDER)


def test_a_word_is_found_in_title_and_text_whatever_its_case():
    assert library().found("BREATHING", "en")[0] == "slow_breathing"
    assert "bedside_sleep" in library().found("陪护床", "zh-Hans")
    assert library().found("  ", "en") == []


def test_no_text_claims_a_review_that_nobody_made():
    assert [piece.front.reviewed for piece in TEXTS if piece.front.reviewed is not None] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("anger/en.md", "theme: mood", "theme: rage", "anger/en.md: theme:"),
        ("anger/en.md", "minutes: 2", "minutes: 2\nminuets: 3", "anger/en.md: minuets: Extra inputs"),
        ("anger/en.md", "key: anger", "key: rage", "anger/en.md: key: is rage, and the folder is anger"),
        ("anger/en.md", "sources: [who", "sources: [whom", "there is no whom_stress_2020 in sources.yaml"),
        ("anger/en.md", "minutes: 2", "minutes: 3", "anger/zh-Hans.md: minutes: is not as in en.md"),
        ("anger/en.md", "\n## ", "\n### ", "anger/en.md: text: needs one heading ##"),
        ("anger/en.md", "Anger has a message", "<b>Anger</b> has a message", "markup that the chat"),
        ("anger/en.md", "Anger has a message", "Anger " * 200, "long, not 150 to 350"),
        ("anger/en.md", "---\nkey", "key", "front matter: must stand first"),
        ("anger/en.md", "minutes: 2", "minutes: 2\nminutes: 3", "written twice: minutes"),
        ("grounding/en.md", "offered: true", "offered: false", "what is offered says for which dimension"),
        ("anger/en.md", "feels: [angry, family]", "feels: []", "anger/en.md: feels: nobody finds it"),
        ("grief_first/en.md", "feels: []", "feels: [low]", "sent_by_person_only: is in no menu"),
        ("anger/en.md", "reviewed: null", "reviewed: {by: Dr. Lin}", "reviewed.calling: Field required"),
        ("sources.yaml", "who_stress_2020:", "who_unused:", "sources.yaml: who_unused: no piece names it"),
        ("sources.yaml", "evidence: seen", "evidence: surely", "Input should be 'seen' or 'recalled'"),
    ],
)  # fmt: skip
def test_every_fault_is_named_with_its_file_and_field(shelf, file, old, new, fault):
    assert fault in spoil(shelf, file, old, new)


def test_a_piece_that_one_language_lacks_is_told(shelf):
    (shelf / "anger" / "zh-Hans.md").unlink()

    with pytest.raises(CardFaults, match=r"anger/en.md: languages: must be zh-Hans, en, with a file each"):
        library(shelf)


def test_a_page_is_a_message_that_telegram_can_read():
    shown = leaf.page(library().pieces["slow_breathing"]["en"], words("en"))

    assert isinstance(shown, Message)
    assert shown.text.startswith("<b>Breathing slowly</b>\n\n")
    assert shown.text.count("<b>") == shown.text.count("</b>") == 2


def test_what_belongs_to_a_session_is_on_the_shelf_and_to_every_session_of_ours_something_does():
    both = [template(key) for key in keys()]
    ours = {one.key for each in both for one in each.sessions}

    assert set(sessions.shelf()) == ours
    for key in ours:
        assert sessions.pieces_of(key), key
    assert sessions.pieces_of("written_by_a_site") == ()


def test_a_session_that_names_a_piece_only_a_person_sends_is_named_as_a_fault(tmp_path):
    (tmp_path / sessions.NAME).write_text("meeting: [slow_breathing, grief_first]\n", "utf-8")

    with pytest.raises(CardFaults) as raised:
        sessions.shelf(tmp_path)

    assert raised.value.faults == {
        sessions.NAME: (Fault("meeting", "grief_first is no piece that may be read by everybody"),)
    }
