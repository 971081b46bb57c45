"""Read aloud: a recorded question has a button that plays it, and nothing else changes."""

from pathlib import Path

import pytest

from content import recordings
from tests.journeys.blocks import in_a_wave, options
from tests.journeys.days import local
from tests.journeys.newcomers import say
from tests.journeys.ward import AMINA, OTHER, Cast, Ward

OGG = b"OggS\0\2 a made-up recording"
LISTEN = "listen:1:phq8.interest"


@pytest.fixture
def recorded(tmp_path: Path):
    """The ward has recorded the first question of the PHQ-8 in English."""
    file = tmp_path / "en" / "phq8.interest.ogg"
    file.parent.mkdir()
    file.write_bytes(OGG)
    recordings.keep_in(tmp_path)
    yield file
    recordings.keep_in(tmp_path / "nowhere")


async def first_block(ward: Ward, people: Cast, language: str = "en") -> None:
    """Let the first block come."""
    in_a_wave(ward, people, language)
    await ward.beat()
    await ward.until(local(3, 19, 30))


async def test_a_recorded_question_can_be_heard_and_then_answered(
    ward: Ward, people: Cast, recorded: Path
) -> None:
    await first_block(ward, people)
    assert ward.buttons(AMINA)[0] == LISTEN
    question = ward.box.chat(AMINA)[-1]["message_id"]

    await ward.tap(AMINA, LISTEN)

    heard = ward.box.chat(AMINA)[-1]
    stored = ward.box.world.files.find(heard["voice"]["file_id"])
    assert stored is not None
    assert stored.upload.data == OGG
    assert heard["has_protected_content"] is True
    await ward.tap(AMINA, "answer:1:phq8.interest:1", message_id=question)
    shown = next(each for each in ward.box.chat(AMINA) if each["message_id"] == question)
    assert "Feeling down" in shown["text"]


async def test_a_question_that_nobody_recorded_has_no_such_button(
    ward: Ward, people: Cast, recorded: Path
) -> None:
    await first_block(ward, people)
    await ward.tap(AMINA, options(ward)[0])

    assert not any(data.startswith("listen") for data in ward.buttons(AMINA))


async def test_a_recording_in_another_language_is_not_played(
    ward: Ward, people: Cast, recorded: Path
) -> None:
    await first_block(ward, people, "zh-Hans")

    assert LISTEN not in ward.buttons(AMINA)


async def test_a_recording_taken_away_is_an_old_button(ward: Ward, people: Cast, recorded: Path) -> None:
    await first_block(ward, people)
    recordings.keep_in(recorded.parent)

    await ward.tap(AMINA, LISTEN)

    assert ward.last(AMINA).startswith(say("en", "refusal.old_button"))


async def test_nobody_listens_in_on_a_neighbour(ward: Ward, people: Cast, recorded: Path) -> None:
    await first_block(ward, people)

    await ward.tap(OTHER, LISTEN, forged=True)

    assert not any("voice" in each for each in ward.box.chat(OTHER))
