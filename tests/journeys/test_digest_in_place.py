"""A tap at a line of the digest shows on the digest itself: what is done is struck out, and comes back."""

from typing import Any

from sqlalchemy import func, select

from db.models import Handled
from tests.journeys.days import set_site
from tests.journeys.newcomers import say
from tests.journeys.staff import SECOND, second_worker
from tests.journeys.test_digest_lines import ask, silence
from tests.journeys.ward import AMINA, STRANGER, WORKER, Cast, Ward

DONE, UNDO = "line:1:done", "line:1:undo:call"


def digest(ward: Ward, user: int = WORKER) -> dict[str, Any]:
    """The newest digest in a chat, as it stands there now."""
    with_lines = [each for each in ward.box.chat(user) if "digest:picture" in str(each.get("reply_markup"))]
    return with_lines[-1]


def text(ward: Ward, user: int = WORKER) -> str:
    """What that digest says."""
    return str(digest(ward, user).get("text") or digest(ward, user).get("caption"))


def ways(ward: Ward, user: int = WORKER) -> list[str]:
    """The buttons at its lines."""
    rows = digest(ward, user)["reply_markup"]["inline_keyboard"]
    found = [button["callback_data"] for row in rows for button in row]
    return [data for data in found if not data.startswith("digest:")]


def kinds(message: dict[str, Any], name: str = "entities") -> list[str]:
    """How its words are marked."""
    return [entity["type"] for entity in message.get(name, [])]


def handled(ward: Ward) -> int:
    """How many lines were dealt with."""
    return ward.ask(lambda session: session.scalar(select(func.count()).select_from(Handled)) or 0)


async def test_what_is_done_is_struck_out_in_the_digest_itself_and_put_back_there(
    ward: Ward, people: Cast
) -> None:
    silence(ward, people)
    before = await ask(ward)
    assert "C-01 · quiet" in before
    assert ways(ward) == ["line:1:call", "line:1:more", DONE]
    messages = len(ward.said(WORKER))

    await ward.tap(WORKER, DONE)

    assert "✓ C-01 · quiet" in text(ward)
    assert "strikethrough" in kinds(digest(ward))
    assert ways(ward) == [UNDO]
    assert len(ward.said(WORKER)) == messages, "nothing new below it"

    await ward.tap(WORKER, UNDO)

    assert text(ward) == before
    assert "bold" in kinds(digest(ward))
    assert "strikethrough" not in kinds(digest(ward))
    assert ways(ward) == ["line:1:call", "line:1:more", DONE]
    assert "C-01 · quiet" in await ask(ward)


async def test_what_is_done_is_not_in_the_next_digest(ward: Ward, people: Cast) -> None:
    silence(ward, people)
    await ask(ward)

    await ward.tap(WORKER, DONE)

    assert "C-01" not in await ask(ward)


async def test_a_second_tap_changes_nothing_and_is_no_error(ward: Ward, people: Cast) -> None:
    silence(ward, people)
    await ask(ward)
    number = digest(ward)["message_id"]

    await ward.tap(WORKER, DONE, message_id=number)
    shown = digest(ward)
    await ward.tap(WORKER, DONE, message_id=number)

    assert digest(ward) == shown
    assert handled(ward) == 1
    await ward.tap(WORKER, UNDO, message_id=number)
    assert handled(ward) == 0
    await ward.tap(WORKER, UNDO, message_id=number)
    assert "✓" not in text(ward)
    assert handled(ward) == 0
    assert say("en", "refusal.old_button") not in ward.said(WORKER)


async def test_from_the_sheet_it_is_said_there_and_the_digest_follows_at_its_next_tap(
    ward: Ward, people: Cast
) -> None:
    silence(ward, people)
    await ask(ward)
    await ward.tap(WORKER, "line:1:more")

    await ward.tap(WORKER, DONE)

    assert ward.last(WORKER) == say("en", "line.is_done", label="C-01")
    assert "✓ C-01" not in text(ward)
    await ward.tap(WORKER, "line:1:call")
    assert "✓ C-01" in text(ward)
    assert "C-01 · Amina" in ward.last(WORKER)
    await ward.tap(WORKER, "line:1:undo")
    assert say("en", "line.is_back", label="C-01") in ward.said(WORKER)


