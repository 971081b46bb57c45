"""A planted alert travels to the last person on the rota, and beyond Telegram."""

from datetime import time

from sqlalchemy import select

from db import alerts
from db.models import Alert, Duty, Kind, Leave, Page
from tests import cast
from tests.journeys.days import ends, local, set_person, set_site
from tests.journeys.second_channel import listening
from tests.journeys.staff import ADMIN, ELSEWHERE, SECOND, an_admin, second_worker, worker_elsewhere
from tests.journeys.ward import AMINA, WORKER, Cast, Ward

STILL = "🔴 Case 1 still waits for somebody. Please look at once."


def rings(ward: Ward, user: int) -> int:
    """How often case 1 has rung in a chat."""
    return sum("ase 1" in text and "🔴" in text for text in ward.said(user))


def the_alert(ward: Ward) -> Alert:
    """Case 1."""
    return ward.ask(lambda s: s.scalars(select(Alert)).first())


def put_on_duty(ward: Ward, person: int, level: str = "first") -> None:
    """Give somebody a duty on every day, round the clock."""
    ward.change(
        lambda s: s.add(
            Duty(site_id=1, person_id=person, level=level, days="1234567", begins=time(0), ends=time(23, 59))
        )
    )


async def wait(ward: Ward, minutes: int) -> None:
    """Let minutes pass, one beat in each."""
    for _ in range(minutes):
        await ward.pass_time(minutes=1)


async def test_a_planted_alert_travels_to_the_last_person_on_the_rota(database, people: Cast) -> None:
    async with listening(database, local(3, 9)) as (ward, mailbox, desk):
        for user in (AMINA, WORKER):
            await ward.text(user, "/help")
        backup, admin = await worker_elsewhere(ward), await an_admin(ward)
        await second_worker(ward)
        put_on_duty(ward, people.worker)
        put_on_duty(ward, backup, "backup")

        await ward.tap(AMINA, "help")
        await ward.beat()
        seen = [tuple(rings(ward, user) for user in (WORKER, ELSEWHERE, ADMIN, SECOND))]
        for minutes in (4, 1, 9, 1, 14, 1, 29, 1):
            await wait(ward, minutes)
            seen.append(tuple(rings(ward, user) for user in (WORKER, ELSEWHERE, ADMIN, SECOND)))

        assert seen == [
            (1, 0, 0, 0),  # at once
            (1, 0, 0, 0),
            (2, 0, 0, 0),  # 5 minutes
            (2, 0, 0, 0),
            (2, 1, 0, 0),  # 15
            (2, 1, 0, 0),
            (2, 1, 1, 0),  # 30
            (2, 1, 1, 0),
            (3, 2, 2, 1),  # 60: everybody
        ]
        assert [message["Subject"] for message in mailbox.took] == ["Respite #1: please look / 请查看"]
        assert mailbox.to == [["team@ward.example", "head@ward.example"]]
        assert desk.told == [{"page": 2, "case": 1, "drill": False}]
        assert desk.genuine == [True]
        assert "Amina" not in mailbox.took[0].as_string() + str(desk.told)

        await ward.tap(ADMIN, "alert:take:1")
        assert the_alert(ward).taken_by == admin
        await wait(ward, 70)
        assert rings(ward, WORKER) == 3, "nobody is rung once it was taken"
        assert len(mailbox.took) == 1


async def test_i_have_it_stops_the_ladder_and_the_family_hears_who_has_it(ward: Ward) -> None:
    await an_admin(ward)
    await ward.tap(AMINA, "help")
    await ward.beat()
    assert "a line comes here" in ward.last(AMINA)

    await ward.tap(WORKER, "alert:take:1")
    await wait(ward, 70)

    assert ward.last(AMINA) == "Lin has your message now."
    assert (rings(ward, WORKER), rings(ward, ADMIN)) == (0, 0), "the one ring has become the card"


async def test_without_a_rota_all_workers_are_first_and_the_admin_follows(ward: Ward) -> None:
    await an_admin(ward)
    await second_worker(ward)
    await ward.tap(AMINA, "help")

    await wait(ward, 16)

    assert [rings(ward, user) for user in (WORKER, SECOND, ADMIN)] == [2, 2, 1]
    assert STILL in ward.said(ADMIN)


async def test_whoever_is_away_is_rung_through_their_stand_in(ward: Ward, people: Cast) -> None:
    second = await second_worker(ward)
    today = local(2, 12).date()
    ward.change(
        lambda s: s.add(
            Leave(site_id=1, person_id=people.worker, since=today, until=today, stand_in_id=second)
        )
    )

    await ward.tap(AMINA, "help")
    await ward.beat()

    assert [rings(ward, user) for user in (WORKER, SECOND)] == [0, 1]


async def test_an_outage_of_an_hour_makes_up_for_its_steps_at_once_and_only_once(ward: Ward) -> None:
    await an_admin(ward)
    await ward.tap(AMINA, "help")
    await ward.beat()

    await ward.pass_time(minutes=61)

    assert [rings(ward, user) for user in (WORKER, ADMIN)] == [2, 1]


async def test_amber_rings_once(ward: Ward) -> None:
    await ward.tap(AMINA, "contact")

    await wait(ward, 65)

    assert ends(ward, Kind.ALERT) == ["sent"]


