"""A child has died: two taps stop everything for both who care for it, and a person says the words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import deliveries
from db.models import Alert, Answer, CheckIn, Delivery, Kind, Letter, Pause, Person, Programme, Role
from flows import broadcast
from flows.casework import bringing, owing
from tests import cast
from tests.journeys.days import answer, asked, ends, local, set_person, state
from tests.journeys.families import NURSE, a_nurse, halts, pair, standings
from tests.journeys.newcomers import dump, say
from tests.journeys.staff import SECOND, second_worker
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

TEXTS = {"en": "We meet on Friday!", "zh-Hans": "我们周五见！"}


async def bereave(ward: Ward, user: int = WORKER) -> None:
    """Press it: the command, then two taps."""
    await ward.text(user, "/change C-01" if user != AMINA else "/change")
    await ward.tap(user, "halt:ask:1:bereaved")
    await ward.tap(user, "halt:do:1:bereaved")


async def test_the_second_tap_shows_the_study_code_and_a_wrong_tap_changes_nothing(
    ward: Ward, people: Cast
) -> None:
    code = pair(ward, people)
    await ward.text(WORKER, "/change c-01")
    assert ward.buttons(WORKER) == ["halt:ask:1:relapse", "halt:ask:1:bereaved", "halt:no:1"]

    await ward.tap(WORKER, "halt:ask:1:bereaved")
    assert f"study code {code}" in ward.last(WORKER)
    await ward.tap(WORKER, "halt:no:1")

    assert ward.last(WORKER) == "Fine, nothing was changed."
    assert (standings(ward, people), halts(ward)) == (["active", "active"], [])


async def test_everything_stops_at_once_for_both_who_care_for_the_child(ward: Ward, people: Cast) -> None:
    pair(ward, people)
    await asked(ward)
    before = {user: ward.said(user) for user in (AMINA, OTHER)}

    await bereave(ward)
    ward.change(
        lambda s: broadcast.queue(
            s, ward.clock.now(), programme_id=people.programme, role=Role.CAREGIVER, texts=TEXTS
        )
    )
    for day in (3, 5, 8, 9):
        await ward.until(local(day, 20))

    assert standings(ward, people) == ["bereaved", "bereaved"]
    assert {user: ward.said(user) for user in (AMINA, OTHER)} == before
    of_both = select(CheckIn.closed_because).where(CheckIn.person_id.in_([people.amina, people.other]))
    codes = ward.ask(lambda s: s.scalars(of_both).all())
    assert len(codes) >= 6
    assert set(codes) == {"bereaved"}
    sent = select(Delivery).where(Delivery.outcome == "sent", Delivery.kind == Kind.CHECKIN)
    assert len(ward.ask(lambda s: s.scalars(sent).all())) == 2
    assert ends(ward, Kind.REMINDER) == ["cancelled:bereaved"] * 2
    assert ends(ward, Kind.BROADCAST) == ["cancelled:bereaved"] * 2


async def test_an_old_button_says_the_words_and_does_nothing(ward: Ward, people: Cast) -> None:
    await asked(ward)
    await bereave(ward)
    before = dump(ward)

    for data in ("answer:1:micro.mood:3", "later:1", "open:1", "return:yes", "stop:yes", "trend", "gone:1"):
        await ward.tap(AMINA, data, forged=True)
        assert ward.last(AMINA) == say("en", "bereaved.rest"), data
        assert ward.buttons(AMINA) == ["contact", "help"], data
    assert dump(ward) == before
    assert ward.ask(lambda s: s.scalars(select(Answer)).all()) == []


@pytest.mark.parametrize(
    "command", ["/pause", "/trend", "/start", "/help", "/plan", "/stop", "/week", "/nothing"]
)
async def test_no_command_is_cheerful(ward: Ward, people: Cast, command: str) -> None:
    await bereave(ward)

    await ward.text(AMINA, command)

    assert ward.last(AMINA) == say("en", "bereaved.rest")
    assert ward.buttons(AMINA) == ["contact", "help"]


async def test_the_words_are_read_by_a_worker_before_they_are_sent_and_sent_once(
    ward: Ward, people: Cast
) -> None:
    pair(ward, people)
    set_person(ward, people.other, language="zh-Hans")
    await bereave(ward)
    assert "The bot has said nothing in your place" in ward.last(WORKER)

    await ward.tap(WORKER, "halt:words:1")
    assert say("en", "care.bereaved") in ward.last(WORKER)
    assert "得知孩子离开，我们非常难过。" in ward.last(WORKER)
    await ward.tap(WORKER, "halt:send:1")
    await ward.beat()
    await ward.tap(WORKER, "halt:send:1", forged=True)
    await ward.beat()

    assert ward.last(AMINA) == say("en", "care.bereaved")
    assert ward.last(OTHER) == say("zh-Hans", "care.bereaved")
    assert ends(ward, Kind.CARE) == ["sent", "sent"]
    await ward.tap(AMINA, "open:1", forged=True)
    assert ward.last(AMINA) == say("en", "care.bereaved")


async def test_on_a_shared_phone_the_words_unfold_at_a_tap(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, shares_phone=True)
    await bereave(ward)
    await ward.tap(WORKER, "halt:words:1")
    await ward.tap(WORKER, "halt:send:1")
    await ward.beat()
    assert ward.last(AMINA) == "A message is waiting for you."

    await ward.tap(AMINA, "care:1")

    assert ward.last(AMINA) == say("en", "care.bereaved")
    await ward.tap(OTHER, "care:1", forged=True)
    assert "too old" in ward.last(OTHER)


async def test_help_stays_and_what_they_write_reaches_a_human(ward: Ward, people: Cast) -> None:
    await bereave(ward)

    await ward.text(AMINA, "他走的时候很安静。")
    await ward.beat()
    heard, asks = ward.said(AMINA)[-2:]
    assert heard == say("en", "bereaved.heard", worker="Lin")
    assert "Shall I also give Lin your words" in asks
    await ward.tap(AMINA, next(each for each in ward.buttons(AMINA) if each.startswith("pass:")))
    assert ward.ask(lambda s: s.scalars(select(Letter.said)).all()) == ["他走的时候很安静。"]
    await ward.tap(AMINA, "help")
    await ward.beat()

    assert "000-0000" in ward.last(AMINA)
    reasons = ward.ask(lambda s: s.scalars(select(Alert.reason).order_by(Alert.id)).all())
    assert reasons == ["contact", "help"]
    assert ends(ward, Kind.ALERT) == ["sent", "sent"]


async def test_a_nurse_may_press_it_and_the_worker_is_named_and_told(ward: Ward, people: Cast) -> None:
    await a_nurse(ward)

    await bereave(ward, NURSE)
    await ward.beat()

    assert ward.last(NURSE) == "C-01: it has stopped, and the social worker has been told."
    assert ward.last(WORKER) == "C-01: the questions have stopped for this family, and you stand by them."
    assert [(each.keeper_id, each.why) for each in halts(ward)] == [(people.worker, "bereaved")]
    await ward.tap(WORKER, "halt:open:1")
    assert "Who stands by them: Lin" in ward.last(WORKER)
    await ward.tap(NURSE, "halt:open:1", forged=True)
    assert ward.last(NURSE) == say("en", "refusal.not_for_you")


async def test_the_family_itself_may_say_it_in_chinese(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, language="zh-Hans")

    await ward.text(AMINA, "/change")
    assert ward.last(AMINA) == "有什么变化吗？点了以后还会再问您一遍。"
    await ward.tap(AMINA, "halt:ask:1:bereaved")
    assert "对吗？（编号 C-01）" in ward.last(AMINA)
    await ward.tap(AMINA, "halt:do:1:bereaved")
    await ward.beat()

    assert ward.last(AMINA) == say("zh-Hans", "halt.own.done.bereaved", worker="Lin")
    assert standings(ward, people) == ["bereaved", "active"]
    assert ward.buttons(WORKER) == ["halt:open:1"]


async def test_nobody_presses_it_for_another_family(ward: Ward, people: Cast) -> None:
    await ward.tap(OTHER, "halt:do:1:bereaved", forged=True)

    assert "too old" in ward.last(OTHER)
    assert halts(ward) == []


async def test_a_colleague_can_take_it_over(ward: Ward, people: Cast) -> None:
    mei = await second_worker(ward)
    await bereave(ward)

    await ward.tap(WORKER, "halt:keeper:1")
    await ward.tap(WORKER, f"halt:give:1:{mei}")
    await ward.beat()

    assert "Who stands by them: Mei" in ward.last(WORKER)
    assert ward.buttons(SECOND) == ["halt:open:1"]


async def test_a_mistake_is_taken_back_with_a_note_and_the_questions_come_again(
    ward: Ward, people: Cast
) -> None:
    pair(ward, people)
    set_person(ward, people.other, standing="stopped")
    await ward.beat()
    await bereave(ward)

    await ward.tap(WORKER, "halt:undo:1")
    await ward.text(WORKER, "Another family of the same name.")
    await ward.beat()
    await ward.until(local(5, 19, 30))

    assert standings(ward, people) == ["active", "stopped"]
    assert "How are you feeling" in ward.last(AMINA)
    assert {each.note for each in halts(ward)} == {"Another family of the same name."}
    await ward.tap(WORKER, "halt:send:1", forged=True)
    await ward.beat()
    assert ends(ward, Kind.CARE) == []


async def test_a_pause_ends_with_it_and_does_not_wake_anybody(ward: Ward, people: Cast) -> None:
    await ward.text(AMINA, "/pause")
    await ward.tap(AMINA, "pause:hospital")
    await ward.tap(AMINA, "pause:hospital:3")

    await bereave(ward)
    await ward.until(local(6, 20))

    assert standings(ward, people)[0] == "bereaved"
    assert ward.ask(lambda s: s.scalars(select(Pause.ended_at)).one()) is not None


async def test_a_relapse_stops_the_questions_and_leaves_group_and_help(ward: Ward, people: Cast) -> None:
    await asked(ward)
    await answer(ward, 1, mood=3)

    await ward.text(WORKER, "/change C-01")
    await ward.tap(WORKER, "halt:ask:1:relapse")
    await ward.tap(WORKER, "halt:do:1:relapse")
    await ward.tap(WORKER, "halt:words:1")
    await ward.tap(WORKER, "halt:send:1")
    await ward.beat()
    assert ward.last(AMINA) == "We are so sorry. The questions stop; the group stays open to you."
    for day in (5, 8):
        await ward.until(local(day, 20))

    assert ward.last(AMINA) == say("en", "care.relapse")
    mine = select(CheckIn.closed_because).where(CheckIn.person_id == people.amina)
    assert set(ward.ask(lambda s: s.scalars(mine).all())) == {"relapse"}
    assert state(ward, 1) == ("closed", "relapse")
    await ward.text(AMINA, "/pause")
    assert ward.last(AMINA) == say("en", "relapse.rests")
    await ward.text(WORKER, "/change C-01")
    assert ward.buttons(WORKER) == ["halt:ask:1:bereaved", "halt:open:1", "halt:no:1"]


async def test_a_letter_of_the_worker_is_answered_and_reaches_her(ward: Ward, people: Cast) -> None:
    await bereave(ward)

    def write(session):
        person, worker = session.get_one(Person, people.amina), session.get_one(Person, people.worker)
        programme = session.get_one(Programme, people.programme)
        return cast.letter(session, person, programme, worker, from_family=False, said="I am here.").id

    letter = ward.change(write)
    await ward.box.tap(AMINA, data=f"word:{letter}:answer", forged=True)
    await ward.text(AMINA, "Thank you.")

    theirs = select(Letter.said).where(Letter.from_family)
    assert ward.ask(lambda s: s.scalars(theirs).all()) == ["Thank you."]


def a_letter(ward: Ward, people: Cast, *, from_family: bool) -> int:
    """A letter between the family and its worker, which has not arrived."""

    def write(session) -> int:
        person, worker = session.get_one(Person, people.amina), session.get_one(Person, people.worker)
        programme = session.get_one(Programme, people.programme)
        return cast.letter(session, person, programme, worker, from_family=from_family, said="See you!").id

    return ward.change(write)


async def test_a_letter_that_waits_for_the_morning_does_not_arrive_after_the_death_and_goes_back(
    ward: Ward, people: Cast
) -> None:
    number = a_letter(ward, people, from_family=False)

    def owe(session) -> None:
        letter = session.get_one(Letter, number)
        due, now = ward.clock.now() + timedelta(hours=9), ward.clock.now()
        owed = owing.row(letter, Kind.WORD, f"word:{number}", people.amina, due_at=due, now=now)
        deliveries.queue(session, [owed])

    ward.change(owe)
    await bereave(ward)
    before = ward.said(AMINA)
    await ward.until(ward.clock.now() + timedelta(hours=24))

    assert ends(ward, Kind.WORD) == ["cancelled:bereaved"]
    assert ward.said(AMINA) == before
    assert any("C-01" in text and "Not delivered" in text for text in ward.said(WORKER))


async def test_that_a_letter_of_theirs_did_not_arrive_is_told_to_the_bereaved_too(
    ward: Ward, people: Cast
) -> None:
    number = a_letter(ward, people, from_family=True)
    await bereave(ward)

    ward.change(lambda s: bringing.for_good(s, [(Kind.WRITTEN, number)], ward.clock.now()))
    await ward.until(ward.clock.now() + timedelta(hours=24))

    assert ends(ward, Kind.RETURNED) == ["sent"]
    assert "contact" in ward.buttons(AMINA)
