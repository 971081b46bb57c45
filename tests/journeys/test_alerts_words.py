"""What a person reads who asked for help: whom to call, and who reads when."""

from datetime import date

import pytest

from content.catalogue import words
from content.crisis import crisis_card
from tests.journeys.days import local, set_person, set_site
from tests.journeys.ward import AMINA, Cast, Ward

EMERGENCY = crisis_card("ZZ").emergency
LINE = crisis_card("ZZ").lines[0].number


async def test_the_words_say_when_somebody_reads(ward: Ward) -> None:
    for moment, told in (
        (local(2, 17, 29), "Before 17:30 today, Lin will see this."),
        (local(2, 17, 30), "Nobody reads messages now; Lin will see it tomorrow, 08:30."),
        (local(3, 3), "Nobody reads messages now; Lin will see it today, 08:30."),
        (local(6, 18), "Nobody reads messages now; Lin will see it on Monday, 08:30."),
        (local(7, 12), "Nobody reads messages now; Lin will see it on Monday, 08:30."),
        (local(8, 23), "Nobody reads messages now; Lin will see it tomorrow, 08:30."),
    ):
        await ward.until(moment)

        await ward.tap(AMINA, "help")

        assert ward.last(AMINA).splitlines()[0] == f"Thank you for telling us. {told}"


async def test_whoever_asks_to_be_contacted_reads_when(ward: Ward) -> None:
    for moment, told in ((local(2, 16, 30), "today before 17:30"), (local(2, 20), "tomorrow, 08:30")):
        await ward.until(moment)

        await ward.tap(AMINA, "contact")

        assert ward.last(AMINA) == f"I have told Lin, who will see it {told}."
        assert ward.buttons(AMINA) == ["help"]


async def test_the_words_are_in_the_persons_language(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, language="zh-Hans")
    await ward.until(local(2, 20))

    await ward.tap(AMINA, "help")

    assert ward.last(AMINA).startswith("谢谢您说出来。现在没人看消息，Lin明天08:30会看到。")


@pytest.mark.parametrize(
    ("confirmed_on", "shown"), [(date(2025, 9, 3), True), (date(2025, 9, 2), False), (None, False)]
)
async def test_lines_that_nobody_confirmed_for_180_days_are_left_out_but_the_emergency_number_stays(
    ward: Ward, confirmed_on: date | None, shown: bool
) -> None:
    set_site(ward, crisis_confirmed_on=confirmed_on)

    await ward.tap(AMINA, "help")

    assert EMERGENCY in ward.last(AMINA)
    assert (LINE in ward.last(AMINA)) == shown


async def test_the_wards_own_number_stands_beside_the_emergency_number(ward: Ward) -> None:
    set_site(ward, ward_phone="021-5555 0199")

    await ward.tap(AMINA, "help")

    assert f"{EMERGENCY}. The ward: 021-5555 0199." in ward.last(AMINA)


async def test_a_site_without_any_duty_day_promises_nobody_and_still_rings(ward: Ward) -> None:
    set_site(ward, duty_days="")

    await ward.tap(AMINA, "help")

    assert ward.last(AMINA).splitlines()[0] == words("en").say("crisis.nobody")
    await ward.tap(AMINA, "contact", forged=True)
    assert ward.last(AMINA) == words("en").say("contact.nobody")
