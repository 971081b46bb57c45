"""Made-up people: their plans, and chance that does not depend on the order of things."""

from datetime import UTC, datetime, timedelta

from bot.rehearsal.agenda import Agenda, Plan, soon
from bot.rehearsal.chance import draw
from bot.rehearsal.course import CONTACT, choose, wellbeing
from bot.rehearsal.families import caregivers, worker
from bot.rehearsal.social_worker import SocialWorker

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ONE, TWO = 1001, 1002


async def nothing(box):
    return None


def plan(minutes):
    return Plan(MONDAY + timedelta(minutes=minutes), nothing)


def test_chance_is_a_matter_of_seed_person_and_occasion_alone():
    before = draw(1, "1001", "mood").random()
    draw(1, "1002", "mood").random()

    assert draw(1, "1001", "mood").random() == before
    assert len({before, *(draw(*who).random() for who in ((2, "1001", "mood"), (1, "1001", "load")))}) == 3


def test_whoever_is_there_does_not_change_the_others():
    assert caregivers(1, 30)[:6] == caregivers(1, 6)


def test_nobody_shares_a_name_or_a_number_with_another():
    everybody = caregivers(1, 600)

    assert len({family.called for family in everybody}) == 600
    assert len({family.user_id for family in everybody}) == 600


def test_the_earliest_plan_is_taken_first_and_none_before_its_time():
    agenda = Agenda()
    agenda.keep(TWO, [plan(5)])
    agenda.keep(ONE, [plan(9), plan(5)])

    assert agenda.take_due(MONDAY) is None
    assert [agenda.take_due(MONDAY + timedelta(hours=1)) for _ in range(4)] == [
        (ONE, plan(5)), (TWO, plan(5)), (ONE, plan(9)), None,
    ]  # fmt: skip


def test_a_new_sight_replaces_reactions_but_not_what_life_brings():
    agenda = Agenda()
    agenda.keep(ONE, [plan(30)])
    agenda.react(ONE, [plan(5)])
    agenda.react(ONE, [plan(7)])

    assert agenda.next_at() == plan(7).when
    assert [due and due[1] for due in (agenda.take_due(plan(60).when) for _ in range(3))] == [
        plan(7), plan(30), None,
    ]  # fmt: skip


def test_a_plan_lies_on_a_whole_second():
    assert soon(MONDAY + timedelta(microseconds=7), 3, nothing).when == MONDAY + timedelta(seconds=3)


def test_whoever_fares_well_answers_well():
    moods = [1, 2, 3, 4, 5]
    well, badly = (choose("micro.mood", moods, how, draw(1, "1001", "x")) for how in (1.0, 0.0))

    assert (well, badly) == (5, 1)
    assert choose("micro.load", moods, 1.0, draw(1, "1001", "x")) == 1


def test_most_fare_better_at_the_end_than_at_the_start():
    people = [str(number) for number in range(200)]
    better = [wellbeing(1, who, 56, "end") > wellbeing(1, who, 0, "start") for who in people]

    assert sum(better) > 140


def test_contact_is_wished_for_now_and_then_only():
    wished = [choose(CONTACT, [0, 1, 2], 0.5, draw(1, str(who), "x")) for who in range(300)]

    assert set(wished) == {0, 1}
    assert wished.count(1) < 60


def test_the_social_worker_takes_an_alert_in_duty_hours():
    her = SocialWorker(worker("zh-Hans"), 1, MONDAY, "link", "Asia/Shanghai")
    friday_evening = datetime(2026, 3, 6, 12, tzinfo=UTC)
    alert = {
        "message_id": 3,
        "from": {"is_bot": True},
        "reply_markup": {"inline_keyboard": [[{"text": "…", "callback_data": "alert:take:1"}]]},
    }
    her._joiner.done = True

    (taking,) = her.look([alert], friday_evening)

    next_duty = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
    assert next_duty < taking.when < next_duty + timedelta(minutes=30)
