"""The second factor: set up once, asked for before what is personal, and never before taking an alert."""

import re

import pytest
from sqlalchemy import select

from bot.clock import VirtualClock
from db.models import Draft, Factor, Role, SiteRow
from db.session import Database
from flows import gate, totp
from tests.cast import MONDAY
from tests.journeys.newcomers import NEWCOMER, arrive, say, walk
from tests.journeys.staff import an_admin
from tests.journeys.ward import AMINA, WORKER, Cast, Ward, open_bot, open_box


async def set_up(ward: Ward, code) -> None:
    """Lin sets up her app by way of `/paper`, and has a session."""
    await ward.text(WORKER, "/paper C-01")
    await ward.tap(WORKER, "factor:noted")
    await ward.text(WORKER, code())


def in_chat(ward: Ward) -> str:
    """Everything that can be read in Lin's chat, hers and the bot's."""
    return "\n".join(str(message.get("text", "")) for message in ward.box.chat(WORKER))


async def test_the_first_time_a_key_is_shown_once_and_what_was_asked_for_follows_the_first_code(
    ward: Ward, people: Cast, code, deeds
) -> None:
    await ward.text(WORKER, "/paper C-01")
    secret = ward.ask(lambda s: s.get_one(Factor, people.worker)).secret
    assert secret in ward.last(WORKER)
    assert f"otpauth://totp/Respite%3ALin?secret={secret}" in ward.last(WORKER)

    await ward.tap(WORKER, "factor:noted")
    assert secret not in in_chat(ward)
    typed = code()
    await ward.text(WORKER, typed)

    assert ward.last(WORKER) == say("en", "paper.which", label="C-01")
    assert typed not in in_chat(ward)
    assert deeds("factor_set") == [(people.worker, "factor_set", people.worker, "")]


async def test_a_code_written_while_the_key_is_still_on_the_screen_is_not_taken(ward: Ward, code) -> None:
    await ward.text(WORKER, "/paper C-01")

    await ward.text(WORKER, code())

    assert ward.last(WORKER) == say("en", "factor.tap_first")
    await ward.tap(WORKER, "factor:noted", forged=True)
    await ward.text(WORKER, code())
    assert ward.last(WORKER) == say("en", "paper.which", label="C-01")


async def test_the_session_ends_after_a_quarter_of_an_hour_without_an_act(ward: Ward, code) -> None:
    await set_up(ward, code)
    for _ in range(3):
        await ward.pass_time(minutes=14)
        await ward.text(WORKER, "/paper C-02")
        assert ward.last(WORKER) == say("en", "paper.which", label="C-02")

    await ward.pass_time(minutes=15)
    await ward.text(WORKER, "/paper C-02")

    assert ward.last(WORKER) == say("en", "factor.code")
    await ward.text(WORKER, code())
    assert ward.last(WORKER) == say("en", "paper.which", label="C-02")


async def test_the_session_ends_after_twelve_hours_however_busy(ward: Ward, code) -> None:
    await set_up(ward, code)
    for _ in range(71):
        await ward.pass_time(minutes=10)
        await ward.text(WORKER, "/help")
    await ward.text(WORKER, "/paper C-02")
    assert ward.last(WORKER) == say("en", "paper.which", label="C-02")

    await ward.pass_time(minutes=10)
    await ward.text(WORKER, "/paper C-02")

    assert ward.last(WORKER) == say("en", "factor.code")


async def test_lock_ends_the_session_at_once(ward: Ward, code) -> None:
    await set_up(ward, code)

    await ward.text(WORKER, "/lock")
    assert ward.last(WORKER) == say("en", "factor.locked")
    await ward.text(WORKER, "/paper C-01")

    assert ward.last(WORKER) == say("en", "factor.code")


async def test_no_code_is_taken_twice(ward: Ward, code) -> None:
    await set_up(ward, code)
    typed = code()
    await ward.text(WORKER, "/lock")
    await ward.text(WORKER, "/paper C-01")

    await ward.text(WORKER, typed)

    assert ward.last(WORKER).startswith("That code is not right.")
    await ward.text(WORKER, code(ahead=1))
    assert ward.last(WORKER) == say("en", "paper.which", label="C-01")


