"""Out of reach: nothing is sent to whoever blocked the bot, the gap says why, a sign of life ends it."""

from datetime import datetime

from db.models import Kind, Person
from tests.journeys.days import asked, ends, local, state
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward


def away_since(ward: Ward, person: int) -> datetime | None:
    """Since when the person cannot be reached."""
    return ward.ask(lambda session: session.get_one(Person, person).unreachable_at)


async def test_telegram_says_so_and_nothing_is_sent(ward: Ward, people: Cast) -> None:
    await ward.box.block(AMINA)
    await ward.quiet()
    assert away_since(ward, people.amina) is not None
    calls = len([call for call in ward.box.calls if call["method"] == "sendMessage"])

    await asked(ward)

    sent = [call for call in ward.box.calls if call["method"] == "sendMessage"][calls:]
    assert [call["params"]["chat_id"] for call in sent] == [str(WORKER), str(OTHER)], "the worker is told"
    assert ends(ward, Kind.CHECKIN, people.amina) == ["skipped:unreachable"]
    assert state(ward, 1) == ("closed", "unreachable")


async def test_opening_the_door_again_is_enough(ward: Ward, people: Cast) -> None:
    await ward.box.block(AMINA)
    await ward.quiet()
    await ward.box.unblock(AMINA)
    await ward.quiet()

    await asked(ward)

    assert away_since(ward, people.amina) is None
    assert "How are you feeling" in ward.last(AMINA)


async def test_a_refusal_at_the_sending_is_a_block_too(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "403", chat_id=AMINA)

    await asked(ward)

    assert away_since(ward, people.amina) == local(2, 19, 30)
    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:blocked"]
    assert state(ward, 1) == ("closed", "unreachable")
    await ward.until(local(5, 19, 30))
    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:blocked", "skipped:unreachable"]


async def test_a_message_lifts_it(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "403", chat_id=AMINA)
    await asked(ward)

    await ward.text(AMINA, "I am here")
    await ward.until(local(5, 19, 30))

    assert away_since(ward, people.amina) is None
    assert ends(ward, Kind.CHECKIN, people.amina)[-1] == "sent"


async def test_an_account_that_is_gone_is_out_of_reach(ward: Ward, people: Cast) -> None:
    await ward.box.deactivate(AMINA)

    await asked(ward)

    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:deactivated"]
    assert away_since(ward, people.amina) is not None


async def test_a_chat_that_telegram_does_not_find_is_out_of_reach(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "400", chat_id=AMINA, description="Bad Request: chat not found")

    await asked(ward)

    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:chat_not_found"]
    assert state(ward, 1) == ("closed", "unreachable")


async def test_a_message_that_telegram_does_not_take_says_nothing_about_the_person(
    ward: Ward, people: Cast
) -> None:
    ward.box.faults.add("sendMessage", "400", chat_id=AMINA, description="Bad Request: message text is empty")

    await asked(ward)

    assert away_since(ward, people.amina) is None
    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:bad_request"]
    assert state(ward, 1) == ("closed", "not_sent")


async def test_leaving_a_group_is_not_leaving_us(ward: Ward, people: Cast) -> None:
    """Amina throws the bot out of a group: that says nothing about her own chat."""
    amina = {"id": AMINA, "is_bot": False, "first_name": "Amina"}
    bot = {"id": 1000, "is_bot": True, "first_name": "Respite", "username": "respite_test_bot"}
    await ward.box.push(
        {
            "my_chat_member": {
                "chat": {"id": -500, "type": "group", "title": "Ward"},
                "from": amina,
                "date": int(ward.clock.time()),
                "old_chat_member": {"user": bot, "status": "member"},
                "new_chat_member": {"user": bot, "status": "left"},
            }
        }
    )
    await ward.quiet()

    assert away_since(ward, people.amina) is None


async def test_a_worker_who_blocked_the_bot_is_out_of_reach_as_well(ward: Ward, people: Cast) -> None:
    await ward.box.block(WORKER)
    await ward.quiet()

    assert away_since(ward, people.worker) is not None
