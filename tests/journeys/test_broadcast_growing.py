"""A repeated notice whose audience grows past what one may send to alone waits for a second one's yes."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from db.models import Broadcast, Delivery, Kind, Person, Programme, SiteRow
from db.people import user_index
from flows.broadcasting import consent
from tests import cast
from tests.journeys import broadcasts
from tests.journeys.days import local, set_person
from tests.journeys.staff import ADMIN, an_admin
from tests.journeys.test_broadcasting import LEAD, a_lead
from tests.journeys.ward import AMINA, STRANGER, Cast, Ward


@pytest.fixture(autouse=True)
def two_alone() -> Iterator[None]:
    """To two families one person may send alone; the next test finds our own size."""
    consent.use(2)
    yield
    consent.use(consent.ALONE)


def one(ward: Ward) -> Broadcast:
    """Notice 1 as it stands."""
    return ward.ask(lambda session: session.get_one(Broadcast, 1))


async def planned(ward: Ward, often: str = "weekly") -> None:
    """Let an admin plan a notice for the two families, on Wednesdays at nine."""
    await an_admin(ward)
    await broadcasts.composed(ward, ADMIN)
    await ward.tap(ADMIN, "bc:1:when")
    await ward.text(ADMIN, "4.3.")
    await ward.text(ADMIN, "9:00")
    await ward.tap(ADMIN, f"bc:1:often:{often}")
    await broadcasts.sent(ward, ADMIN)


def grow(ward: Ward) -> None:
    """Let a third family in."""

    def add(session):
        site, programme = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        known = {"chat": STRANGER, "telegram_index": user_index(STRANGER), "language": "en"}
        cast.caregiver(session, site, programme, label="C-03", **known)

    ward.change(add)


def heard(ward: Ward, user: int = AMINA) -> int:
    """How often somebody got it."""
    return sum("Friday" in said for said in ward.said(user))


def told(ward: Ward, user: int, begins: str) -> list[str]:
    """What somebody was told of it with these words."""
    return [said for said in ward.said(user) if said.startswith(begins)]


async def test_the_day_before_a_second_one_is_asked_and_with_a_yes_it_goes_out_at_its_time(
    ward: Ward, people: Cast
) -> None:
    await planned(ward)
    await a_lead(ward)
    await ward.until(local(4, 9))
    assert heard(ward) == 1
    await ward.until(local(5, 12))
    grow(ward)
    await ward.until(local(10, 8, 59))
    assert one(ward).state == "planned"
    assert ward.buttons(LEAD) == []

    await ward.until(local(10, 9))

    assert (one(ward).state, one(ward).next_at) == ("waiting", local(11, 9))
    [waits] = told(ward, ADMIN, "Notice 1 goes to 3 people by now, more than the 2")
    assert "Wed 11 Mar, 09:00" in waits
    assert waits.endswith("1 person was asked.")
    assert ward.last(LEAD).startswith("Notice 1 goes to 3 people by now")
    await ward.tap(LEAD, "bs:1:see")
    assert "later than planned" not in ward.last(LEAD)
    [agree] = [data for data in ward.buttons(LEAD) if ":agree:" in data]
    await ward.tap(ADMIN, agree, forged=True)
    assert one(ward).state == "waiting", "nobody agrees to their own"
    await ward.tap(LEAD, agree)
    await ward.beat()
    assert one(ward).state == "planned"
    assert told(ward, ADMIN, "A colleague has agreed: notice 1 goes out at its time")
    assert heard(ward) == 1

    await ward.until(local(11, 9))
    await ward.beat()
    assert (heard(ward), heard(ward, STRANGER)) == (2, 1)
    await ward.until(local(18, 9))
    await ward.beat()
    assert heard(ward) == 3, "and two have agreed to it from now on"
    assert broadcasts.fits(ward, ADMIN)


async def test_what_grew_since_waits_at_its_hour_and_with_a_late_yes_both_hear_that_it_is_late(
    ward: Ward, people: Cast
) -> None:
    await planned(ward)
    await a_lead(ward)
    await ward.until(local(4, 9))
    await ward.until(local(11, 8))
    grow(ward)

    await ward.until(local(11, 9))
    await ward.beat()
    assert one(ward).state == "waiting"
    assert heard(ward) == 1
    await ward.until(local(11, 11))
    await ward.tap(LEAD, "bs:1:see")
    assert ward.last(LEAD).startswith("It was due on Wed 11 Mar, 09:00 (Asia/Shanghai). If you agree,")
    await ward.tap(LEAD, next(data for data in buttons(ward, LEAD) if ":agree:" in data))
    await ward.beat()

    assert (heard(ward), heard(ward, STRANGER)) == (2, 1)
    assert told(ward, ADMIN, "A colleague has agreed only now")
    assert one(ward).next_at == local(18, 9)


def buttons(ward: Ward, user: int) -> list[str]:
    """Every button in a chat."""
    rows = [
        row
        for message in ward.box.chat(user)
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
    ]
    return [button["callback_data"] for row in rows for button in row]


async def test_without_a_yes_it_is_left_out_with_a_word_and_the_next_one_is_asked_for_anew(
    ward: Ward, people: Cast
) -> None:
    await planned(ward)
    await a_lead(ward)
    await ward.until(local(4, 9))
    await ward.beat()
    grow(ward)
    await ward.until(local(10, 9))
    old = [data for data in ward.buttons(LEAD) if data == "bs:1:see"]
    await ward.tap(LEAD, old[0])
    agree = next(data for data in ward.buttons(LEAD) if ":agree:" in data)

    await ward.until(local(11, 21))
    await ward.until(local(12, 8))

    assert (one(ward).state, one(ward).next_at) == ("planned", local(18, 9))
    assert heard(ward) == 1
    [left] = told(ward, ADMIN, "Nobody agreed in time: notice 1 was not sent for Wed 11 Mar.")
    assert left.endswith("Its next time is Wed 18 Mar.")
    await ward.tap(LEAD, agree, forged=True)
    assert one(ward).agreed_by is None, "what was seen then was another time"
    await ward.until(local(17, 9))
    assert one(ward).state == "waiting"
    assert len(told(ward, LEAD, "Notice 1 goes to 3 people")) == 2
    assert len(told(ward, ADMIN, "Notice 1 goes to 3 people")) == 2


async def test_who_would_rather_not_lets_it_rest_and_going_on_asks_again(ward: Ward, people: Cast) -> None:
    await planned(ward)
    await a_lead(ward)
    await ward.until(local(4, 9))
    grow(ward)
    await ward.until(local(10, 9))
    await ward.tap(LEAD, "bs:1:see")
    await ward.tap(LEAD, "bs:1:refuse")
    await ward.beat()
    assert one(ward).state == "paused"
    assert told(ward, ADMIN, "A colleague would rather not send notice 1 as it is")

    await ward.text(ADMIN, "/broadcast")
    await ward.tap(ADMIN, "bs:1:show")
    await ward.tap(ADMIN, "bs:1:resume")
    await ward.beat()

    assert one(ward).state == "waiting"
    assert len(told(ward, LEAD, "Notice 1 goes to 3 people")) == 2
    await ward.tap(ADMIN, "bs:1:cancel", forged=True)
    await ward.tap(ADMIN, "bs:1:stop")
    await ward.until(local(11, 9))
    assert one(ward).state == "cancelled"
    assert heard(ward) == 1


async def test_where_there_is_nobody_who_may_agree_its_author_hears_so_and_somebody_who_comes_later_may(
    ward: Ward, people: Cast
) -> None:
    await planned(ward)
    await ward.until(local(4, 9))
    grow(ward)
    await ward.until(local(10, 9))
    assert told(ward, ADMIN, "Notice 1 goes to 3 people")[0].endswith("makes a link for one.")
    await ward.text(ADMIN, "/broadcast")
    await ward.tap(ADMIN, "bs:1:show")
    await ward.tap(ADMIN, "bs:1:see")
    assert ward.last(ADMIN).startswith("You wrote this yourself")

    await a_lead(ward)
    await ward.text(LEAD, "/broadcast")
    await ward.tap(LEAD, "bs:1:show")
    await ward.tap(LEAD, "bs:1:see")
    await ward.tap(LEAD, next(data for data in ward.buttons(LEAD) if ":agree:" in data))
    await ward.until(local(11, 9))
    await ward.beat()

    assert (heard(ward), heard(ward, STRANGER)) == (2, 1)


async def test_one_that_was_planned_once_is_stopped_with_a_word(ward: Ward, people: Cast) -> None:
    await planned(ward, "once")
    admin = ward.ask(lambda s: s.scalars(select(Person.id).where(Person.role == "admin")).one())
    set_person(ward, admin, language="zh-Hans")
    await ward.until(local(2, 20))
    grow(ward)
    await ward.until(local(3, 9))
    assert one(ward).state == "waiting"

    await ward.until(local(4, 21))
    await ward.until(local(5, 8))

    assert (one(ward).state, one(ward).ended_at is not None) == ("cancelled", True)
    assert heard(ward) == 0
    assert "没有等到同意：通知 1 3月4日" in ward.last(ADMIN).replace(" ", "").replace("通知1", "通知 1 ")


async def test_of_one_to_few_enough_nobody_is_ever_asked(ward: Ward, people: Cast) -> None:
    await planned(ward, "daily")
    await a_lead(ward)
    for day in (4, 5, 6, 7):
        await ward.until(local(day, 9))
        await ward.beat()

    assert one(ward).rounds == 4
    asked = ward.ask(lambda s: s.scalars(select(Delivery.id).where(Delivery.kind == Kind.AGREE)).all())
    assert asked == []
