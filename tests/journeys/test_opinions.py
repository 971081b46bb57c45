"""Three taps after a session that nobody can trace back, and what the worker learns of them."""

from itertools import chain

import pytest
from sqlalchemy import inspect, select, text

from db.models import Draft, Opinion, Table
from tests.journeys.days import local
from tests.journeys.group import families, hold, plan, told
from tests.journeys.newcomers import dump, say, set_language
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

VALUES = {AMINA: (5, 5, 2), OTHER: (1, 1, 0), 3101: (4, 4, 2), 3102: (4, 3, 1), 3103: (2, 4, 2)}


async def asked(ward: Ward) -> None:
    """A session with five families is held, and all are asked about it."""
    await families(ward, 3)
    await plan(ward)
    await hold(ward)
    await ward.beat()


async def say_it(ward: Ward, user: int) -> None:
    """Tap all three answers."""
    for number, value in enumerate(VALUES[user], start=1):
        await ward.tap(user, f"opinion:1:{number}:{value}")


def opinions(ward: Ward) -> list[Opinion]:
    """What was said, as it is kept."""
    return list(ward.ask(lambda s: s.scalars(select(Opinion).order_by(Opinion.key)).all()))


async def test_what_becomes_of_the_answers_is_said_before_the_first_question(ward: Ward) -> None:
    await asked(ward)

    assert ward.last(AMINA).startswith("3 taps about session 1, if you like. Nobody can see who said what")
    assert "I felt listened to and respected." in ward.last(AMINA)
    assert ward.buttons(AMINA) == [*(f"opinion:1:1:{value}" for value in range(1, 6)), "opinion:1:0:0"]


async def test_the_answers_wait_in_the_draft_and_its_end_puts_them_among_the_others(ward: Ward) -> None:
    await asked(ward)
    await ward.tap(AMINA, "opinion:1:1:5")
    await ward.tap(AMINA, "opinion:1:2:4")
    draft = ward.ask(lambda s: s.scalars(select(Draft)).one())
    assert draft.said == {"answers": {"session_taps.listened": 5, "session_taps.satisfied": 4}}
    assert opinions(ward) == []

    await ward.tap(AMINA, "opinion:1:3:2")

    assert ward.last(AMINA) == say("en", "opinion.thanks")
    assert ward.ask(lambda s: s.scalars(select(Draft)).all()) == []
    (kept,) = opinions(ward)
    assert kept.answers == {
        "session_taps.listened": 5, "session_taps.satisfied": 4, "session_taps.again": 2,
    }  # fmt: skip


async def test_no_row_of_any_table_links_what_was_said_to_who_said_it(ward: Ward, people: Cast) -> None:
    await asked(ward)
    for user in VALUES:
        await say_it(ward, user)
    await ward.beat()

    columns = {column.key for column in inspect(Opinion).columns}
    assert columns == {"key", "session_id", "answers"}
    keys = [bytes(row.key) for row in opinions(ward)]
    assert len(set(keys)) == 5
    # Whoever reads the whole database, its sealed columns too, looks for the keys and for the answers.
    everywhere = dump(ward)
    for table, rows in everywhere.items():
        if table == "opinions":
            continue
        for value in chain.from_iterable(rows):
            assert value not in keys, table
            assert "session_taps" not in repr(value), table
            assert "opinion:1:" not in repr(value), table


async def test_the_order_of_the_rows_is_not_the_order_in_which_people_spoke(ward: Ward) -> None:
    """As they lie in the file, and with what PostgreSQL knows of each: that says only who spoke last."""
    await asked(ward)
    for user in VALUES:
        await say_it(ward, user)

    lying = ward.ask(lambda s: [bytes(key) for (key,) in s.execute(text("SELECT key FROM opinions"))])
    assert lying == sorted(lying)
    if not ward.database.is_sqlite:
        written = "SELECT count(DISTINCT xmin::text) FROM opinions"
        assert ward.ask(lambda s: s.scalar(text(written))) == 1
    else:
        with pytest.raises(Exception, match="rowid"):
            ward.ask(lambda s: s.execute(text("SELECT rowid FROM opinions")).all())


async def test_the_inbox_keeps_nothing_of_the_taps(ward: Ward) -> None:
    await asked(ward)
    await say_it(ward, AMINA)

    rows = ward.ask(lambda s: s.execute(select(*Table.metadata.tables["inbox"].c)).mappings().all())
    assert {row["payload"] for row in rows} == {None}
    assert {row["reply"] for row in rows} == {None}


