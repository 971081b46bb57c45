"""What was said about children, wherever it is told: who said it stands with it, never put together."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands.answer_files import write_answers
from bot.settings import load
from db.models import Person
from flows.digest import compose
from scales.children import CAREGIVER, CHILD
from tests import cast
from tests.journeys.blocks import answer_all, asked, options
from tests.journeys.childrens import (
    AT_THE_END,
    CHILD_OF_FOUR,
    CHILD_OF_NINE,
    answer_block,
    evening,
    instruments,
    joins,
    make,
)
from tests.journeys.group import place_of
from tests.journeys.newcomers import NEWCOMER, SECOND, STEPS, arrive, say, set_language, sure, walk
from tests.journeys.ward import WORKER, Cast, Ward

LINES = {
    "en": (
        "The parent on the child (0–100, Mar 3): Speaking up ",
        "The parent on the child (0–100, Mar 3): How the child is ",
        "The child of itself (0–100, Mar 5): Speaking up ",
    ),
    "zh-Hans": (
        "家长说孩子（0–100，3月3日）：主动表达 ",
        "家长说孩子（0–100，3月3日）：孩子过得怎么样 ",
        "孩子自己说（0–100，3月5日）：主动表达 ",
    ),
}
FILES = ("child_social", "child_social_self", "child_wellbeing", "phq4")


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_on_a_familys_card_it_says_who_said_it(ward: Ward, language: str) -> None:
    await make(ward)
    await joins(ward, *CHILD_OF_NINE)
    for day in (3, 5):
        await answer_block(ward, evening(day))
    set_language(ward, WORKER, language)

    await ward.tap(WORKER, f"case:{place_of(ward, sure(ward).id)}:answers", forged=True)

    shown = ward.last(WORKER).splitlines()
    assert len(shown) == 3
    assert all(line.startswith(begins) for line, begins in zip(shown, LINES[language], strict=True))


async def test_in_the_export_each_file_says_who_answered_about_whom(
    ward: Ward, people: Cast, tmp_path: Path
) -> None:
    await make(ward)
    await joins(ward, *CHILD_OF_NINE)
    for day in (3, 5, 15):
        await answer_block(ward, evening(day))
    how = {"database_url": ward.database.url, "data_dir": tmp_path, "keys": cast.KEYS}

    files = {path.stem: count for path, count in write_answers(load("keys", **how), tmp_path, cast.MONDAY)}

    assert files == dict.fromkeys(FILES, 1)
    told = {name: whose(tmp_path / f"{name}.csv") for name in files}
    assert told["child_social"] == told["child_wellbeing"] == [("caregiver", "child", "K-01")]
    assert told["child_social_self"] == [("child", "child", "K-01")]
    assert told["phq4"] == [("caregiver", "caregiver", "")]


def whose(path: Path) -> list[tuple[str, str, str]]:
    """Who answered each row of a file, about whom."""
    with path.open(newline="") as file:
        return [(row["respondent"], row["subject"], row["child"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_from_paper_a_worker_enters_what_this_programme_asks(ward: Ward, language: str) -> None:
    await make(ward)
    await joins(ward, *CHILD_OF_NINE)
    set_language(ward, WORKER, language)
    await ward.text(WORKER, "/paper C-03")
    place = place_of(ward, sure(ward).id)
    offered = [data for data in ward.buttons(WORKER) if data.startswith(f"paper:{place}:")]
    assert offered == [f"paper:{place}:{part}" for part in ("child", "child_self", "phq4")]

    await ward.tap(WORKER, offered[1])
    await answer_all(ward, WORKER)

    assert ward.last(WORKER) == say(language, "paper.done", label="C-03")
    assert instruments(ward, sure(ward).id) == {"child_social_self": 20}


@pytest.mark.parametrize(
    ("about_child", "part", "key"),
    [
        (CHILD_OF_FOUR, "child_self", "paper.too_young"),
        ((*CHILD_OF_NINE[:3], "join:guardian:no"), "child", "paper.not_agreed"),
    ],
)
async def test_from_paper_too_nothing_is_entered_that_nobody_agreed_to(
    ward: Ward, about_child: tuple[str, ...], part: str, key: str
) -> None:
    await make(ward)
    await joins(ward, *about_child)

    await ward.tap(WORKER, f"paper:{place_of(ward, sure(ward).id)}:{part}", forged=True)

    assert ward.last(WORKER) == say("en", key, label="C-03")
    assert instruments(ward, sure(ward).id) == {}


async def test_the_plan_of_two_weeks_tells_what_is_asked_about_the_child_and_only_if_it_may_be(
    ward: Ward,
) -> None:
    await make(ward)
    await joins(ward, *CHILD_OF_NINE)
    await joins(ward, *CHILD_OF_NINE[:4], "join:assent:no", user=SECOND)
    of_a_child = [say("en", "plan.child"), say("en", "plan.child_self")]

    for user, planned in ((NEWCOMER, [1, 1]), (SECOND, [0, 0])):
        await ward.text(user, "/plan")
        await ward.beat()
        lines = ward.last(user).splitlines()
        assert [sum(line.endswith(what) for line in lines) for what in of_a_child] == planned


async def test_of_two_who_care_for_a_child_both_are_asked_about_it_and_it_answers_on_one_phone(
    ward: Ward,
) -> None:
    await two_parents(ward)
    for day in (3, 5):
        await ward.until(evening(day))
        for user in (NEWCOMER, SECOND):
            if options(ward, user):
                await answer_all(ward, user)

    first, second = sure(ward, NEWCOMER).id, sure(ward, SECOND).id
    assert [battery for _, battery, done in asked(ward, first) if done == "done"] == ["child", "child_self"]
    assert [battery for _, battery, done in asked(ward, second) if done == "done"] == ["child"]
    assert instruments(ward, second) == {"child_social": 20, "child_wellbeing": 6}


async def two_parents(ward: Ward) -> None:
    """A mother joins, and by a link of hers the child's father."""
    await make(ward)
    await joins(ward, *CHILD_OF_NINE)
    await ward.text(NEWCOMER, "/partner")
    await arrive(ward, ward.last(NEWCOMER).rpartition("start=")[2].split()[0], SECOND)
    said = STEPS | {"hour": "join:hour:19:30", "called": "Joseph"}
    await walk(ward, *said.values(), "join:relation:father", user=SECOND)
    await ward.beat()


async def test_the_digest_compares_each_with_themselves_and_counts_a_child_once(
    ward: Ward, people: Cast
) -> None:
    await two_parents(ward)
    for day in (*(evening(d) for d in (3, 5)), *(evening(d, AT_THE_END) for d in (3, 5))):
        await ward.until(day)
        for user in (NEWCOMER, SECOND):
            if options(ward, user):
                await answer_all(ward, user)

    told = ward.ask(lambda s: digest(s, people.worker, ward))
    shown = {(one["instrument"], one["scale"], one["respondent"]): one["n"] for one in told["children"]}

    assert {who for _, _, who in shown} == {CAREGIVER, CHILD}
    assert set(shown.values()) == {1}
    assert {(one["before"], one["after"]) for one in told["children"]} == {(None, None)}
    assert told["areas"] == []
    assert told["outcomes"] == []


def digest(session, worker: int, ward: Ward):
    """The sections of the worker's digest of the week that ended."""
    person = session.get_one(Person, worker)
    now = ward.clock.now() + timedelta(days=4)
    monday = (now - timedelta(days=7)).isocalendar()
    made = compose(session, worker_id=person.id, week=f"{monday.year}-W{monday.week:02d}", now=now, files=())
    return made.figures["sections"]
