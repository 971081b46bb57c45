"""A day on which a broadcast finds people's days full: another is offered, and keeps what it promises."""

from db.models import Broadcast, Kind
from flows import broadcast
from scheduler.foreseen import compose, foresee
from tests.journeys import broadcasts
from tests.journeys.days import ends, fill_day, local
from tests.journeys.staff import ADMIN, an_admin
from tests.journeys.ward import AMINA, Cast, Ward
from tests.scheduler.test_broadcast import heard
from tests.scheduler.test_broadcast_steered import made

MORNING = local(2, 9).time()


def seen(ward: Ward, number: int):
    return ward.ask(lambda s: foresee(s, s.get_one(Broadcast, number), ward.clock.now()))


async def test_the_day_with_room_for_most_is_offered_and_reaches_so_many(ward: Ward, people: Cast) -> None:
    await ward.until(local(3, 9))
    fill_day(ward, people.amina, local(3, 8))
    fill_day(ward, people.other, local(3, 8))
    number = made(ward, agreed_by=people.worker)
    now = seen(ward, number)
    assert (now.gets, dict(now.why)) == (0, {"withheld:budget": 2})
    assert now.better is not None
    assert now.better.gets == 2

    def put_off(session):
        one = session.get_one(Broadcast, number)
        one.day, one.at = now.better.day, MORNING
        one.next_at = broadcast.plan(session, one)
        return one.next_at

    ward.change(put_off)
    await ward.until(local(now.better.day.day, 9))
    await ward.beat()

    assert ends(ward, Kind.BROADCAST) == ["sent", "sent"]
    assert AMINA in heard(ward)


async def test_where_everybody_has_room_or_no_day_has_nothing_is_offered(ward: Ward, people: Cast) -> None:
    await ward.until(local(3, 9))
    number = made(ward)
    assert seen(ward, number).better is None

    fill_day(ward, people.amina, local(3, 8))
    once_a_day = made(ward, day=local(4, 9).date(), at=MORNING, repeats="daily")
    assert seen(ward, once_a_day).better is None


async def test_the_numbers_say_the_day_and_a_tap_takes_it(ward: Ward, people: Cast) -> None:
    await ward.until(local(3, 9))
    fill_day(ward, people.amina, local(3, 8))
    number = made(ward)
    better = seen(ward, number).better
    assert better is not None

    message = ward.ask(
        lambda s: compose(s, broadcast_id=number, person_id=people.worker, now=ward.clock.now())
    )

    assert "has room for more: 2 people would get it." in message.text
    assert message.buttons[0][0].data == f"bc:{number}:other:{better.day}"


async def test_on_the_phone_the_offered_day_is_one_tap_away(ward: Ward, people: Cast) -> None:
    await an_admin(ward)
    await ward.until(local(3, 9))
    fill_day(ward, people.amina, local(3, 8))
    await broadcasts.composed(ward, ADMIN)
    await ward.tap(ADMIN, "bc:1:look")
    await ward.beat()
    offered = ward.buttons(ADMIN)[0]
    assert offered.startswith("bc:1:other:2026-03-")

    await ward.tap(ADMIN, offered)

    day = int(offered[-2:])
    assert f"{day} Mar, 09:00" in ward.last(ADMIN)
    assert ward.ask(lambda s: s.get_one(Broadcast, 1).day) == local(day, 9).date()
