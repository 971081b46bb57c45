"""A session on a theme of the worker's own: in a few taps she says what its families take along."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from content.catalogue import words
from content.library import library
from content.library.piece import THEMES
from db.models import Meeting, Practice, Programme
from flows import material
from flows.meeting import is_last
from flows.running import template_of
from tests.journeys.group import hold, meetings, plan
from tests.journeys.newcomers import say, set_language
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

THEME = {"en": "Money & <rest>", "zh-Hans": "钱的事，<歇一歇>"}


async def add(ward: Ward, theme: str, *chosen: str, day: str = "2026-03-13") -> None:
    """Add a session on this theme, with what was tapped about its material."""
    await ward.tap(WORKER, "prog:extra:1", forged=True)
    await ward.text(WORKER, theme)
    for data in chosen:
        await ward.tap(WORKER, data)
    for written in (day, "15:00", "Garden"):
        await ward.text(WORKER, written)


def newest(ward: Ward) -> Meeting:
    """The session that was added last."""
    return meetings(ward)[-1]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_a_theme_is_written_and_a_piece_chosen_in_two_taps(ward: Ward, language: str) -> None:
    await plan(ward)
    set_language(ward, WORKER, language)
    await ward.tap(WORKER, "prog:extra:1", forged=True)
    assert say(language, "plan.theme") in ward.last(WORKER)
    await ward.text(WORKER, THEME[language])
    assert ward.buttons(WORKER)[-2:] == ["plan:topic:none", "plan:topic:stop"]
    await ward.tap(WORKER, "plan:topic:ward")
    pieces = [data for data in ward.buttons(WORKER) if data.startswith("plan:piece:")]
    assert pieces == [
        f"plan:piece:{key}" for key in ("infection_rules", "money", "ward_talks", "other", "none", "stop")
    ]
    await ward.tap(WORKER, "plan:piece:money")
    for written in ("2026-03-13", "15:00", "Garden"):
        await ward.text(WORKER, written)

    title = library().text("money", language).front.title
    assert THEME[language] in ward.last(WORKER)
    assert say(language, "session.brings", title=title) in ward.last(WORKER)
    await ward.tap(WORKER, "plan:sure:yes")
    made = newest(ward)
    assert (made.key, made.theme, made.piece) == ("own", {language: THEME[language]}, "money")
    assert (made.minutes, made.capacity, made.place) == (90, 12, "Garden")


async def test_another_topic_and_nothing_at_all_are_a_tap_away(ward: Ward) -> None:
    await plan(ward)
    await ward.tap(WORKER, "prog:extra:1", forged=True)
    await ward.text(WORKER, "Rest")
    await ward.tap(WORKER, "plan:topic:ward")
    await ward.tap(WORKER, "plan:piece:other")
    assert say("en", "plan.topic") in ward.last(WORKER)
    await ward.tap(WORKER, "plan:topic:none")
    assert ward.last(WORKER).startswith("Step 3 of 6\n\nOn which day?")
    for written in ("2026-03-13", "15:00", "Garden"):
        await ward.text(WORKER, written)
    assert say("en", "session.brings", title=say("en", "plan.piece.none")) in ward.last(WORKER)
    await ward.tap(WORKER, "plan:sure:yes")

    assert (newest(ward).theme, newest(ward).piece) == ({"en": "Rest"}, None)


async def test_a_reunion_asks_nothing_of_the_kind(ward: Ward) -> None:
    await plan(ward)
    await ward.tap(WORKER, "prog:extra:1", forged=True)
    await ward.tap(WORKER, "plan:theme:reunion")

    assert ward.last(WORKER).startswith("Step 2 of 5\n\nOn which day?")


@pytest.mark.parametrize("choice", ["grief_first", "grief_later", "no_such_piece"])
async def test_what_only_a_person_sends_is_no_material(ward: Ward, choice: str) -> None:
    await plan(ward)
    await ward.tap(WORKER, "prog:extra:1", forged=True)
    await ward.text(WORKER, "Saying goodbye")
    await ward.tap(WORKER, "plan:topic:turning_points")
    assert f"plan:piece:{choice}" not in ward.buttons(WORKER)
    await ward.tap(WORKER, f"plan:piece:{choice}", forged=True)

    assert ward.last(WORKER) == say("en", "refusal.old_button")


async def test_words_are_no_answer_where_a_tap_is_and_a_long_theme_is_asked_again(ward: Ward) -> None:
    await plan(ward)
    await ward.tap(WORKER, "prog:extra:1", forged=True)
    await ward.text(WORKER, "x" * 81)
    assert ward.last(WORKER).startswith(say("en", "plan.theme.unclear"))
    await ward.text(WORKER, "Rest")
    await ward.text(WORKER, "something calm")
    assert ward.last(WORKER).startswith(say("en", "join.please_tap"))


async def test_afterwards_it_is_read_and_its_step_comes_as_with_any_theme(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await add(ward, "Stillness", "plan:topic:calm", "plan:piece:slow_breathing")
    await ward.tap(WORKER, "plan:sure:yes")
    ours = next(one for one in meetings(ward) if one.key == "own")
    await hold(ward, len(meetings(ward)))
    await ward.beat()
    for number, value in enumerate((5, 5, 2), start=1):
        await ward.tap(AMINA, f"opinion:{ours.id}:{number}:{value}")

    assert ward.last(AMINA) == say("en", "opinion.thanks")
    assert ward.buttons(AMINA) == ["library:read:slow_breathing"]
    chosen = ward.ask(lambda s: s.scalars(select(Practice).order_by(Practice.id)).all())
    assert [(one.piece, one.because, one.person_id) for one in chosen] == [
        ("slow_breathing", "group", people.amina), ("slow_breathing", "group", people.other),
    ]  # fmt: skip


async def test_without_a_piece_nothing_follows(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await add(ward, "Stillness", "plan:topic:none")
    await ward.tap(WORKER, "plan:sure:yes")
    ours = next(one for one in meetings(ward) if one.key == "own")
    await hold(ward, len(meetings(ward)))
    await ward.beat()
    for number, value in enumerate((5, 5, 2), start=1):
        await ward.tap(OTHER, f"opinion:{ours.id}:{number}:{value}")

    assert ward.buttons(OTHER) == []
    assert ward.ask(lambda s: s.scalars(select(Practice)).all()) == []


async def test_what_it_brings_can_be_chosen_later_until_it_begins(ward: Ward) -> None:
    await plan(ward)
    await add(ward, "Stillness", "plan:topic:none")
    await ward.tap(WORKER, "plan:sure:yes")
    ours = next(one for one in meetings(ward) if one.key == "own")
    await ward.tap(WORKER, f"sess:show:{ours.id}", forged=True)
    assert say("en", "session.brings", title=say("en", "plan.piece.none")) in ward.last(WORKER)

    await ward.tap(WORKER, f"sess:material:{ours.id}")
    await ward.tap(WORKER, "plan:topic:mood")
    await ward.tap(WORKER, "plan:piece:guilt")

    assert ward.last(WORKER).startswith(say("en", "plan.piece.kept"))
    assert next(one for one in meetings(ward) if one.key == "own").piece == "guilt"
    await ward.until(ours.starts_at + timedelta(minutes=1))
    await ward.tap(WORKER, f"sess:material:{ours.id}", forged=True)
    assert ward.last(WORKER) == say("en", "rsvp.over")


async def test_a_session_of_a_template_keeps_what_belongs_to_it(ward: Ward) -> None:
    await plan(ward)
    await ward.tap(WORKER, "sess:show:1", forged=True)

    assert say("en", "session.brings", title=library().text("group_use", "en").front.title) in ward.last(
        WORKER
    )
    assert "sess:material:1" not in ward.buttons(WORKER)
    await ward.tap(WORKER, "sess:material:1", forged=True)
    assert ward.last(WORKER) == say("en", "rsvp.over")


async def test_one_in_between_is_listed_by_its_time_and_the_last_stays_the_farewell(ward: Ward) -> None:
    await plan(ward)
    await add(ward, "Stillness", "plan:topic:none", day="2026-03-12")
    await ward.tap(WORKER, "plan:sure:yes")

    assert [data for data in ward.buttons(WORKER) if data.startswith("sess:show")][:3] == [
        "sess:show:1", "sess:show:7", "sess:show:2",
    ]  # fmt: skip
    written = ward.ask(lambda s: template_of(s, s.get_one(Programme, 1)))
    assert [one.key for one in written.sessions][:3] == ["meeting", "own", "anxiety"]
    last = [ward.ask(lambda s, one=one: is_last(s, one)) for one in meetings(ward)]
    assert last == [False] * 5 + [True, False]


@pytest.mark.parametrize("topic", THEMES)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_topic_has_words_and_pieces_for_everybody(topic: str, language: str) -> None:
    said = words(language)
    shown = [button for row in material.topics(said) for button in row]

    assert f"plan:topic:{topic}" in [button.data for button in shown]
    assert len(material.titles(topic, said)) > 2
    assert all(len(button.data.encode()) <= 64 for row in material.titles(topic, said) for button in row)
