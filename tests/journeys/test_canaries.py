"""A stolen database: after everything that can happen it tells a thief without keys nothing of anybody."""

import struct

import pytest

from db.models import SiteRow
from tests.db.test_sealed import image
from tests.journeys.days import asked
from tests.journeys.newcomers import join
from tests.journeys.ward import WORKER, Ward

USER = 5_900_123_123
NAME, PHONE, ADULT = "CANARYname", "+44 20 7946 0018", "CANARYadult 020 7946 0099"
SAID = "CANARYwords 阿米娜"
HIDDEN = (
    "CANARY", NAME, PHONE, "7946 0018", "79460018", ADULT, "7946 0099", SAID, "阿米娜", str(USER), "Lin",
)  # fmt: skip
FLOWS = ("/trend", "/help", "/mydata", "/pause", "/start", SAID, f"/{SAID}")


async def test_a_stolen_database_without_keys_shows_no_name_text_or_chat_id(ward: Ward) -> None:
    await join(ward, USER, called=NAME, phone=PHONE, adult=ADULT)
    await asked(ward)
    await ward.tap(USER, "help", forged=True)
    for act in FLOWS:
        await ward.text(USER, act)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")
    assert NAME in ward.last(WORKER)
    await ward.tap(WORKER, "alert:note:1")
    await ward.text(WORKER, SAID)
    await ward.tap(WORKER, "alert:close:1:no_contact_needed", forged=True)
    await ward.box.text(USER, SAID)  # heard, and perhaps not shown yet

    assert stolen(ward) == []
    await ward.quiet()


@pytest.mark.parametrize("secret", [NAME, PHONE, SAID, str(USER)])
async def test_a_thief_would_see_whatever_lay_there_in_the_clear(ward: Ward, secret: str) -> None:
    assert stolen(ward) == []

    ward.change(lambda s: setattr(s.get_one(SiteRow, 1), "name", f"Ward of {secret}"))

    assert secret.encode() in stolen(ward)


async def test_a_thief_would_see_a_number_kept_as_one(ward: Ward) -> None:
    ward.change(lambda s: setattr(s.get_one(SiteRow, 1), "ladder", {"chat": USER}))

    assert str(USER).encode() in stolen(ward)


def stolen(ward: Ward) -> list[bytes]:
    """What a thief of the files finds of anybody."""
    kept = image(ward.database)
    plain = [each.encode() for each in HIDDEN]
    numbers = [struct.pack(">q", USER), struct.pack("<q", USER), USER.to_bytes(5, "big")]
    wanted = [*plain, *numbers, *(each.hex().encode() for each in (*plain, *numbers))]
    return [each for each in wanted if each in kept]
