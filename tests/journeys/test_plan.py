"""The plan of two weeks: what comes when and why, in plain words, to the family and to its worker."""

from tests.journeys.days import asked, set_person
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward


async def test_a_caregiver_reads_what_comes_when_and_how_much_of_the_week_is_used(
    ward: Ward, people: Cast
) -> None:
    set_person(ward, people.amina, language="zh-Hans")
    await asked(ward)

    await ward.text(AMINA, "/plan")
    await ward.beat()

    said = ward.last(AMINA)
    assert said.startswith("往后两周，我会这样找您\n这周已经发了 1 条。一周最多 8 条，一天最多 2 条")
    assert "3月5日周四 19:30　今天怎么样，三个小问题" in said
    assert "3月8日周日 19:30　这一周怎么样，几个小问题" in said
    assert "想歇一歇，发 /pause" in said


async def test_a_worker_reads_the_same_about_a_family_by_its_label(ward: Ward, people: Cast) -> None:
    await ward.text(AMINA, "/pause")
    await ward.tap(AMINA, "pause:hospital")
    await ward.tap(AMINA, "pause:hospital:7")
    await ward.beat()

    await ward.text(WORKER, "/plan c-01")
    await ward.beat()

    assert ward.last(WORKER).startswith("C-01: the coming two weeks\nSent this week: 0.")
    assert "Thu, Mar 5, 19:30 · how today is, three short questions (will not come: resting)" in ward.last(
        WORKER
    )


async def test_there_is_no_plan_of_a_family_elsewhere_or_without_a_label(ward: Ward) -> None:
    await ward.text(WORKER, "/plan")
    assert ward.last(WORKER) == "Please add the case label, such as: /plan C-03"

    await ward.text(WORKER, "/plan C-77")

    assert ward.last(WORKER) == "There is no C-77 here."


async def test_for_a_family_in_a_relapse_nothing_is_to_come(ward: Ward, people: Cast) -> None:
    await ward.text(WORKER, "/change C-02")
    await ward.tap(WORKER, "halt:ask:2:relapse")
    await ward.tap(WORKER, "halt:do:2:relapse")

    await ward.text(OTHER, "/plan")
    await ward.beat()

    assert "will not come: a relapse, the questions have stopped" in ward.last(OTHER)