async def five_wrong(ward: Ward, code) -> None:
    """Lin has a key, and somebody who holds her phone guesses five times."""
    await set_up(ward, code)
    await ward.text(WORKER, "/lock")
    await ward.pass_time(minutes=1)
    await ward.text(WORKER, "/paper C-01")
    for left in (4, 3, 2, 1):
        await ward.text(WORKER, guess(code))
        assert f" {left} more tr" in ward.last(WORKER)
    await ward.text(WORKER, guess(code))


def guess(code) -> str:
    """Six digits that are wrong now."""
    right = {code(ahead=step) for step in (-1, 0, 1)}
    return next(digits for digits in ("000000", "111111", "222222", "333333") if digits not in right)


BLOCKED = say("en", "factor.blocked", time="16:16")


async def test_five_wrong_codes_block_for_a_quarter_of_an_hour(ward: Ward, people: Cast, code, deeds) -> None:
    await five_wrong(ward, code)

    assert ward.last(WORKER) == BLOCKED
    assert guess(code) not in in_chat(ward)
    assert deeds("factor_blocked") == [(people.worker, "factor_blocked", people.worker, "")]
    await ward.pass_time(minutes=14)
    await ward.text(WORKER, "/paper C-01")
    assert ward.last(WORKER) == BLOCKED
    await ward.pass_time(minutes=1)
    await ward.text(WORKER, "/paper C-01")
    await ward.text(WORKER, code())
    assert ward.last(WORKER) == say("en", "paper.which", label="C-01")


async def test_the_block_is_still_there_after_a_restart(database: Database, people: Cast) -> None:
    clock = VirtualClock(MONDAY)
    async with open_box(clock) as box:
        async with open_bot(box, database, clock) as ward:

            def code(ahead: int = 0) -> str:
                secret = ward.ask(lambda s: s.get_one(Factor, people.worker)).secret
                return totp.code(secret, totp.step_at(clock.now()) + ahead)

            await ward.text(WORKER, "/help")
            await five_wrong(ward, code)
        async with open_bot(box, database, clock) as ward:
            await ward.text(WORKER, "/paper C-01")
            assert ward.last(WORKER) == BLOCKED


@pytest.mark.parametrize("words", ["hello", "12345", "1234567", "１２３４５ａ"])
async def test_what_is_no_code_is_no_wrong_try(ward: Ward, people: Cast, code, words: str) -> None:
    await set_up(ward, code)
    await ward.text(WORKER, "/lock")
    await ward.text(WORKER, "/paper C-01")

    await ward.text(WORKER, words)

    assert ward.last(WORKER) == say("en", "factor.six_digits")
    assert ward.ask(lambda s: s.get_one(Factor, people.worker)).wrong == 0


async def test_digits_are_read_however_a_phone_writes_them(ward: Ward, code) -> None:
    await ward.text(WORKER, "/paper C-01")
    await ward.tap(WORKER, "factor:noted")
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code())

    await ward.text(WORKER, f"{wide[:3]} {wide[3:]}")

    assert ward.last(WORKER) == say("en", "paper.which", label="C-01")


async def test_not_now_leaves_everything_closed(ward: Ward, code) -> None:
    await set_up(ward, code)
    await ward.text(WORKER, "/lock")
    await ward.text(WORKER, "/paper C-01")

    await ward.tap(WORKER, "factor:stop")
    await ward.text(WORKER, code(ahead=1))

    assert ward.last(WORKER) == say("en", "unheard.staff")
    assert ward.ask(lambda s: s.scalars(select(Draft)).all()) == []


async def test_the_dialogue_that_was_open_goes_on_after_the_code(ward: Ward, people: Cast, code) -> None:
    await set_up(ward, code)
    await ward.text(WORKER, "/lock")
    now = ward.clock.now()
    ward.change(
        lambda s: s.add(
            Draft(
                person_id=people.worker, kind="note", step="text", said={"about": 7}, changed_at=now,
                expires_at=now.replace(year=2027),
            )
        )
    )  # fmt: skip

    await ward.text(WORKER, "/paper C-01")
    await ward.text(WORKER, "/paper C-02")
    await ward.text(WORKER, code(ahead=1))

    draft = ward.ask(lambda s: s.get_one(Draft, people.worker))
    assert (draft.kind, draft.step, draft.said) == ("note", "text", {"about": 7})


