"""An admin composes, looks at, plans, pauses, stops, puts right and accounts for a notice, on a phone."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from bot.clock import VirtualClock
from content.catalogue import words
from db import crypto, factors
from db.models import AuditEvent, Broadcast, Kind, Programme, Standing
from db.session import Database
from flows import totp
from flows.broadcasting import consent
from sandbox import talk
from sandbox.kinds import example
from tests import cast
from tests.journeys import broadcasts
from tests.journeys.days import ends, local, set_person, set_site
from tests.journeys.staff import ADMIN, an_admin, arrive
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward, open_bot, open_box
from tests.scheduler.test_broadcast import CROWD, crowd, heard

LEAD = 2009


async def a_lead(ward: Ward) -> int:
    """Qiao leads the site."""
    return await arrive(
        ward, LEAD, "Qiao", lambda session, site, programme, **how: cast.lead(session, site, **how)
    )


@pytest.fixture
def alone_below() -> Iterator[None]:
    """Whatever size a test sets, the next test finds ours."""
    yield
    consent.use(consent.ALONE)


def one(ward: Ward) -> Broadcast:
    """Notice 1 as it stands."""
    return ward.ask(lambda session: session.get_one(Broadcast, 1))


async def test_an_admin_composes_looks_counts_and_sends_and_reads_how_it_went(
    ward: Ward, people: Cast
) -> None:
    await an_admin(ward)
    set_person(ward, people.other, language="zh-Hans")

    await broadcasts.composed(ward, ADMIN)
    assert ward.last(ADMIN).splitlines() == [
        "📝 Notice 1, draft",
        "To: Spring group · families",
        "Words: Chinese ✓ · English ✓",
        "When: at once",
    ]
    await ward.tap(ADMIN, "bc:1:look")
    shown = [each for each in ward.box.chat(ADMIN) if each.get("text") == "We meet on Friday."][-1]
    assert [(e["type"], e["offset"], e["length"]) for e in shown["entities"]] == [("bold", 11, 6)]
    await ward.beat()
    assert ward.last(ADMIN).splitlines()[0] == "📣 Notice 1: 2 get it, 0 do not"
    assert "First: Mon 2 Mar, 16:0" in ward.last(ADMIN)
    assert [data.rpartition(":")[0] for data in ward.buttons(ADMIN)] == ["bc:1:send", "bc:1"]
    await broadcasts.let_out(ward, ADMIN)
    await ward.beat()
    await ward.beat()

    assert ward.last(AMINA) == "We meet on Friday."
    assert broadcasts.newest(ward, AMINA)["entities"][0]["type"] == "bold"
    assert ward.last(OTHER) == "我们周五见。"
    assert ward.last(ADMIN).splitlines() == [
        "✅ Notice 1 is through",
        "To: Spring group · families",
        "Sent 2 · failed 0 · unsure 0 · not sent 0 · left 0",
    ]
    assert broadcasts.fits(ward, ADMIN)


async def test_what_was_sent_is_put_right_then_taken_back_and_the_report_is_a_workbook(
    ward: Ward, people: Cast
) -> None:
    await an_admin(ward)
    await broadcasts.composed(ward, ADMIN)
    await broadcasts.sent(ward, ADMIN)
    await ward.beat()

    await ward.tap(ADMIN, "bs:1:correct")
    await ward.text(ADMIN, "We meet on Saturday.")
    await ward.text(ADMIN, "我们周六见。")
    await ward.beat()
    assert ward.last(AMINA) == "We meet on Saturday."
    assert ends(ward, Kind.CORRECTION) == ["sent", "sent"]

    await ward.tap(ADMIN, "bs:1:report")
    await ward.beat()
    message = broadcasts.newest(ward, ADMIN)
    assert "not that anybody has read it" in message["caption"]
    with ZipFile(BytesIO(ward.box.world.files.find(message["document"]["file_id"]).upload.data)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
        assert all(b"Amina" not in book.read(part) for part in book.namelist())
    assert "Spring group · C-01" in texts

    await ward.tap(ADMIN, "bs:1:recall")
    await ward.tap(ADMIN, "bs:1:takeback")
    await ward.beat()
    assert not any("Saturday" in said for said in ward.said(AMINA))
    done = ward.ask(lambda s: [e.about for e in s.scalars(select(AuditEvent).order_by(AuditEvent.id))])
    assert [about.partition("broadcast 1 ")[2] for about in done if "broadcast 1" in about] == [
        "to caregiver", "corrected", "report", "taken back",
    ]  # fmt: skip


async def test_planned_for_the_morning_it_waits_is_paused_goes_on_and_is_stopped(
    ward: Ward, people: Cast
) -> None:
    await an_admin(ward)
    await broadcasts.composed(ward, ADMIN)
    await ward.tap(ADMIN, "bc:1:when")
    await ward.text(ADMIN, "yesterday")
    assert ward.last(ADMIN).startswith("I could not read that as a day")
    await ward.text(ADMIN, "4.3.")
    await ward.text(ADMIN, "soon")
    assert ward.last(ADMIN).startswith("I could not read that as an hour")
    await ward.text(ADMIN, "9:00")
    await ward.tap(ADMIN, "bc:1:often:weekly")
    assert ward.last(ADMIN).splitlines()[-1] == (
        "When: from Wed 4 Mar, every week at 09:00 on each one's own clock"
    )
    await broadcasts.sent(ward, ADMIN)
    assert (one(ward).state, one(ward).next_at) == ("planned", local(4, 9))
    assert not any("Friday" in said for said in ward.said(AMINA))

    await ward.text(ADMIN, "/broadcast")
    await ward.tap(ADMIN, "bs:1:show")
    await ward.tap(ADMIN, "bs:1:pause")
    await ward.until(local(4, 9))
    assert not any("Friday" in said for said in ward.said(AMINA))
    await ward.tap(ADMIN, "bs:1:resume")
    await ward.beat()
    await ward.beat()
    assert ends(ward, Kind.BROADCAST) == ["sent", "sent"]
    assert (one(ward).state, one(ward).rounds, one(ward).next_at) == ("planned", 1, local(11, 9))

    await ward.tap(ADMIN, "bs:1:cancel")
    await ward.tap(ADMIN, "bs:1:stop")
    await ward.until(local(11, 9))
    assert one(ward).state == "cancelled"
    assert sum("Friday" in said for said in ward.said(AMINA)) == 1


async def test_in_chinese_a_picture_is_composed_across_a_restart_and_one_language_is_missed(
    people: Cast, database: Database
) -> None:
    clock = VirtualClock(cast.MONDAY)
    async with open_box(clock) as box:
        async with open_bot(box, database, clock) as before:
            await before.text(AMINA, "/help")
            set_person(before, await an_admin(before), language="zh-Hans")
            await before.text(ADMIN, "/broadcast")
            await before.tap(ADMIN, "bc:new")
            await before.tap(ADMIN, "bc:1:group:1")
            assert before.last(ADMIN).startswith("请把中文的内容发到这里")
        async with open_bot(box, database, clock) as after:
            talk.say(box.world, ADMIN, picture(after, "周五见"), None, None)
            await after.quiet()
            await after.tap(ADMIN, "bc:1:show")
            assert after.last(ADMIN).splitlines()[-2:] == [
                "⚠️ 没有写英文：有 2 人用这种语言，会收到中文。",
                "时间：马上",
            ]
            await broadcasts.sent(after, ADMIN)
            assert "photo" in broadcasts.newest(after, AMINA)
            assert after.last(AMINA) == "周五见"
            assert broadcasts.fits(after, ADMIN)


def picture(ward: Ward, caption: str) -> dict[str, object]:
    """A photo with a caption, as a person sends it."""
    return {**example("photo", ward.box.world.files, ward.box.world.person(ADMIN)), "caption": caption}


async def test_above_the_set_size_a_second_one_must_agree_to_just_what_they_saw_and_may_refuse(
    ward: Ward, people: Cast, alone_below: None
) -> None:
    consent.use(1)
    await an_admin(ward)
    await broadcasts.composed(ward, ADMIN)
    await broadcasts.sent(ward, ADMIN)
    assert ward.last(ADMIN).splitlines()[0].startswith("A second admin or a lead must agree to this")

    await a_lead(ward)
    await broadcasts.sent(ward, ADMIN)
    assert ward.buttons(LEAD) == ["bs:1:see"]
    await ward.tap(LEAD, "bs:1:see")
    assert "We meet on Friday." in ward.said(LEAD)
    agree = ward.buttons(LEAD)[0]
    await ward.tap(ADMIN, agree, forged=True)
    assert one(ward).state == "asking"
    await ward.tap(LEAD, "bs:1:refuse")
    await ward.beat()
    assert one(ward).state == "draft"
    assert "draft again" in ward.last(ADMIN)

    await ward.tap(ADMIN, "bc:1:write:en", forged=True)
    await ward.text(ADMIN, "We meet on Saturday.")
    await broadcasts.sent(ward, ADMIN)
    await ward.tap(LEAD, agree, forged=True)
    assert one(ward).state == "asking"
    await ward.tap(LEAD, "bs:1:see", forged=True)
    await ward.tap(LEAD, ward.buttons(LEAD)[0])
    await ward.beat()
    assert ward.last(AMINA) == "We meet on Saturday."
    assert one(ward).agreed_by is not None

    await ward.beat()
    await ward.tap(ADMIN, "bs:1:correct", forged=True)
    assert "nobody changes its words alone" in ward.last(ADMIN)
    await ward.text(ADMIN, "We meet on Sunday.")
    await ward.beat()
    assert one(ward).texts["en"] == "We meet on Saturday."
    assert ward.last(AMINA) == "We meet on Saturday."


async def test_at_night_whoever_must_agree_is_asked_in_the_morning(ward: Ward, people: Cast) -> None:
    await an_admin(ward)
    await a_lead(ward)
    await ward.until(local(2, 22))
    await broadcasts.composed(ward, ADMIN, group=0)
    await broadcasts.sent(ward, ADMIN)
    assert one(ward).state == "asking"
    assert ward.buttons(LEAD) == []

    await ward.until(local(3, 7, 30))
    assert ward.buttons(LEAD) == ["bs:1:see"]


async def test_what_was_changed_after_it_was_looked_at_must_be_looked_at_again(
    ward: Ward, people: Cast
) -> None:
    await an_admin(ward)
    await broadcasts.composed(ward, ADMIN)
    await ward.tap(ADMIN, "bc:1:look")
    await ward.beat()
    seen = ward.buttons(ADMIN)[0]
    await ward.tap(ADMIN, "bc:1:role:all", forged=True)

    await ward.tap(ADMIN, seen, forged=True)

    assert ward.last(ADMIN).startswith("Please look at it once more first")
    assert one(ward).state == "draft"


async def test_who_does_not_get_it_is_counted_with_the_reason_before_it_is_sent(
    ward: Ward, people: Cast
) -> None:
    await an_admin(ward)
    set_person(ward, people.other, standing=Standing.PAUSED)
    await ward.tap(AMINA, "help")
    await broadcasts.composed(ward, ADMIN)
    await ward.tap(ADMIN, "bc:1:look")
    await ward.beat()

    assert ward.last(ADMIN).splitlines()[0] == "📣 Notice 1: 0 get it, 2 do not"
    assert "Not: open alert 1 · pausing 1" in ward.last(ADMIN)


async def test_whom_the_first_round_failed_to_reach_gets_it_again_and_nobody_else(
    ward: Ward, people: Cast
) -> None:
    await an_admin(ward)
    await broadcasts.composed(ward, ADMIN)
    ward.box.faults.add(method="sendMessage", kind="400", chat_id=AMINA, description="Bad Request: odd")
    await broadcasts.sent(ward, ADMIN)
    assert sorted(ends(ward, Kind.BROADCAST)) == ["failed:bad_request", "sent"]
    await ward.beat()

    await ward.tap(ADMIN, "bs:1:again")
    await ward.beat()

    assert ends(ward, Kind.BROADCAST)[-1] == "sent"
    assert len(ends(ward, Kind.BROADCAST)) == 3
    assert sum("Friday" in said for said in ward.said(OTHER)) == 1
    assert ward.last(AMINA) == "We meet on Friday."


async def test_nobody_but_admins_and_leads_gets_in(ward: Ward, people: Cast) -> None:
    await an_admin(ward)
    await broadcasts.composed(ward, ADMIN)

    for user in (AMINA, WORKER):
        await ward.text(user, "/broadcast")
        await ward.tap(user, "bc:1:send", forged=True)
        await ward.tap(user, "bs:1:stop", forged=True)

    assert one(ward).state == "draft"


async def test_on_a_phone_that_a_child_uses_too_it_waits_to_be_opened_also_when_put_right(
    ward: Ward, people: Cast
) -> None:
    await an_admin(ward)
    set_person(ward, people.amina, shares_phone=True)
    await broadcasts.composed(ward, ADMIN)
    await broadcasts.sent(ward, ADMIN)
    assert not any("Friday" in said for said in ward.said(AMINA))
    assert ward.buttons(AMINA) == ["told:1"]

    await ward.tap(AMINA, "told:1")
    assert ward.last(AMINA) == "We meet on Friday."
    await ward.beat()
    await ward.tap(ADMIN, "bs:1:correct")
    await ward.text(ADMIN, "We meet on Saturday.")
    await ward.text(ADMIN, "我们周六见。")
    await ward.beat()
    assert ward.buttons(AMINA) == ["told:1"]
    await ward.tap(AMINA, "told:1")
    assert ward.last(AMINA) == "We meet on Saturday."


async def test_a_session_notice_is_filled_in_in_both_languages_with_a_line_of_ones_own(
    ward: Ward, people: Cast
) -> None:
    await an_admin(ward)
    when = cast.MONDAY + timedelta(days=1)
    met = ward.change(lambda s: cast.meeting(s, s.get_one(Programme, 1), starts_at=when).id)
    await ward.text(ADMIN, "/broadcast")
    await ward.tap(ADMIN, "bc:new")
    await ward.tap(ADMIN, "bc:1:group:1")
    await ward.tap(ADMIN, "bc:1:notice")
    await ward.tap(ADMIN, f"bc:1:notice:remind-{met}")
    await ward.text(ADMIN, "请带上病历。")
    await ward.text(ADMIN, "Please bring the <yellow> card.")
    assert "Chinese ✓ · English ✓" in ward.last(ADMIN)
    await broadcasts.sent(ward, ADMIN)

    assert "You are welcome, also if you cannot stay to the end." in ward.last(AMINA)
    assert "Tue 3 Mar, 16:00" in ward.last(AMINA)
    assert ward.last(AMINA).endswith("Please bring the <yellow> card.")
    assert broadcasts.fits(ward, ADMIN)


async def test_narrowed_by_role_language_and_arm_the_screens_lead_back_to_the_audience(
    ward: Ward, people: Cast
) -> None:
    await an_admin(ward)
    await broadcasts.composed(ward, ADMIN)
    for press in (
        "whom", "role", "role:social_worker", "language", "language:en", "arm", "arm:intervention",
        "meet", "meet:all", "show", "when", "day:2026-03-04", "hour:18-00", "often:once", "day:now",
    ):  # fmt: skip
        await ward.tap(ADMIN, f"bc:1:{press}", forged=True)

    assert ward.last(ADMIN).splitlines()[1] == "To: Spring group · social workers · intervention · English"
    assert ward.last(ADMIN).splitlines()[-1] == "When: at once"
    await ward.tap(ADMIN, "bc:1:group:0", forged=True)
    await ward.tap(ADMIN, "bc:1:control", forged=True)
    assert ward.last(ADMIN) == "To: Whole site · social workers · English · control group too"
    await ward.tap(ADMIN, "bc:1:away", forged=True)
    assert ward.ask(lambda s: s.get(Broadcast, 1)) is None


async def test_the_progress_message_is_edited_in_place_while_it_goes_out(ward: Ward, people: Cast) -> None:
    crowd(ward)
    await an_admin(ward)
    await broadcasts.composed(ward, ADMIN)
    await ward.tap(ADMIN, "bc:1:look")
    await ward.beat()
    await ward.pass_time(seconds=30)
    await broadcasts.let_out(ward, ADMIN)
    sending = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    await ward._until(lambda: len(heard(ward)) >= 20)
    shown = broadcasts.newest(ward, ADMIN)["message_id"]

    editing = asyncio.ensure_future(ward.bot.tick.progress())
    await ward._until(editing.done)
    said = broadcasts.newest(ward, ADMIN)
    assert said["message_id"] == shown
    assert said["text"].splitlines()[0] == "📣 Notice 1 is on its way"
    assert "About 1 minute to go" in said["text"]
    await ward.tap(ADMIN, "bs:1:pause")
    assert ward.last(ADMIN).splitlines()[0] == "⏸ Notice 1 is paused"
    await ward._until(sending.done)
    await ward.beat()
    assert broadcasts.newest(ward, ADMIN)["message_id"] == shown
    assert f"left {CROWD + 2 - ends(ward, Kind.BROADCAST).count('sent')}" in ward.last(ADMIN)


async def test_where_a_code_is_needed_it_is_asked_for_and_the_words_that_were_waited_for_still_fit(
    ward: Ward, people: Cast
) -> None:
    admin = await an_admin(ward)
    await ward.text(ADMIN, "/broadcast")
    await ward.tap(ADMIN, "bc:new")
    await ward.tap(ADMIN, "bc:1:group:1")
    set_site(ward, second_factor=True)
    secret = crypto.new_secret()

    def set_up(session):
        factors.begin(session, admin, secret, ward.clock.now())
        factors.take_code(session, admin, 1, ward.clock.now())
        factors.close(session, admin)

    ward.change(set_up)

    await ward.tap(ADMIN, "bc:1:write:en", forged=True)
    assert ward.last(ADMIN) == words("en").say("factor.code")
    await ward.text(ADMIN, totp.code(secret, totp.step_at(ward.clock.now())))
    assert ward.last(ADMIN).startswith("Send it here in English")
    await ward.text(ADMIN, "We meet on Friday.")
    await ward.text(ADMIN, "/lock")
    await ward.tap(ADMIN, "bc:1:send", forged=True)
    assert ward.last(ADMIN) == words("en").say("factor.code")
    assert one(ward).state == "draft"
