"""What is asked about a child: a guardian's yes and, from eight years, the child's own; and the needs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import families
from db.models import Child, Kind, Need, Permission, Programme
from flows.families.permitting import unagreed
from tests import cast
from tests.journeys.days import ends
from tests.journeys.newcomers import NEWCOMER, STEPS, arrive, say, sure, walk
from tests.journeys.ward import Ward

CHINESE = STEPS | {"language": "join:language:zh-Hans", "called": "小雨妈妈"}
FORMS = ("child_social", "child_wellbeing")


def choose(ward: Ward, **asks: bool) -> None:
    """What the programme wants to know."""

    def change(session):
        for name, value in asks.items():
            setattr(session.get_one(Programme, 1), name, value)

    ward.change(change)


async def begin(ward: Ward, *further: str) -> None:
    """Join in Chinese, up to and through these further answers."""
    await arrive(ward, ward.invite())
    await walk(ward, *CHINESE.values(), *further)


def child(ward: Ward) -> Child:
    """The newcomer's child."""
    found = ward.ask(lambda s: families.child_of(s, sure(ward).id))
    assert found is not None
    return found


def forms_left_out(ward: Ward) -> set[str]:
    """The child forms that may not be asked of the newcomer."""
    person = sure(ward).id
    return set(ward.ask(lambda s: unagreed(s, [(person, "child")]))[person, "child"])


async def test_the_child_reads_its_own_words_and_both_agree(ward: Ward) -> None:
    choose(ward, asks_child=True)
    await begin(ward, "join:relation:mother", "2015", "小雨", "join:guardian:yes")

    assert "你好！我们想知道你最近过得好不好" in ward.last(NEWCOMER)
    assert ward.buttons(NEWCOMER) == ["join:assent:yes", "join:assent:later", "join:assent:no"]
    await walk(ward, "join:assent:yes")

    assert ward.last(NEWCOMER).startswith("谢谢你！请把手机还给大人。\n\n都好了，小雨妈妈。")
    known = child(ward)
    assert (known.code, known.name, known.birth_year, known.age_band) == ("K-01", "小雨", 2015, "8-12")
    assert ward.ask(lambda s: families.latest(s, known.id)) == {"guardian": "yes", "child": "yes"}
    assert forms_left_out(ward) == set()


@pytest.mark.parametrize("answer", ["no", "later"])
async def test_a_childs_no_changes_nothing_but_that_it_is_not_asked_about(ward: Ward, answer: str) -> None:
    choose(ward, asks_child=True)

    await begin(ward, "join:relation:father", "join:age:8-12", "join:childname:skip", "join:guardian:yes")
    await walk(ward, f"join:assent:{answer}")

    assert say("zh-Hans", f"join.assent.after_{answer}") in ward.last(NEWCOMER)
    assert sure(ward).standing == "active"
    assert forms_left_out(ward) == set(FORMS)


async def test_a_guardians_no_ends_it_there_and_says_that_care_is_the_same(ward: Ward) -> None:
    choose(ward, asks_child=True)

    await begin(ward, "join:relation:mother", "join:age:8-12", "join:childname:skip")
    assert "孩子的治疗和照顾一点都不变" in ward.last(NEWCOMER)
    await walk(ward, "join:guardian:no")

    assert ward.last(NEWCOMER).startswith("好的，不问孩子的事。治疗和照顾一点都不变。\n\n都好了")
    assert forms_left_out(ward) == set(FORMS)


async def test_a_small_child_is_not_asked_for_itself(ward: Ward) -> None:
    choose(ward, asks_child=True)

    await begin(ward, "join:relation:mother", "join:age:0-7", "join:childname:skip", "join:guardian:yes")

    assert ward.last(NEWCOMER).startswith("都好了，小雨妈妈。")
    assert forms_left_out(ward) == set()


async def test_not_today_can_become_a_yes_and_a_yes_a_no(ward: Ward) -> None:
    choose(ward, asks_child=True)
    await begin(ward, "join:relation:mother", "2015", "小雨", "join:guardian:yes", "join:assent:later")

    await ward.text(NEWCOMER, "/child")
    await ward.tap(NEWCOMER, "child:guardian:yes")
    await ward.tap(NEWCOMER, "child:child:yes")
    assert forms_left_out(ward) == set()
    await ward.text(NEWCOMER, "/child")
    await ward.tap(NEWCOMER, "child:guardian:no")

    assert forms_left_out(ward) == set(FORMS)
    assert len(ward.ask(lambda s: s.scalars(select(Permission)).all())) == 5


async def test_whose_age_nobody_has_said_is_asked_it_before_the_child_itself(ward: Ward) -> None:
    await begin(ward)
    choose(ward, asks_child=True)

    await ward.text(NEWCOMER, "/child")
    await ward.tap(NEWCOMER, "child:guardian:yes")
    assert ward.last(NEWCOMER) == say("zh-Hans", "child.age")
    await ward.tap(NEWCOMER, "child:age:8-12")
    assert "可以问吗？" in ward.last(NEWCOMER)
    await ward.tap(NEWCOMER, "child:child:yes")

    assert child(ward).age_band == "8-12"
    assert forms_left_out(ward) == set()


@pytest.mark.parametrize("year", ["1875", "20155", "zwei"])
async def test_a_year_that_cannot_be_is_asked_again(ward: Ward, year: str) -> None:
    choose(ward, asks_child=True)

    await begin(ward, "join:relation:mother", year)

    assert ward.last(NEWCOMER).startswith(say("zh-Hans", "join.age.unknown"))


async def test_needs_are_four_taps_at_the_start_and_again_at_the_end(ward: Ward) -> None:
    choose(ward, asks_needs=True)

    await begin(
        ward,
        *(f"join:need{said}" for said in ("job:stopped", "cost:toomuch", "dilemma:family", "help:nobody")),
    )
    assert ward.last(NEWCOMER).startswith("都好了，小雨妈妈。")
    owe_the_end(ward)
    await ward.beat()
    assert ward.last(NEWCOMER).startswith("小组快结束了。")
    for said in ("job:less", "cost:tight", "dilemma:none", "help:some"):
        await ward.tap(NEWCOMER, f"need:{said}")

    assert ward.last(NEWCOMER) == say("zh-Hans", "need.thanks")
    assert ends(ward, Kind.NEEDS) == ["sent"]
    rows = ward.ask(
        lambda s: s.execute(select(Need.occasion, Need.item, Need.choice).order_by(Need.id)).all()
    )
    assert [tuple(row) for row in rows] == [
        ("start", "job", "stopped"), ("start", "cost", "toomuch"), ("start", "dilemma", "family"),
        ("start", "help", "nobody"), ("end", "job", "less"), ("end", "cost", "tight"),
        ("end", "dilemma", "none"), ("end", "help", "some"),
    ]  # fmt: skip


def owe_the_end(ward: Ward) -> None:
    """What the last answer of the wave at the end brings."""
    from flows.act import Act
    from flows.families import needs

    def finish(session):
        programme, person = session.get_one(Programme, 1), session.merge(sure(ward))
        day = cast.MONDAY.date() + timedelta(weeks=5)
        asked = cast.checkin(session, person, programme, battery="bsfc_cbi_ucla_social", day=day)
        needs.repeat(Act(session, ward.clock.now(), person, NEWCOMER, NEWCOMER, 1), asked)
        needs.repeat(Act(session, ward.clock.now(), person, NEWCOMER, NEWCOMER, 2), asked)

    ward.change(finish)
