"""An edit that waits gives way to a newer one of the same message."""

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.wire.throttle import GRANTED
from tests.wire.desk import AMINA, OTHER


async def test_of_several_waiting_edits_only_the_newest_is_made(desk):
    await desk.use_up()
    calls = [desk.edit(f"{percent} %") for percent in (10, 20, 30)]
    await desk.play()
    assert desk.texts() == ["30 %"]
    assert [call.result() for call in calls] == [{"text": "30 %"}] * 3


async def test_an_edit_that_may_go_at_once_is_made(desk):
    for percent in (10, 20):
        desk.edit(f"{percent} %")
        await desk.settle()
    assert desk.texts() == ["10 %", "20 %"]


async def test_the_newer_edit_takes_the_older_ones_place_in_line(desk):
    await desk.use_up()
    desk.edit("old")
    desk.send("after the edit")
    desk.edit("new", rate_limit_args=6)
    await desk.play()
    assert desk.texts() == ["new", "after the edit"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"message": 2}, id="another message"),
        pytest.param({"chat": OTHER}, id="another chat"),
        pytest.param({"endpoint": "editMessageCaption"}, id="another part"),
        pytest.param({"endpoint": "editMessageReplyMarkup"}, id="only the buttons"),
    ],
)
async def test_edits_of_something_else_are_all_made(desk, other):
    await desk.use_up()
    await desk.use_up(OTHER)
    desk.edit("one")
    desk.edit("two", **other)
    await desk.play()
    assert sorted(desk.texts()) == ["one", "two"]


async def test_new_words_replace_waiting_buttons(desk):
    await desk.use_up()
    desk.edit("old words")
    desk.edit("buttons", endpoint="editMessageReplyMarkup")
    desk.edit("new words")
    await desk.play()
    assert desk.texts() == ["new words"]


async def test_inline_messages_are_told_apart_by_their_own_id(desk):
    desk.send("in the air", 100)
    desk.send("in the air", 101)
    for message, text in [("a", "old"), ("b", "other"), ("a", "new")]:
        desk.send(text, None, "editMessageText", inline_message_id=message)
    await desk.play()
    assert sorted(desk.texts()[2:]) == ["new", "other"]


async def test_messages_are_never_replaced(desk):
    await desk.use_up()
    for _ in range(3):
        desk.send("again", message_id=1)
    await desk.play()
    assert desk.texts() == ["again"] * 3


async def test_a_granted_edit_replaces_nothing(desk):
    await desk.use_up()
    desk.edit("waits")
    await desk.settle()
    desk.edit("granted", rate_limit_args=GRANTED)
    await desk.play()
    assert desk.texts() == ["granted", "waits"]


async def test_the_older_edit_shares_the_newer_ones_error(desk):
    await desk.use_up()
    desk.faults[AMINA] = [BadRequest("message to edit not found")]
    old, new = desk.edit("old"), desk.edit("new")
    await desk.play()
    assert old.result() is new.result()
    assert str(old.result()) == "message to edit not found"


async def test_the_older_edit_is_made_if_the_newer_ones_caller_gives_up(desk):
    await desk.use_up()
    oldest, old, new = desk.edit("oldest"), desk.edit("old"), desk.edit("new")
    await desk.settle()
    new.cancel()
    await desk.play()
    assert desk.texts() == ["old"]
    assert oldest.result() == old.result() == {"text": "old"}


@pytest.mark.parametrize("leaver", [0, 1])
async def test_the_newer_edit_is_made_if_an_older_ones_caller_gives_up(desk, leaver):
    await desk.use_up()
    calls = [desk.edit("oldest"), desk.edit("old"), desk.edit("new")]
    await desk.settle()
    calls.pop(leaver).cancel()
    await desk.play()
    assert desk.texts() == ["new"]
    assert [call.result() for call in calls] == [{"text": "new"}] * 2


async def test_an_edit_in_the_air_lends_its_place_to_nobody(desk):
    landed = desk.hold("old")
    desk.edit("old")
    for _ in range(4):
        desk.send("before")
    await desk.play(0.5)
    desk.send("between")
    desk.edit("new")
    landed.set()
    await desk.play()
    assert desk.texts()[-2:] == ["between", "new"]


async def test_an_edit_refused_by_a_flood_gives_way_to_a_newer_one(desk):
    desk.faults[AMINA] = [RetryAfter(3)]
    old = desk.edit("old")
    await desk.settle()
    new = desk.edit("new")
    await desk.play()
    assert desk.texts() == ["old", "new"]
    assert old.result() == new.result() == {"text": "new"}


async def test_an_edit_refused_by_a_flood_does_not_undo_a_newer_one_in_the_air(desk):
    desk.on_wire.clear()
    desk.faults[AMINA] = [RetryAfter(3)]
    old, new = desk.edit("old"), desk.edit("new")
    await desk.settle()
    assert desk.texts() == ["old", "new"]
    desk.on_wire.set()
    await desk.play()
    assert desk.texts() == ["old", "new"]
    assert old.result() == new.result() == {"text": "new"}


async def test_an_edit_refused_by_a_flood_does_not_undo_a_newer_one_that_has_landed(desk):
    landed = desk.hold("old")
    old, new = desk.edit("old"), desk.edit("new")
    await desk.settle()
    assert new.result() == {"text": "new"}
    desk.faults[AMINA] = [RetryAfter(3)]
    landed.set()
    await desk.play()
    assert desk.texts() == ["old", "new"]
    assert old.result() == {"text": "new"}


async def test_an_edit_served_but_not_yet_sent_is_left_alone(desk):
    await desk.use_up()
    desk.send("watching the clock", OTHER)
    desk.edit("old")
    await desk.settle()
    desk.clock.advance_to(desk.clock.next_wake())
    desk.edit("new")
    await desk.play()
    assert desk.texts()[-1] == "new"
    assert (desk.throttle.waiting, desk.throttle.busy) == (0, 0)