async def test_an_open_alert_is_taken_in_it_and_stays_until_it_is_closed(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "help")
    await ward.beat()
    assert "❗ C-01 · pressed Help" in await ask(ward)
    await ward.tap(WORKER, DONE)
    assert ward.last(WORKER) == say("en", "line.alert_stays", label="C-01")
    assert "✓" not in text(ward)

    await ward.tap(WORKER, "line:1:take")

    assert text(ward).endswith(say("en", "line.taken"))
    assert ways(ward)[0] == "line:1:call", "it is taken by now"
    assert say("en", "alert.yours", number=1) in ward.last(WORKER)
    assert "C-01 · pressed Help" in await ask(ward)


async def test_a_colleague_who_was_faster_shows_without_a_way_back(ward: Ward, people: Cast) -> None:
    silence(ward, people)
    await second_worker(ward)
    await ask(ward)
    await ask(ward, SECOND)
    await ward.tap(SECOND, DONE)

    await ward.tap(WORKER, "line:1:call")

    assert "✓ C-01" in text(ward)
    assert ways(ward) == ["line:1:call", "line:1:more"]


async def test_below_a_page_that_came_as_a_file_it_is_the_same(ward: Ward, people: Cast) -> None:
    silence(ward, people)
    set_site(ward, pdf_by_chat=True)
    await ask(ward)
    assert "document" in digest(ward)

    await ward.tap(WORKER, DONE)

    assert "✓ C-01" in text(ward)
    assert "strikethrough" in kinds(digest(ward), "caption_entities")


async def test_below_the_picture_too_and_the_message_it_was_asked_from_follows(
    ward: Ward, people: Cast
) -> None:
    silence(ward, people)
    await ask(ward)
    first = digest(ward)["message_id"]
    [picture] = [data for data in ward.buttons(WORKER) if data.startswith("digest:picture")]
    await ward.tap(WORKER, picture)
    await ward.beat()
    assert "photo" in digest(ward)
    assert digest(ward)["message_id"] != first

    await ward.tap(WORKER, DONE)

    assert "✓ C-01" in digest(ward)["caption"]
    assert "photo" in digest(ward)
    await ward.tap(WORKER, "line:1:call", message_id=first)
    assert sum("✓ C-01" in said for said in ward.said(WORKER)) == 2


async def test_where_telegram_knows_the_message_no_more_it_is_said_below(ward: Ward, people: Cast) -> None:
    silence(ward, people)
    await ask(ward)
    number = digest(ward)["message_id"]
    await ward.bot.app.bot.delete_message(WORKER, number)

    await ward.tap(WORKER, DONE, message_id=number, forged=True)

    assert ward.last(WORKER) == say("en", "line.is_done", label="C-01")
    assert handled(ward) == 1


async def test_a_digest_that_was_deleted_meanwhile_comes_anew(ward: Ward, people: Cast) -> None:
    silence(ward, people)
    await ask(ward)
    gone = "Bad Request: message to edit not found"
    ward.box.faults.add("editMessageText", "400", chat_id=WORKER, description=gone)

    await ward.tap(WORKER, DONE)

    assert "✓ C-01" in ward.last(WORKER)


async def test_who_needs_help_while_joining_is_taken_below_the_digest(ward: Ward, people: Cast) -> None:
    await ward.box.open_link(STRANGER, ward.invite())
    await ward.quiet()
    await ward.tap(STRANGER, "help", forged=True)
    await ward.beat()
    assert "#1 · pressed Help" in await ask(ward)
    assert ways(ward) == ["alert:take:1"]

    await ward.tap(WORKER, "alert:take:1", message_id=digest(ward)["message_id"])

    assert text(ward).endswith(say("en", "line.taken"))
    assert ways(ward) == []
    assert say("en", "alert.yours", number=1) in ward.last(WORKER)
