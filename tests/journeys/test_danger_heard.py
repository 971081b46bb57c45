"""Whatever a caregiver writes, and wherever, is looked at for words of danger first."""

import pytest
from sqlalchemy import select

from db.models import Alert
from tests.journeys.days import asked, local, newest, set_person
from tests.journeys.ward import AMINA, STRANGER, WORKER, Cast, Ward

WORDS = "我真的不想活了"


def seen(ward: Ward) -> list[tuple[str, str]]:
    """The tier and reason of every alert."""
    return [(each.tier, each.reason) for each in ward.ask(lambda s: s.scalars(select(Alert)).all())]


async def test_words_of_danger_ring_and_show_whom_to_call(ward: Ward) -> None:
    await ward.text(AMINA, WORDS)
    await ward.beat()

    assert seen(ward) == [("red", "words")]
    assert "000-0000" in ward.last(AMINA)
    assert "000-1111" in ward.last(AMINA)
    assert ward.buttons(AMINA) == ["mistake:1"]
    assert "nobody is reading" not in ward.last(AMINA)
    assert ward.last(WORKER) == "🔴 New alert, case 1. Please look at once."


async def test_the_card_says_what_was_seen_and_quotes_nothing(ward: Ward) -> None:
    await ward.text(AMINA, WORDS)
    await ward.beat()

    await ward.tap(WORKER, "alert:take:1")

    assert "Wrote something that may speak of danger." in ward.last(WORKER)
    assert not any("不想活" in str(each) for each in ward.said(WORKER))


async def test_outside_duty_hours_it_says_plainly_that_nobody_reads(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, language="zh-Hans")
    await ward.until(local(3, 3))

    await ward.text(AMINA, "撑不下去了")

    assert ward.last(AMINA).splitlines() == [
        "谢谢您说出来。现在没人看消息，Lin今天08:30会看到。",
        "有危险，马上叫护士，或打 000-0000。",
        "想说话，打 000-1111（演示热线（虚构），24小时（虚构））。",
        "这里您不用再做什么。有人接了，这里会马上告诉您。",
    ]


async def test_the_question_at_hand_stays_in_the_chat_below_nothing(ward: Ward, people: Cast) -> None:
    await asked(ward)
    await ward.text(AMINA, "I want to die")

    assert "000-0000" in ward.last(AMINA)
    await ward.tap(AMINA, f"answer:{newest(ward, people.amina).id}:micro.mood:2")
    assert seen(ward) == [("red", "words")]


async def test_also_while_somebody_joins_and_the_joining_goes_on(ward: Ward) -> None:
    await ward.box.open_link(STRANGER, ward.invite())
    await ward.quiet()
    await ward.tap(STRANGER, "join:language:en")
    await ward.tap(STRANGER, "join:consent:yes")

    await ward.text(STRANGER, "kill myself")
    await ward.beat()

    assert seen(ward) == [("red", "words")]
    assert "000-0000" in ward.last(STRANGER)
    assert ward.last(WORKER) == "🔴 New alert, case 1. Please look at once."


@pytest.mark.parametrize(
    "text", ["/trend 我想死", "/digest I want to die", "/nothing kill myself", "/help 不 想 活 了"]
)
async def test_also_in_a_command_whoever_it_is_for(ward: Ward, text: str) -> None:
    await ward.text(AMINA, text)

    assert seen(ward) == [("red", "words")]
    assert "000-0000" in ward.last(AMINA)


async def test_also_in_a_corrected_message(ward: Ward) -> None:
    await ward.text(AMINA, "Good morning")
    message = [each for each in ward.box.chat(AMINA) if not each["from"]["is_bot"]][-1]

    await ward.box.edit(AMINA, message["message_id"], "I want to end it all")
    await ward.quiet()

    assert seen(ward) == [("red", "words")]


async def test_also_below_a_picture(ward: Ward) -> None:
    await ward.box.send_kind(AMINA, "photo", caption="想死")
    await ward.quiet()

    assert seen(ward) == [("red", "words")]


async def test_also_after_a_stop(ward: Ward) -> None:
    await ward.text(AMINA, "/stop")
    await ward.tap(AMINA, "stop:yes")

    await ward.text(AMINA, "I can't go on")

    assert seen(ward) == [("red", "words")]


async def test_written_again_before_anybody_took_it_it_is_the_same_alert(ward: Ward) -> None:
    await ward.text(AMINA, "I want to die")
    await ward.text(AMINA, "I really want to die")

    assert seen(ward) == [("red", "words")]


@pytest.mark.parametrize("text", ["累死了", "饿死了", "气死我了", "I'm dying to see him", "killing time"])
async def test_ordinary_words_ring_nobody(ward: Ward, text: str) -> None:
    await ward.text(AMINA, text)

    assert seen(ward) == []
    assert "nobody is reading" in ward.last(AMINA)


async def test_staff_and_strangers_are_not_looked_at(ward: Ward) -> None:
    await ward.text(WORKER, "A mother wrote: 不想活了")
    await ward.text(STRANGER, "不想活了")

    assert seen(ward) == []


async def test_what_was_written_stays_out_of_every_table(ward: Ward) -> None:
    await ward.text(AMINA, WORDS)
    await ward.beat()

    rows = ward.ask(lambda s: [vars(each) for each in s.scalars(select(Alert)).all()])
    assert "不想活" not in str(rows)
