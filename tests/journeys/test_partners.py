"""Two who care for one child: one invites the other, they see whose week it is, and nothing else."""

import re

from sqlalchemy import select

from db import families
from db.models import Arm, Enrolment, Kind
from tests.journeys.days import answer, asked, ends, local, set_person
from tests.journeys.families import pair
from tests.journeys.newcomers import STEPS, arrive, say, sure, walk
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward


def token_in(said: str) -> str:
    """The token of the link in a message."""
    found = re.search(r"https://t\.me/respite_test_bot\?start=([\w-]{22})", said)
    assert found, said
    return found[1]


async def test_the_first_invites_the_other_and_both_belong_to_one_child_and_arm(
    ward: Ward, people: Cast
) -> None:
    def waitlist(session):
        session.scalars(select(Enrolment).where(Enrolment.person_id == people.amina)).one().arm = Arm.WAITLIST

    ward.change(waitlist)
    await ward.text(AMINA, "/partner")
    token = token_in(ward.last(AMINA))

    await arrive(ward, token)
    await walk(ward, *STEPS.values(), "join:relation:father")

    both = ward.ask(lambda s: [each.id for each in families.others(s, sure(ward).id)])
    assert both == [people.amina]
    place = select(Enrolment).where(Enrolment.person_id == sure(ward).id)
    assert ward.ask(lambda s: s.scalars(place).one()).arm == "waitlist"
    await ward.text(AMINA, "/partner")
    assert ward.last(AMINA) == say("en", "partner.both")


async def test_who_is_still_joining_when_the_child_dies_is_asked_nothing(ward: Ward, people: Cast) -> None:
    await ward.text(AMINA, "/partner")
    token = token_in(ward.last(AMINA))
    await arrive(ward, token)
    await walk(ward, *STEPS.values())
    await ward.text(WORKER, "/change C-01")
    await ward.tap(WORKER, "halt:ask:1:bereaved")
    await ward.tap(WORKER, "halt:do:1:bereaved")

    await walk(ward, "join:relation:father")
    await ward.until(local(5, 21))

    assert ward.last(3001) == say("en", "bereaved.rest")
    assert sure(ward).standing == "bereaved"
    await arrive(ward, token, 3002)
    assert ward.last(3002).startswith("There is no place left at present.")


async def test_a_worker_makes_the_link_for_a_family_and_it_opens_once(ward: Ward, people: Cast) -> None:
    await ward.text(WORKER, "/partner C-01")
    token = token_in(ward.last(WORKER))
    await arrive(ward, token)

    await arrive(ward, token, 3002)

    assert ward.last(3002) == say("en", "invite.used_up")


async def test_one_tap_says_whose_week_it_is_and_the_other_is_shown_it(ward: Ward, people: Cast) -> None:
    pair(ward, people)
    set_person(ward, people.other, language="zh-Hans")
    await ward.text(AMINA, "/week")
    assert ward.last(AMINA) == "Who is with the child this week?"

    await ward.tap(AMINA, "week:2026-03-02:me")
    await ward.beat()

    assert ward.last(AMINA) == "This week it is you."
    assert ward.last(OTHER) == "这周是妈妈陪孩子。要改，发 /week。"
    await ward.text(OTHER, "/week")
    await ward.tap(OTHER, "week:2026-03-02:me")
    await ward.beat()
    assert ward.last(AMINA) == "This week the father is with the child. To change it, send /week."
    assert ends(ward, Kind.TURN) == ["sent", "sent"]
    await ward.until(local(10, 12))
    await ward.tap(OTHER, "week:2026-03-02:other", forged=True)
    assert ward.last(OTHER) == say("zh-Hans", "refusal.old_button")


async def test_no_word_and_no_answer_of_one_reaches_the_other(ward: Ward, people: Cast) -> None:
    pair(ward, people)
    set_person(ward, people.amina, called="苹果妈妈", phone="13811112222", trusted_adult="姨妈")
    await asked(ward)
    before = ward.said(OTHER)

    await answer(ward, 1, mood=1, load=5)
    await ward.text(AMINA, "我撑不住了，别告诉他。")
    await ward.text(AMINA, "/trend")
    await ward.tap(AMINA, "contact")
    await ward.text(AMINA, "/pause")
    await ward.tap(AMINA, "pause:hard_days")
    await ward.tap(AMINA, "pause:hard_days:3")
    await ward.text(AMINA, "/week")
    await ward.tap(AMINA, "week:2026-03-02:me")
    await ward.beat()
    for command in ("/week", "/plan", "/trend", "/child", "/partner"):
        await ward.text(OTHER, command)
        await ward.beat()

    heard = "\n".join(ward.said(OTHER)[len(before) :])
    for word in ("苹果妈妈", "13811112222", "姨妈", "撑不住", "hard days", "resting", "C-01"):
        assert word not in heard
    assert "the mother is with the child" in heard


async def test_who_cares_alone_is_told_how_to_invite(ward: Ward) -> None:
    await ward.text(AMINA, "/week")

    assert ward.last(AMINA) == say("en", "week.alone")
