"""The whole way in: from the link of an invite to the welcome, and the first question afterwards."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, text

from db.models import Arm, Consent, Draft, Enrolment, Subscription
from tests.cast import MONDAY
from tests.journeys.newcomers import NEWCOMER, STEPS, arrive, join, sure, uses_left, walk
from tests.journeys.ward import Ward

# The bot keeps its own pace in a chat, and so the ward's clock moves a little while somebody joins.
A_MOMENT = timedelta(minutes=1)
CHINESE = STEPS | {"language": "join:language:zh-Hans", "called": "小雨妈妈", "adult": "外婆 13800000000"}


IN_ENGLISH = (
    "请选择语言。\nPlease choose your language.",
    "Hello. This is the companion",
    "What may we call you?",
    "Would you leave a phone number?",
    "If you were in danger, whom may we call?",
    "Are you on Shanghai time?",
    "At what time of day may we ask?",
    "Does a child use this phone too?",
    "All set, Grace. Thank you.",
)
IN_CHINESE = (
    "请选择语言。\nPlease choose your language.",
    "您好。这里是病房社工组的陪伴助手",
    "我们怎么称呼您？",
    "方便留个电话吗？",
    "万一您有危险，我们可以联系谁？",
    "您现在用的是上海的时间吗？",
    "一天里，什么时候问您比较方便？",
    "孩子也用这部手机吗？",
    "都好了，小雨妈妈。谢谢您。",
)


@pytest.mark.parametrize(
    ("path", "begins", "ends"),
    [
        pytest.param(STEPS, IN_ENGLISH, "Lin sees your answers.", id="English"),
        pytest.param(CHINESE, IN_CHINESE, "Lin会看您的回答。", id="Chinese"),
    ],
)
async def test_a_caregiver_comes_in_by_eight_steps_and_what_was_said_is_kept(
    ward: Ward, path: dict[str, str], begins: tuple[str, ...], ends: str
) -> None:
    await arrive(ward, ward.invite())
    asked = [ward.last(NEWCOMER)]
    for answer in path.values():
        await walk(ward, answer)
        asked.append(ward.last(NEWCOMER))

    assert tuple(said[: len(words)] for said, words in zip(asked, begins, strict=True)) == begins
    assert ends in asked[-1]
    assert ward.buttons(NEWCOMER) == ["contact", "help"]
    person = sure(ward)
    assert (person.role, person.standing, person.chat) == ("caregiver", "active", str(NEWCOMER))
    assert person.language == path["language"].removeprefix("join:language:")
    assert (person.zone, person.asked_at, person.shares_phone) == ("Asia/Shanghai", time(21), False)
    told = (person.called, person.phone, person.trusted_adult)
    assert told == (path["called"], path["phone"], path["adult"])


async def test_phone_and_adult_are_sealed_where_they_are_stored(ward: Ward) -> None:
    await join(ward)

    query = text("SELECT called, phone, trusted_adult, chat FROM people ORDER BY id DESC LIMIT 1")
    stored = ward.ask(lambda s: s.execute(query).one())
    written = [STEPS["called"], STEPS["phone"], STEPS["adult"], str(NEWCOMER)]
    assert [plain for plain in written for sealed in stored if plain.encode() in bytes(sealed)] == []


async def test_afterwards_consent_place_and_subscriptions_are_rows(ward: Ward) -> None:
    await join(ward)

    person = sure(ward)
    consent = ward.ask(lambda s: s.scalars(select(Consent).where(Consent.person_id == person.id)).one())
    place = ward.ask(lambda s: s.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).one())
    asks = ward.ask(
        lambda s: s.scalars(select(Subscription.asks).where(Subscription.person_id == person.id)).all()
    )
    assert person.joined_at is not None
    assert person.joined_at - MONDAY < A_MOMENT
    assert (consent.version, consent.language, consent.withdrawn_at) == ("2026-12", "en", None)
    assert consent.given_at - MONDAY < A_MOMENT
    assert (place.programme_id, place.label, place.role, place.arm) == (
        1,
        "C-03",
        "caregiver",
        Arm.INTERVENTION,
    )
    assert sorted(asks) == ["micro", "wave", "weekly"]
    assert ward.ask(lambda s: s.get(Draft, person.id)) is None
    assert uses_left(ward) == [29]


async def test_whose_phone_a_child_shares_is_only_told_that_a_message_waits(ward: Ward) -> None:
    await join(ward, shared="join:shared:yes")
    await ward.beat()

    await ward.until(MONDAY + timedelta(hours=5))

    assert sure(ward).shares_phone is True
    assert ward.last(NEWCOMER) == "A message is waiting for you."


@pytest.mark.parametrize(
    ("zone", "hour", "moment"),
    [
        pytest.param(
            "join:zone:keep", "join:hour:21:00", datetime(2026, 3, 2, 13, tzinfo=UTC), id="Shanghai"
        ),
        pytest.param("柏林", "join:hour:12:30", datetime(2026, 3, 2, 11, 30, tzinfo=UTC), id="Berlin"),
        pytest.param(
            "join:zone:keep", "join:hour:08:00", datetime(2026, 3, 5, 0, tzinfo=UTC), id="hour over"
        ),
    ],
)
async def test_the_first_checkin_comes_at_the_chosen_hour_in_the_chosen_zone_and_not_before(
    ward: Ward, zone: str, hour: str, moment: datetime
) -> None:
    await join(ward, zone=zone, hour=hour)
    heard = len(ward.said(NEWCOMER))
    await ward.beat()

    await ward.until(moment - timedelta(minutes=1))
    assert len(ward.said(NEWCOMER)) == heard
    await ward.until(moment)

    assert len(ward.said(NEWCOMER)) == heard + 1
    assert "How are you feeling right now?" in ward.last(NEWCOMER)


async def test_who_joins_while_the_programme_runs_gets_the_next_day_not_the_missed_ones(ward: Ward) -> None:
    await ward.until(datetime(2026, 3, 11, 8, tzinfo=UTC))
    await join(ward)
    heard = len(ward.said(NEWCOMER))

    await ward.until(datetime(2026, 3, 11, 20, tzinfo=UTC))
    assert len(ward.said(NEWCOMER)) == heard
    await ward.until(datetime(2026, 3, 12, 13, tzinfo=UTC))

    assert len(ward.said(NEWCOMER)) == heard + 1
    person = sure(ward)
    days = ward.ask(
        lambda s: s.scalars(select(Subscription.last_day).where(Subscription.person_id == person.id)).all()
    )
    assert set(days) == {None, date(2026, 3, 12)}
