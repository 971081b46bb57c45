"""Commands and buttons of another role: one polite answer in one's own language, and nothing changes."""

import pytest

from db.models import Role, SiteRow
from db.session import Session
from tests import cast
from tests.journeys.newcomers import answers, dump, say, set_language
from tests.journeys.uttering import commands, edit_last, kinds, texts
from tests.journeys.ward import AMINA, WORKER, Cast, Ward

NURSE, ADMIN = 2002, 2003
CAREGIVERS_ONLY = ("/pause", "/stop", "/trend")
CAREGIVERS_TAPS = (
    "help", "contact", "trend", "pause:hospital:3", "stop:yes", "return:yes", "answer:1:micro.mood:3",
    "open:1", "later:1",
)  # fmt: skip


@pytest.fixture
async def staffed(ward: Ward, people: Cast) -> Ward:
    """The ward with a nurse and an admin, too."""

    def hire(session: Session) -> None:
        site = session.get_one(SiteRow, people.site)
        for user, role in ((NURSE, Role.MEDICAL_WORKER), (ADMIN, Role.ADMIN)):
            cast.person(session, site, chat=user, role=role, language="en")

    ward.change(hire)
    for user in (NURSE, ADMIN):
        ward.box.add_person(user_id=user, first_name="Staff", language_code="en")
        await ward.text(user, "/help")
    return ward


async def test_the_command_of_a_worker_is_not_for_a_caregiver(ward: Ward) -> None:
    set_language(ward, AMINA, "zh-Hans")
    refusal = say("zh-Hans", "refusal.not_for_you")
    before = dump(ward)
    assert await answers(ward, AMINA, ward.text(AMINA, "/digest")) == [refusal]
    assert dump(ward) == before
    await ward.beat()
    await ward.pass_time(hours=3, minutes=30)
    question = ward.last(AMINA)
    before = dump(ward)

    said = await answers(ward, AMINA, ward.text(AMINA, "/digest"))

    assert said == [f"{refusal}\n\n{question}"]
    assert dump(ward) == before


async def test_the_commands_of_a_caregiver_are_not_for_staff(staffed: Ward) -> None:
    before = dump(staffed)
    for user in (WORKER, NURSE, ADMIN):
        for command in CAREGIVERS_ONLY:
            said = await answers(staffed, user, staffed.text(user, command))
            assert said == [say("en", "refusal.not_for_you")], (user, command)

    assert dump(staffed) == before


async def test_the_digest_is_for_social_workers_alone(staffed: Ward) -> None:
    before = dump(staffed)
    for user in (AMINA, NURSE, ADMIN):
        said = await answers(staffed, user, staffed.text(user, "/digest"))
        assert said == [say("en", "refusal.not_for_you")], user
    assert dump(staffed) == before

    assert await answers(staffed, WORKER, staffed.text(WORKER, "/digest")) == [say("en", "digest.on_its_way")]


async def test_the_buttons_of_a_caregiver_are_not_for_staff(staffed: Ward) -> None:
    before = dump(staffed)
    pressed = [(WORKER, data) for data in CAREGIVERS_TAPS] + [(NURSE, "help"), (ADMIN, "stop:yes")]
    for user, data in pressed:
        await staffed.tap(user, data, forged=True)
        assert staffed.last(user) == say("en", "refusal.not_for_you"), (user, data)

    assert dump(staffed) == before


async def test_the_buttons_of_an_alert_are_for_its_workers_alone(staffed: Ward) -> None:
    await staffed.tap(AMINA, "help", forged=True)
    await staffed.beat()
    before = dump(staffed)

    for user in (AMINA, NURSE):
        for data in ("alert:take:1", "alert:close:1:reached"):
            await staffed.tap(user, data, forged=True)
            assert staffed.last(user) == say("en", "refusal.not_for_you")

    assert dump(staffed) == before


async def test_an_admin_takes_no_alert_that_a_worker_has_to_take(staffed: Ward) -> None:
    await staffed.tap(AMINA, "help", forged=True)
    await staffed.beat()
    before = dump(staffed)

    await staffed.tap(ADMIN, "alert:take:1", forged=True)

    assert staffed.last(ADMIN) == say("en", "refusal.old_button")
    assert dump(staffed) == before


async def test_whatever_staff_write_is_answered_with_what_the_bot_understands(staffed: Ward) -> None:
    before = dump(staffed)
    for name, utter in (texts() | kinds()).items():
        assert await answers(staffed, WORKER, utter(staffed, WORKER)) == [say("en", "unheard.staff")], name
    for user in (NURSE, ADMIN):
        assert await answers(staffed, user, staffed.send(user, "voice")) == [say("en", "unheard.staff")]
    for utter in commands().values():
        assert await answers(staffed, WORKER, utter(staffed, WORKER)) == [say("en", "unheard.command")]
    assert await edit_last(staffed, WORKER) == [say("en", "unheard.edit")]

    assert dump(staffed) == before


async def test_help_tells_each_role_what_it_can_do(staffed: Ward) -> None:
    roles = {AMINA: "caregiver", WORKER: "social_worker", NURSE: "medical_worker", ADMIN: "admin"}
    told = {user: staffed.last(user) for user in roles}

    assert told == {user: say("en", f"help.{role}") for user, role in roles.items()}
