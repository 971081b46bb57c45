"""Leaving for good, from the chat: seeing what is kept, being forgotten, and a text that has changed."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db.models import Alert, Consent, Delivery, Erasure, Kind, Leaving, Person, Standing, StudyRow
from flows import consent
from tests.journeys.days import answer, asked, ends, local, newest, set_person, state
from tests.journeys.newcomers import known, set_language
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

NAME, PHONE = "Amina Canary", "+44 20 7946 0018"


async def forget(ward: Ward, how: str = "all") -> None:
    """Ask to be forgotten, and be sure twice."""
    await ward.text(AMINA, "/forgetme")
    await ward.tap(AMINA, "forget:sure")
    await ward.tap(AMINA, f"forget:{how}")


def files(ward: Ward, user: int) -> dict[str, bytes]:
    """The files that the bot has sent into a chat, by name."""
    sent = [each["document"] for each in ward.box.chat(user) if "document" in each]
    return {each["file_name"]: ward.box.world.files.find(each["file_id"]).upload.data for each in sent}


def rows(ward: Ward, model) -> int:
    return ward.ask(lambda s: s.scalar(select(func.count()).select_from(model)) or 0)


async def test_everything_that_is_kept_comes_as_a_page_and_as_a_file_for_a_computer(
    ward: Ward, people: Cast
) -> None:
    set_person(ward, people.amina, called=NAME, phone=PHONE)
    await asked(ward)
    await answer(ward, newest(ward, people.amina).id, mood=2, load=4, contact=0)
    await ward.tap(AMINA, "help")

    await ward.text(AMINA, "/mydata")
    await ward.beat()

    page, data = files(ward, AMINA)["my-data.html"].decode(), files(ward, AMINA)["my-data.json"]
    for words in (
        NAME,
        PHONE,
        "How are you feeling",
        "Lin",
        "2026-03-02",
        "Number 1, nobody has taken it yet",
    ):
        assert words in page
    tables = json.loads(data)["tables"]
    assert tables["people"][0]["called"] == NAME
    assert [each["value"] for each in tables["answers"]] == [2, 4, 0]
    assert {"checkins", "scores", "alerts", "deliveries", "enrolments"} <= set(tables)
    assert ends(ward, Kind.MYDATA) == ["sent", "sent"]


async def test_the_page_is_in_the_language_of_its_reader(ward: Ward, people: Cast) -> None:
    set_language(ward, AMINA, "zh-Hans")

    await ward.text(AMINA, "/mydata")
    await ward.beat()

    page = files(ward, AMINA)["my-data.html"].decode()
    assert '<html lang="zh-Hans">' in page
    assert "关于您的资料" in page


async def test_what_somebody_wrote_is_text_on_the_page_and_never_markup(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, called="<script>alert(1)</script>")

    await ward.text(AMINA, "/mydata")
    await ward.beat()

    assert "<script" not in files(ward, AMINA)["my-data.html"].decode()


async def test_nobody_gets_a_line_of_anybody_else(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, called=NAME)

    await ward.text(OTHER, "/mydata")
    await ward.beat()

    assert all(NAME.encode() not in content for content in files(ward, OTHER).values())
    assert files(ward, AMINA) == {}


async def test_who_is_sure_twice_is_forgotten_at_once_and_told_by_when_the_backups_are(
    ward: Ward, people: Cast
) -> None:
    await asked(ward)
    await answer(ward, newest(ward, people.amina).id, mood=2)

    await ward.text(AMINA, "/forgetme")
    assert "mydata" in ward.last(AMINA)
    await ward.tap(AMINA, "forget:sure")
    assert "2026-04-02" in ward.last(AMINA)
    await ward.tap(AMINA, "forget:all")

    assert ward.last(AMINA).startswith(
        "Everything is deleted. What is in backups will be gone by 2026-04-02."
    )
    assert known(ward, AMINA) is None
    assert (rows(ward, Erasure), rows(ward, StudyRow)) == (1, 0)


async def test_the_worker_hears_of_a_case_label_that_left_and_of_no_name(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, called=NAME)

    await forget(ward)
    await ward.beat()

    assert ward.last(WORKER).startswith("C-01 has left and asked to be forgotten.")
    assert NAME not in ward.last(WORKER)


@pytest.mark.parametrize("taps", [("forget:no",), ("forget:sure", "forget:no")])
async def test_whoever_stays_loses_nothing(ward: Ward, people: Cast, taps: tuple[str, ...]) -> None:
    await ward.text(AMINA, "/forgetme")
    for tap in taps:
        await ward.tap(AMINA, tap)

    assert ward.last(AMINA) == "Fine. Nothing was deleted."
    assert known(ward, AMINA) is not None


async def test_one_tap_alone_forgets_nobody(ward: Ward, people: Cast) -> None:
    await ward.text(AMINA, "/forgetme")

    assert set(ward.buttons(AMINA)) == {"forget:sure", "forget:no"}
    assert rows(ward, Erasure) == 0


async def test_whoever_was_forgotten_is_a_stranger(ward: Ward, people: Cast) -> None:
    await asked(ward)
    await forget(ward)

    await ward.text(AMINA, "Are you there?")
    await ward.tap(AMINA, f"answer:{people.amina}:micro.mood:3", forged=True)
    await ward.pass_time(days=7)

    assert rows(ward, Erasure) == 1
    assert known(ward, AMINA) is None
    assert "How are you feeling" not in ward.last(AMINA)


async def test_answers_may_stay_without_the_person(ward: Ward, people: Cast) -> None:
    await asked(ward)
    await answer(ward, newest(ward, people.amina).id, mood=2, load=4, contact=0)

    await forget(ward, "study")

    kept = ward.ask(lambda s: s.scalars(select(StudyRow)).all())
    assert sorted((each.item, each.value) for each in kept) == [("contact", 0), ("load", 4), ("mood", 2)]
    assert known(ward, AMINA) is None


async def test_while_a_red_alert_is_open_the_worker_is_told_first_and_the_number_stays(
    ward: Ward, people: Cast
) -> None:
    set_person(ward, people.amina, called=NAME, phone=PHONE)
    await ward.tap(AMINA, "help")
    await ward.beat()

    await forget(ward)
    await ward.beat()

    assert "at the latest on 2026-03-05 16:00" in ward.last(AMINA)
    assert ward.last(WORKER).startswith("C-01 asks to be forgotten while alert 1 is open.")
    assert ward.buttons(WORKER) == ["alert:take:1"]
    await ward.tap(WORKER, "alert:take:1")
    assert PHONE in ward.last(WORKER)
    assert rows(ward, Erasure) == 0


async def test_once_the_alert_is_closed_the_promise_is_kept(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "help")
    await ward.beat()
    await forget(ward)
    await ward.tap(WORKER, "alert:take:1")
    await ward.tap(WORKER, "alert:close:1:reached")

    await ward.beat()

    assert known(ward, AMINA) is None
    assert ward.last(WORKER).startswith("C-01 has left")
    assert (rows(ward, Leaving), rows(ward, Alert)) == (0, 0)


async def test_if_nobody_closes_it_the_promise_is_kept_on_its_day(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "help")
    await forget(ward, "study")
    await ward.pass_time(hours=71)
    assert known(ward, AMINA) is not None

    await ward.pass_time(hours=1)

    assert known(ward, AMINA) is None


async def test_until_then_it_can_be_taken_back(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "help")
    await forget(ward)

    await ward.tap(AMINA, "forget:back")
    await ward.pass_time(days=4)

    assert known(ward, AMINA) is not None
    assert rows(ward, Leaving) == 0


async def test_coming_back_takes_it_back_too(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "help")
    await forget(ward)

    await ward.text(AMINA, "/start")
    await ward.tap(AMINA, "return:yes")
    await ward.pass_time(days=4)

    assert known(ward, AMINA) is not None


async def test_help_is_there_while_the_promise_waits(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "help")
    await forget(ward)

    assert ward.buttons(AMINA) == ["help", "forget:back"]


async def test_whoever_is_still_joining_can_leave_too(ward: Ward) -> None:
    ward.box.add_person(user_id=3001, first_name="Grace", language_code="en")
    await ward.box.open_link(3001, ward.invite())
    await ward.quiet()

    await ward.text(3001, "/forgetme")
    await ward.tap(3001, "forget:sure")
    await ward.tap(3001, "forget:all")

    assert known(ward, 3001) is None


def agreed_to(ward: Ward, person: int, version: str) -> None:
    """Let somebody have agreed to a version of the text."""
    given = {"language": "en", "given_at": ward.clock.now() - timedelta(days=30)}
    ward.change(lambda s: s.add(Consent(person_id=person, version=version, **given)))


async def test_whoever_agreed_to_an_earlier_text_is_asked_again_before_the_question(
    ward: Ward, people: Cast
) -> None:
    agreed_to(ward, people.amina, "2026-11")
    await asked(ward)
    assert ward.last(AMINA).startswith("The text about taking part has changed")
    assert ward.buttons(AMINA) == ["consent:yes", "consent:no", "help"]

    await ward.tap(AMINA, "consent:yes")

    assert "How are you feeling" in ward.last(AMINA)
    versions = ward.ask(
        lambda s: s.scalars(select(Consent.version).where(Consent.person_id == people.amina)).all()
    )
    assert set(versions) == {"2026-11", consent.VERSION}


async def test_whoever_agreed_to_this_text_is_not_asked_again(ward: Ward, people: Cast) -> None:
    agreed_to(ward, people.amina, consent.VERSION)

    await asked(ward)

    assert "How are you feeling" in ward.last(AMINA)


async def test_whoever_does_not_agree_is_asked_nothing_more_and_keeps_the_way_to_help(
    ward: Ward, people: Cast
) -> None:
    agreed_to(ward, people.amina, "2025-01")
    await asked(ward)

    await ward.tap(AMINA, "consent:no")

    person = ward.ask(lambda s: s.get_one(Person, people.amina))
    assert (person.standing, ward.buttons(AMINA)) == (Standing.STOPPED, ["help"])
    withdrawn = ward.ask(lambda s: s.scalar(select(Consent.withdrawn_at)))
    assert withdrawn is not None
    await ward.tap(AMINA, "help")
    assert rows(ward, Alert) == 1


async def test_whoever_did_not_agree_and_comes_back_is_asked_again(ward: Ward, people: Cast) -> None:
    agreed_to(ward, people.amina, "2025-01")
    await asked(ward)
    await ward.tap(AMINA, "consent:no")
    await ward.text(AMINA, "/start")
    await ward.tap(AMINA, "return:yes")
    await ward.beat()

    await ward.until(local(5, 19, 30))

    assert ward.last(AMINA).startswith("The text about taking part has changed")


async def test_on_a_shared_phone_the_text_waits_behind_the_neutral_line(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, shares_phone=True)
    agreed_to(ward, people.amina, "2025-01")
    await asked(ward)
    assert ward.last(AMINA) == "A message is waiting for you."

    await ward.tap(AMINA, ward.buttons(AMINA)[0])

    assert ward.last(AMINA).startswith("The text about taking part has changed")


async def test_a_question_that_was_open_before_is_still_answered_and_looked_at_for_danger(
    ward: Ward, people: Cast
) -> None:
    await asked(ward)
    checkin = newest(ward, people.amina).id
    agreed_to(ward, people.amina, "2025-01")

    await answer(ward, checkin, mood=1, load=5, contact=2)

    assert state(ward, checkin)[0] == "done"
    assert rows(ward, Alert) == 1


async def test_what_is_in_the_air_when_its_person_is_forgotten_harms_nobody(ward: Ward, people: Cast) -> None:
    await asked(ward)
    await forget(ward)
    await ward.pass_time(days=3)

    assert "sent" in ends(ward, Kind.CHECKIN, people.other)
    assert rows(ward, Delivery) == len(ends(ward, Kind.CHECKIN)) + len(ends(ward, Kind.REMINDER)) + len(
        ends(ward, Kind.LEFT)
    )


def test_no_word_to_a_worker_has_a_place_for_a_name() -> None:
    for language in ("en", "zh-Hans"):
        from content.catalogue import words

        for key in ("left.told", "left.wants"):
            (text,) = words(language).keys()[key]
            assert set(re.findall(r"\{(\w+)", text)) <= {"label", "number", "when"}
