"""What a family shares and with whom: changed by a tap, in force at once, and never over a red alert."""

import csv

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from bot.__main__ import app
from db.models import Alert, Person, Role, SiteRow
from flows import access
from tests import cast
from tests.journeys.days import answer, asked, set_person
from tests.journeys.newcomers import dump, say
from tests.journeys.staff import arrive as hire
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

ALWAYS = say("en", "sharing.always")


@pytest.fixture(autouse=True)
def without_codes(ward: Ward) -> None:
    """The second factor is another test's matter."""
    ward.change(lambda s: setattr(s.get_one(SiteRow, 1), "second_factor", False))


async def digest(ward: Ward) -> str:
    """The digest that Lin asks for now."""
    await ward.text(WORKER, "/digest")
    await ward.beat()
    return ward.last(WORKER)


async def heavy(ward: Ward) -> None:
    """Amina says twice in a week that it is too much, the other once that all is well."""
    await asked(ward)
    await answer(ward, 1, mood=1, load=4, contact=1)
    await answer(ward, 2, user=OTHER, mood=5, load=1, contact=0)


async def test_the_map_says_in_plain_words_what_each_reader_sees(ward: Ward) -> None:
    await ward.text(AMINA, "/sharing")

    assert ward.last(AMINA).splitlines()[3:6] == [
        "Your social worker: answers and scores, when you took part, what you write",
        "The ward's nurses and doctors: nothing",
        "Research, by number and never by name: answers and scores, when you took part",
    ]
    assert ALWAYS in ward.last(AMINA)
    assert ward.buttons(AMINA) == ["share:social_worker", "share:medical_worker", "share:researcher", "seen"]


async def test_a_tap_changes_it_and_a_second_tap_of_the_same_button_nothing_more(
    ward: Ward, people: Cast, deeds
) -> None:
    await ward.text(AMINA, "/sharing")
    await ward.tap(AMINA, "share:social_worker")
    await ward.tap(AMINA, "share:social_worker:scores:no")
    assert "· does not see answers and scores" in ward.last(AMINA)
    assert "share:social_worker:scores:yes" in ward.buttons(AMINA)
    before = dump(ward)

    await ward.tap(AMINA, "share:social_worker:scores:no", forged=True)

    assert dump(ward) == before
    assert deeds("shared") == [(people.amina, "shared", people.amina, "scores no longer to social_worker")]
    await ward.tap(AMINA, "share:social_worker:scores:yes")
    assert "· sees answers and scores" in ward.last(AMINA)


@pytest.mark.parametrize(
    "data", ["share:mother", "share:social_worker:money:no", "share:all:scores:no", "share:seen:scores:yes"]
)
async def test_a_reader_or_a_thing_that_was_never_offered_changes_nothing(ward: Ward, data: str) -> None:
    before = dump(ward)

    await ward.tap(AMINA, data, forged=True)

    assert ward.last(AMINA) == say("en", "refusal.old_button")
    assert dump(ward) == before


async def test_the_next_digest_leaves_out_what_is_kept_from_the_worker(ward: Ward) -> None:
    await asked(ward)
    for checkin, user in ((1, AMINA), (2, OTHER)):
        await answer(ward, checkin, user=user, mood=1, load=5, contact=0)
    await ward.pass_time(days=3)
    for checkin, user in ((3, AMINA), (4, OTHER)):
        await answer(ward, checkin, user=user, mood=1, load=5, contact=0)
    closed = {"state": "closed", "closed_at": ward.clock.now()}
    ward.change(lambda s: s.execute(update(Alert).values(**closed)))
    before = await digest(ward)
    assert "C-01" in before
    assert "C-02" in before

    await ward.tap(AMINA, "share:social_worker:scores:no", forged=True)

    after = await digest(ward)
    assert "C-01" not in after
    assert "C-02" in after


async def test_a_red_alert_shows_whatever_is_shared(ward: Ward) -> None:
    for what in ("scores", "attendance", "words"):
        await ward.tap(AMINA, f"share:social_worker:{what}:no", forged=True)
    assert ALWAYS in ward.last(AMINA)

    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    assert ward.last(WORKER) == say("en", "alert.red", number=1)

    assert "❗ C-01" in await digest(ward)


async def test_silence_is_not_told_of_who_keeps_their_attendance(ward: Ward) -> None:
    await asked(ward)
    await ward.pass_time(days=3)
    await ward.pass_time(days=2)
    assert "C-01" in await digest(ward)

    await ward.tap(AMINA, "share:social_worker:attendance:no", forged=True)

    assert "C-01" not in await digest(ward)


async def test_the_export_for_research_leaves_out_who_keeps_their_answers(
    ward: Ward, people: Cast, database_url: str, tmp_path, deeds
) -> None:
    await heavy(ward)
    await ward.tap(AMINA, "share:researcher:scores:no", forged=True)
    settings = {
        "RESPITE_DATABASE_URL": database_url, "RESPITE_KEYS": cast.KEYS, "RESPITE_DATA_DIR": str(tmp_path),
    }  # fmt: skip

    made = CliRunner().invoke(app, ["scales", "answers", "--out", str(tmp_path / "out")], env=settings)

    assert made.exit_code == 0, made.output
    with (tmp_path / "out" / "micro.csv").open() as file:
        assert {row["person"] for row in csv.DictReader(file)} == {str(people.other)}
    assert deeds("exported") == [(None, "exported", None, "answers")]


async def test_who_saw_my_answers_is_told_in_plain_words(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "seen", forged=True)
    assert ward.last(AMINA) == say("en", "seen.nobody")
    set_person(ward, people.amina, zone="Asia/Shanghai")
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")
    await ward.tap(WORKER, "alert:take:1", forged=True)
    await digest(ward)
    await ward.text(WORKER, "/paper C-01")
    await ward.tap(WORKER, ward.buttons(WORKER)[0])

    await ward.tap(AMINA, "seen", forged=True)

    assert ward.last(AMINA).splitlines()[2:] == [
        "your social worker Lin, Mon, Mar 2: answers from paper, to enter them",
        "your social worker Lin, Mon, Mar 2: the week's digest of your group",
        "your social worker Lin, Mon, Mar 2: whom to call, for an alert",
    ]
    await ward.tap(OTHER, "seen", forged=True)
    assert ward.last(OTHER).splitlines()[2:] == [
        "your social worker Lin, Mon, Mar 2: the week's digest of your group"
    ]


async def test_a_worker_who_has_gone_is_still_told_of(ward: Ward, people: Cast) -> None:
    await digest(ward)
    gone = {"actor_id": None, "now": ward.clock.now()}
    ward.change(lambda s: access.revoke(s, s.get_one(Person, people.worker), **gone))

    await ward.tap(AMINA, "seen", forged=True)

    assert "your social worker Lin" in ward.last(AMINA)


async def test_staff_have_no_map(ward: Ward) -> None:
    await hire(
        ward,
        2007,
        "Nurse",
        lambda s, site, programme, **how: cast.person(s, site, role=Role.MEDICAL_WORKER, **how),
    )
    for user in (WORKER, 2007):
        await ward.text(user, "/sharing")
        assert ward.last(user) == say("en", "refusal.not_for_you")
