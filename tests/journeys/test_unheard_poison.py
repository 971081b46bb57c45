"""Poison: one update that cannot be read, or fails each time, stops nobody else and is set aside."""

from sqlalchemy import select

from db.models import Heard
from db.session import Session
from tests.journeys.newcomers import answers, dump, say, set_language
from tests.journeys.ward import AMINA, OTHER, STRANGER, Ward


def message(user: int, **content: object) -> dict[str, object]:
    """A raw message of somebody in their private chat."""
    person = {"id": user, "is_bot": False, "first_name": "Amina", "language_code": "en"}
    chat = {"id": user, "type": "private", "first_name": "Amina"}
    return {"message": {"message_id": 900, "from": person, "chat": chat, "date": 1772438400, **content}}


UNREADABLE = {"photo": [{"file_id": "no size, no unique id"}]}
MISSHAPEN: tuple[dict[str, object], ...] = (
    {"message": "text"},
    {"message": {}},
    {"callback_query": {"id": "1", "data": "help"}},
    {"my_chat_member": {"chat": {"id": 77}}},
    {"message": {"chat": {"id": -5, "type": "group"}, "date": "then"}},
)


def dead(ward: Ward) -> list[tuple[str | None, int, bool, bool]]:
    """Every update that was set aside: error, attempts, and whether it was applied or shown."""

    def look(session: Session) -> list[tuple[str | None, int, bool, bool]]:
        rows = session.scalars(select(Heard).where(Heard.dead_at.is_not(None)))
        return [
            (row.error, row.attempts, row.applied_at is not None, row.shown_at is not None) for row in rows
        ]

    return ward.ask(look)


async def test_an_update_that_cannot_be_read_ends_dead_with_its_error_and_an_apology(ward: Ward) -> None:
    set_language(ward, AMINA, "zh-Hans")
    before = dump(ward)

    said = await answers(ward, AMINA, ward.box.push(message(AMINA, **UNREADABLE)))

    assert said == [say("zh-Hans", "broken.sorry")]
    assert dead(ward) == [("TypeError", 5, False, False)]
    assert dump(ward) == before


async def test_poison_stops_neither_the_same_chat_nor_another(ward: Ward) -> None:
    said = await answers(ward, OTHER, _three(ward))

    asked = say("en", "pass.ask", name="Lin", when="today before 17:30")
    assert said == [asked]
    assert ward.said(AMINA)[-2:] == [say("en", "broken.sorry"), asked]


async def _three(ward: Ward) -> None:
    await ward.box.push(message(AMINA, **UNREADABLE))
    await ward.box.text(AMINA, "Are you there?")
    await ward.box.text(OTHER, "Are you there?")


async def test_an_update_of_any_shape_leaves_the_bot_at_work(ward: Ward) -> None:
    for update in MISSHAPEN:
        await ward.box.push(update)
        await ward.quiet()

        assert await answers(ward, AMINA, ward.text(AMINA, "/dance")) == [say("en", "unheard.command")]
    assert ward.said(STRANGER) == []


async def test_what_was_recorded_but_could_not_be_shown_says_just_that(ward: Ward) -> None:
    ward.box.faults.add(method="sendMessage", kind="400", times=5, description="Bad Request: our own bug")

    said = await answers(ward, AMINA, ward.box.text(AMINA, "/trend"))

    assert said == [say("en", "broken.not_shown")]
    assert [applied for _, _, applied, _ in dead(ward)] == [True]