async def test_taken_is_not_done_the_holder_is_rung_and_then_the_others(ward: Ward, people: Cast) -> None:
    await an_admin(ward)
    await ward.until(local(3, 9))
    await ward.tap(AMINA, "help")
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")

    await ward.until(local(3, 12, 59))
    assert rings(ward, WORKER) == 0
    await ward.until(local(3, 13))
    assert "nothing was heard of it yet" in ward.last(WORKER)
    await ward.until(local(3, 13, 16))
    assert "nothing was heard of it yet" in ward.last(ADMIN)

    await ward.tap(ADMIN, "alert:take:1")
    assert ward.last(ADMIN).startswith("Case 1 is yours.")
    await ward.tap(WORKER, "alert:close:1:reached", forged=True)
    assert the_alert(ward).state == "taken", "it is the colleague's now"


async def test_not_reached_keeps_it_open_and_gives_more_time(ward: Ward) -> None:
    await ward.until(local(3, 9))
    await ward.tap(AMINA, "help")
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")
    await ward.until(local(3, 12))

    await ward.tap(WORKER, "alert:close:1:not_reached")

    assert "Tried once, not reached." in ward.last(WORKER)
    assert "at the latest today, 16:00" in ward.last(WORKER)
    assert the_alert(ward).state == "taken"


async def test_where_seven_day_cover_is_agreed_contact_is_due_within_a_day(ward: Ward) -> None:
    set_site(ward, seven_day_cover=True)
    await ward.until(local(6, 17))
    await ward.tap(AMINA, "help")
    await ward.beat()

    await ward.tap(WORKER, "alert:take:1")

    assert "at the latest tomorrow, 17:00" in ward.last(WORKER)


async def test_a_site_may_climb_faster(ward: Ward) -> None:
    await an_admin(ward)
    set_site(ward, ladder={"repeat": 1, "backup": 2, "admin": 3, "everyone": 4})
    await ward.tap(AMINA, "help")

    await wait(ward, 2)

    assert [rings(ward, user) for user in (WORKER, ADMIN)] == [2, 1]


async def test_at_night_it_climbs_too_and_rings_again_when_duty_begins(ward: Ward) -> None:
    await ward.until(local(2, 23))
    await ward.tap(AMINA, "help")
    await wait(ward, 61)
    before = rings(ward, WORKER)

    await ward.until(local(3, 8, 29))
    assert rings(ward, WORKER) == before, "nobody is rung every hour of the night"
    await ward.until(local(3, 8, 30))
    assert rings(ward, WORKER) == before + 1


async def test_if_telegram_brings_it_to_nobody_the_second_channel_is_called_after_a_minute(
    database, people: Cast
) -> None:
    async with listening(database) as (ward, mailbox, desk):
        for user in (AMINA, WORKER):
            await ward.text(user, "/help")
        ward.box.faults.add("sendMessage", "429", chat_id=WORKER, retry_after=600)
        mailbox.refuses.append("451 try again")
        await ward.tap(AMINA, "help")
        await ward.beat()

        await ward.pass_time(seconds=61)
        await ward.pass_time(seconds=10)

        assert len(mailbox.took) == 1, "refused once, and sent again"
        assert [call["case"] for call in desk.told] == [1]
        await ward.pass_time(minutes=3)
        assert "could not tell anybody" not in str(ward.said(AMINA))
        outcomes = ward.ask(lambda s: s.scalars(select(Page.outcome).order_by(Page.id)).all())
        assert outcomes == ["sent", "sent"]


async def test_where_nobody_can_be_told_the_family_is_told_so(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "403", chat_id=WORKER)
    await ward.tap(AMINA, "help")
    await ward.beat()

    await ward.pass_time(seconds=61)

    assert ward.last(AMINA).startswith("So far we could not tell anybody of the team.")
    assert "000-0000" in ward.last(AMINA)


async def test_a_channel_that_takes_nothing_is_no_comfort(database, people: Cast) -> None:
    async with listening(database) as (ward, mailbox, desk):
        await ward.text(AMINA, "/help")
        set_person(ward, people.worker, unreachable_at=cast.MONDAY)
        mailbox.refuses += ["451 no"] * 20
        desk.answers += [500] * 20

        await ward.tap(AMINA, "help")
        await wait(ward, 4)

        assert ward.last(AMINA).startswith("So far we could not tell anybody of the team.")


async def test_pressed_by_mistake_is_noted_and_closes_nothing(ward: Ward) -> None:
    await ward.tap(AMINA, "help")
    await ward.beat()

    await ward.tap(AMINA, "mistake:1")
    await ward.tap(AMINA, "mistake:1", forged=True)

    assert ward.last(AMINA).startswith("That happens.")
    assert any("000-0000" in text for text in ward.said(AMINA)), "the numbers stay in the chat"
    assert the_alert(ward).state == "raised"
    await ward.tap(WORKER, "alert:take:1")
    assert ward.last(WORKER).count("pressed by mistake") == 1


async def test_nobody_elses_alert_can_be_called_a_mistake(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "help")
    ward.change(lambda s: setattr(s.get_one(Alert, 1), "person_id", people.other))

    await ward.tap(AMINA, "mistake:1")

    assert ward.last(AMINA).startswith("This button is too old")


async def test_a_note_can_be_kept_and_belongs_to_who_has_it(ward: Ward) -> None:
    await second_worker(ward)
    await ward.tap(AMINA, "help")
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")
    await ward.tap(SECOND, "alert:note:1", forged=True)
    assert ward.last(SECOND).startswith("This button is too old")

    await ward.tap(WORKER, "alert:note:1")
    await ward.text(WORKER, "She is with her sister tonight.")

    assert ward.last(WORKER) == "Kept with case 1."
    notes = ward.ask(lambda s: [(each.kind, each.text) for each in alerts.notes(s, 1)])
    assert notes == [("note", "She is with her sister tonight.")]
