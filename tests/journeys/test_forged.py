"""Forged and foreign taps: they change nothing of anybody else's, and are answered all the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.models import Person
from tests.journeys.newcomers import NEWCOMER, dump, join, say, sure
from tests.journeys.ward import AMINA, OTHER, WORKER, Ward

OLD = say("en", "refusal.old_button")
COMMAND = [{"type": "bot_command", "offset": 0, "length": 6}]
FOREIGN = (
    "answer:2:micro.mood:5",
    "change:2:micro.mood:5",
    "open:2",
    "back:2:micro.load",
    "later:2",
    "later:2:30",
)
UNKNOWN = ("answer:999:micro.mood:3", "answer:999999999999999:micro.mood:3", "open:0", "later:404")
NOT_OFFERED = (
    "answer:1:micro.mood:0", "answer:1:micro.mood:6", "answer:1:micro.mood:-1", "answer:1:micro.mood:9999",
    "answer:1:micro.mood:skip", "answer:1:micro.luck:1", "answer:1:phq9.i9:3",
)  # fmt: skip
MALFORMED = (
    "answer:", "answer:1", "answer:1:micro.mood", "answer:1:micro.mood:3:3", "answer:-1:micro.mood:3",
    "answer:1:micro.mood:3; DROP TABLE people", "ANSWER:1:MICRO.MOOD:3", "\x00", "", " ", ":", "%s%n{0}",
    "x" * 64, "点" * 21, "🌱" * 16, "../../etc/passwd", "later:1:99999", "pause:forever", "pause:hospital:99",
    "stop:maybe", "join:zone:America", "join:shared:yes",
)  # fmt: skip


async def asked(ward: Ward) -> str:
    """Let the evening come for both caregivers; Amina's check-in is 1, the other's is 2."""
    await ward.beat()
    await ward.pass_time(hours=3, minutes=30)
    return ward.last(AMINA)


def unanswered(ward: Ward) -> list[object]:
    """The taps that still show their waiting sign."""
    return [query for query in ward.box.world.bot().queries.values() if not query.answered]


@pytest.mark.parametrize(
    "taps", [FOREIGN + UNKNOWN + NOT_OFFERED, MALFORMED], ids=["well formed", "malformed"]
)
async def test_a_tap_that_cannot_count_says_so_shows_the_question_and_changes_nothing(
    ward: Ward, taps: tuple[str, ...]
) -> None:
    question = await asked(ward)
    before = dump(ward)

    for data in taps:
        heard = len(ward.said(AMINA))
        await ward.tap(AMINA, data, forged=True)

        assert ward.said(AMINA)[heard:] == [f"{OLD}\n\n{question}"], data
        assert "answer:1:micro.mood:3" in ward.buttons(AMINA)

    assert dump(ward) == before
    assert unanswered(ward) == []


async def test_a_tap_that_names_no_data_or_no_chat_is_answered_too(ward: Ward) -> None:
    before = dump(ward)
    user = {"id": AMINA, "is_bot": False, "first_name": "Amina", "language_code": "en"}
    query = {"from": user, "chat_instance": "1"}
    message = ward.box.chat(AMINA)[-1]

    await ward.box.push(
        {"callback_query": {"id": "81", **query, "message": message, "game_short_name": "chess"}}
    )
    await ward.box.push({"callback_query": {"id": "82", **query, "inline_message_id": "abc", "data": "help"}})
    await ward.quiet()

    calls = [call for call in ward.box.calls if call["method"] == "answerCallbackQuery"]
    assert [call["params"]["callback_query_id"] for call in calls] == ["81", "82"]
    assert ward.last(AMINA) == OLD
    assert dump(ward) == before


async def test_what_names_a_private_chat_of_somebody_else_is_read_by_nobody(ward: Ward) -> None:
    before = dump(ward)
    user = {"id": AMINA, "is_bot": False, "first_name": "Amina", "language_code": "en"}
    chat = {"id": OTHER, "type": "private", "first_name": "Other"}
    message = {"message_id": 901, "date": 1772438400, "chat": chat}
    heard = len(ward.said(OTHER))

    for content in (
        {"text": "hello"},
        {"text": "/trend", "entities": COMMAND},
        {"text": "/start", "entities": COMMAND},
    ):
        await ward.box.push({"message": {**message, "from": user, **content}})
    query = {"id": "83", "from": user, "chat_instance": "1", "data": "help", "message": message}
    await ward.box.push({"callback_query": query})
    await ward.quiet()

    assert ward.said(OTHER)[heard:] == []
    assert dump(ward) == before
    assert [
        call["params"]["callback_query_id"]
        for call in ward.box.calls
        if "callback_query_id" in call["params"]
    ] == ["83"]


async def test_a_tap_on_a_finished_checkin_says_that_it_is_answered(ward: Ward) -> None:
    await asked(ward)
    for tap in ("micro.mood:4", "micro.load:2", "micro.contact:0"):
        await ward.tap(AMINA, f"answer:1:{tap}")
    before = dump(ward)

    for data in ("answer:1:micro.mood:1", "change:1:micro.mood:1", "open:1", "back:1:micro.load", "later:1"):
        await ward.tap(AMINA, data, forged=True)
        assert ward.last(AMINA) == say("en", "checkin.already_done"), data

    assert dump(ward) == before


async def test_a_tap_on_a_closed_checkin_says_that_there_is_nothing_to_catch_up_on(ward: Ward) -> None:
    await asked(ward)
    await ward.pass_time(hours=20)
    before = dump(ward)

    for data in ("answer:1:micro.mood:1", "open:1", "later:1"):
        await ward.tap(AMINA, data, forged=True)
        assert ward.last(AMINA) == say("en", "checkin.over"), data

    assert dump(ward) == before


async def test_the_buttons_of_joining_do_nothing_once_somebody_is_in(ward: Ward) -> None:
    await join(ward)
    before = dump(ward)

    for user in (NEWCOMER, WORKER):
        for data in (
            "join:language:zh-Hans",
            "join:consent:yes",
            "join:zone:Europe/London",
            "join:shared:yes",
        ):
            await ward.tap(user, data, forged=True)
            assert ward.last(user) == OLD, data

    assert dump(ward) == before


VERBS = [
    "answer",
    "change",
    "open",
    "back",
    "later",
    "help",
    "contact",
    "trend",
    "pause",
    "stop",
    "return",
    "alert",
]
PARTS = st.one_of(
    st.integers(-2, 12).map(str),
    st.sampled_from(
        ["micro.mood", "micro.load", "micro.contact", "take", "close", "yes", "no", "hospital", "skip"]
    ),
    st.text(max_size=8),
)
CRAFTED = st.tuples(st.sampled_from([*VERBS, "join"]), st.lists(PARTS, max_size=4)).map(
    lambda made: ":".join([made[0], *made[1]])
)
TAPS = st.lists(st.one_of(CRAFTED, st.text(max_size=64)), min_size=1, max_size=12)


def of_others(ward: Ward) -> dict[str, list[tuple[object, ...]]]:
    """Every row that belongs to somebody else than Amina, except that alerts ring at the worker's."""
    amina = sure(ward, AMINA).id
    owned = {"people": "id", "checkins": "person_id", "answers": "person_id", "scores": "person_id"}
    owned |= {"subscriptions": "person_id", "enrolments": "person_id", "drafts": "person_id"}
    owned |= {"consents": "person_id", "pauses": "person_id", "alerts": "person_id"}
    found = {}
    for name, column in owned.items():
        table = Person.metadata.tables[name]
        query = select(table).where(table.c[column] != amina).order_by(table.c[column])
        found[name] = ward.ask(lambda s, query=query: [tuple(row) for row in s.execute(query)])
    return found


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taps=TAPS)
async def test_no_tap_whatever_it_says_changes_what_is_somebody_elses(ward: Ward, taps: list[str]) -> None:
    if ward.clock.now().hour < 11:
        await asked(ward)
    before = of_others(ward)

    for data in taps:
        calls = len(ward.box.calls)
        await ward.tap(AMINA, data, forged=True)
        made = {call["method"] for call in ward.box.calls[calls:]}
        assert made & {"sendMessage", "editMessageText"}, "the tap was passed over in silence"

    assert of_others(ward) == before
    assert unanswered(ward) == []
    assert ward.said(OTHER)[-1].startswith("1 of 3")