async def test_nobody_speaks_twice_and_nobody_who_was_not_there(ward: Ward, people: Cast) -> None:
    await families(ward, 3)
    await plan(ward)
    await hold(ward, came=(people.amina,))
    await ward.beat()
    await say_it(ward, AMINA)

    for data in ("opinion:1:1:1", "opinion:1:3:0"):
        await ward.tap(AMINA, data, forged=True)
        assert ward.last(AMINA) == say("en", "refusal.old_button")
        await ward.tap(OTHER, data, forged=True)
        assert ward.last(OTHER) == say("en", "refusal.old_button")
    assert len(opinions(ward)) == 1
    assert told(ward, people.other, "%opinion") == []


async def test_the_worker_learns_it_once_and_three_days_later(ward: Ward, people: Cast) -> None:
    await asked(ward)
    for user in VALUES:
        await say_it(ward, user)
    await ward.until(local(13, 15, 59))
    assert told(ward, people.worker, "%heard") == []

    await ward.until(local(13, 16))

    assert ward.last(WORKER) == (
        "1. Tue 10 Mar, 14:30\n5 people said something:\n"
        "I felt listened to and respected. Strongly agree 1 · Agree 2 · Disagree 1 · Strongly disagree 1\n"
        "Overall, I am satisfied with today’s session. "
        "Strongly agree 1 · Agree 2 · Neutral 1 · Strongly disagree 1\n"
        "Would you come again or recommend it? Yes 3 · Maybe 1 · No 1"
    )
    assert told(ward, people.worker, "%heard") == [("heard", "sent")]


async def test_what_fewer_than_five_said_is_shown_to_nobody_and_not_kept(ward: Ward, people: Cast) -> None:
    await asked(ward)
    for user in (AMINA, OTHER, 3101, 3102):
        await say_it(ward, user)
    await ward.tap(3103, "opinion:1:1:2")

    await ward.until(local(13, 16))

    assert told(ward, people.worker, "%heard") == []
    assert opinions(ward) == []
    assert ward.ask(lambda s: s.scalars(select(Draft)).all()) == []
    await ward.tap(3103, "opinion:1:2:2", forged=True)
    assert ward.last(3103) == say("en", "opinion.too_late")


async def test_whoever_would_rather_not_is_left_in_peace(ward: Ward) -> None:
    await asked(ward)
    shown = len(ward.said(AMINA))

    await ward.tap(AMINA, "opinion:1:0:0")
    await ward.until(local(13, 16))

    assert ward.said(AMINA)[shown - 1] == say("en", "opinion.never_mind")
    assert "Nobody can see" not in "".join(ward.said(AMINA)[shown:])


async def test_an_old_question_shows_the_one_at_hand(ward: Ward) -> None:
    await asked(ward)
    await ward.tap(AMINA, "opinion:1:1:5")
    await ward.tap(AMINA, "opinion:1:1:1", forged=True)

    assert "2 of 3" in ward.last(AMINA)
    await ward.tap(AMINA, "opinion:1:2:9", forged=True)
    assert ward.ask(lambda s: s.scalars(select(Draft)).one()).said == {
        "answers": {"session_taps.listened": 5}
    }


async def test_on_a_day_that_is_full_it_waits_for_the_next_morning(ward: Ward, people: Cast) -> None:
    await plan(ward, day="2026-03-12")
    await ward.until(local(10, 15))
    await ward.until(local(11, 14, 30))
    await ward.until(local(12, 12, 30))
    await hold(ward)
    await ward.beat()
    assert told(ward, people.amina, "%opinion") == [("opinion", "pending")]

    await ward.until(local(12, 19, 30))
    assert "1 of 3" in ward.last(AMINA)
    assert "about session 1" not in ward.last(AMINA)
    await ward.until(local(13, 7, 30))

    assert told(ward, people.amina, "%opinion") == [("opinion", "sent")]


async def test_the_last_session_asks_the_longer_form(ward: Ward) -> None:
    await plan(ward, day="2026-03-03")
    await hold(ward, 6)
    await ward.beat()

    assert ward.last(AMINA).startswith("9 taps about session 6, if you like.")


async def test_the_promise_in_chinese(ward: Ward) -> None:
    set_language(ward, AMINA, "zh-Hans")
    await asked(ward)

    assert ward.last(AMINA).startswith("关于第1次活动，愿意的话点3下。谁说了什么，没有人看得到")