async def test_an_alert_is_taken_without_a_code_and_whom_to_call_comes_after_it(
    ward: Ward, people: Cast, code, deeds
) -> None:
    await set_up(ward, code)
    await ward.text(WORKER, "/lock")
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()

    await ward.tap(WORKER, "alert:take:1")

    assert ward.last(WORKER).splitlines() == [
        "Case 1 is yours.",
        "Pressed “I need help now”.",
        "Case label: C-01",
        say("en", "alert.behind_the_code"),
        say("en", "alarm.due", when="tomorrow, 11:00"),
    ]
    assert ward.buttons(WORKER) == [
        "alert:contact:1", "alert:now:1", "alert:close:1:reached", "alert:close:1:referred",
        "alert:close:1:no_contact_needed", "alert:close:1:not_reached", "alert:note:1",
    ]  # fmt: skip
    assert deeds("looked") == []
    await ward.tap(WORKER, "alert:contact:1")
    await ward.text(WORKER, code(ahead=1))
    assert "Called: Amina" in ward.last(WORKER)
    assert deeds("looked") == [(people.worker, "looked", people.amina, "alert 1")]


async def test_for_a_red_alert_whom_to_call_can_be_seen_without_a_code_and_that_is_written_down(
    ward: Ward, people: Cast, deeds
) -> None:
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")

    await ward.tap(WORKER, "alert:now:1")

    assert "Called: Amina" in ward.last(WORKER)
    assert deeds("looked") == [(people.worker, "looked", people.amina, "alert without code 1")]


async def test_for_an_amber_alert_there_is_no_way_around_the_code(ward: Ward, deeds) -> None:
    await ward.tap(AMINA, "contact", forged=True)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")
    assert "alert:now:1" not in ward.buttons(WORKER)

    await ward.tap(WORKER, "alert:now:1", forged=True)

    assert ward.last(WORKER) == say("en", "refusal.old_button")
    assert deeds("looked") == []


async def test_nobody_sees_whom_to_call_before_taking_the_alert(ward: Ward, deeds) -> None:
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()

    await ward.tap(WORKER, "alert:now:1", forged=True)

    assert "Amina" not in ward.last(WORKER)
    assert deeds("looked") == []


async def test_only_a_made_up_site_can_do_without(ward: Ward, people: Cast) -> None:
    def decide(synthetic: bool) -> None:
        def change(session):
            site = session.get_one(SiteRow, people.site)
            site.second_factor, site.synthetic = False, synthetic

        ward.change(change)

    decide(synthetic=True)
    await ward.text(WORKER, "/paper C-01")
    assert ward.last(WORKER) == say("en", "paper.which", label="C-01")

    decide(synthetic=False)
    await ward.text(WORKER, "/paper C-01")
    assert "otpauth://" in ward.last(WORKER)


async def test_an_admin_lets_a_worker_set_up_a_new_key(ward: Ward, people: Cast, code, deeds) -> None:
    await set_up(ward, code)
    before = ward.ask(lambda s: s.get_one(Factor, people.worker)).secret
    admin = await an_admin(ward)
    await ward.text(2004, "/staff")
    await ward.tap(2004, "factor:noted")
    await ward.text(2004, code(admin))
    assert re.search(r"^Lin: social worker$", ward.last(2004), re.MULTILINE)

    await ward.tap(2004, f"staff:{people.worker}")
    await ward.tap(2004, f"staff:reset:{people.worker}")
    await ward.tap(2004, f"staff:reset:{people.worker}:yes")

    await ward.text(WORKER, "/paper C-01")
    assert "otpauth://" in ward.last(WORKER)
    assert before not in ward.last(WORKER)
    assert deeds("factor_reset") == [(admin, "factor_reset", people.worker, "")]


async def test_whoever_is_still_joining_is_asked_for_no_code_and_goes_on_joining(
    ward: Ward, people: Cast
) -> None:
    await arrive(ward, ward.invite(Role.ADMIN, programme_id=None))
    await walk(ward, "join:language:en")

    await ward.tap(NEWCOMER, f"staff:{people.worker}", forged=True)

    assert say("en", "join.called_staff") in ward.last(NEWCOMER)
    await walk(ward, "Wu", "join:zone:keep")
    assert ward.last(NEWCOMER) == say("en", "hello.admin")


def test_a_gated_flow_can_be_found_again_by_its_name():
    assert {"flows.paper.choose", "flows.caseload.contact"} <= set(gate.factor.WAITING)
