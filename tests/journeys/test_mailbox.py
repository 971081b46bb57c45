"""A worker hears by mail that the digest is ready: at an address of their own, and nothing of it is told."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from bot.clock import VirtualClock
from bot.commands.alertness import notices
from bot.commands.findings import WARNING
from bot.postman import Postman, postman_of
from bot.settings import load
from content.catalogue import LANGUAGES
from db.models import Draft, Kind, Leave, Mail, Mailbox, Person, Role
from db.session import Database
from flows import access
from flows.mailing import masked
from tests.cast import MONDAY
from tests.journeys.casework.desk import LEAD, staff
from tests.journeys.days import ends, local, set_person
from tests.journeys.newcomers import say
from tests.journeys.second_channel import Mailbox as Server
from tests.journeys.second_channel import mail_server
from tests.journeys.staff import SECOND, second_worker
from tests.journeys.test_digest_lines import subscribe
from tests.journeys.ward import WORKER, Cast, Ward, open_bot, open_box, open_ward

LIN, MEI = "lin@ward.example", "mei@ward.example"
KNOWN = {"Lin", "Mei", "Amina", "C-01", "C-02", "Spring group"}


@pytest.fixture
async def desk(database: Database, people: Cast) -> AsyncIterator[tuple[Ward, Server]]:
    """A ward with a mail server, where Lin is sent a digest each week."""
    async with serving(database) as (ward, server):
        await ward.text(WORKER, "/help")
        subscribe(ward, people)
        await ward.beat()
        yield ward, server


@asynccontextmanager
async def serving(database: Database) -> AsyncIterator[tuple[Ward, Server]]:
    """Yield a ward and its mail server."""
    async with mail_server() as (server, url), open_ward(database, postman=postman(url)) as ward:
        yield ward, server


def postman(url: str) -> Postman | None:
    """Who sends the mails of a site with this mail server."""
    return postman_of(
        load(smtp_url=url, alert_mail=("team@ward.example",), alert_mail_from="bot@ward.example")
    )


def code_in(server: Server) -> str:
    """The code in the newest mail."""
    found = re.search(r"\d{6}", server.took[-1].get_content())
    assert found is not None
    return found[0]


async def ask(ward: Ward, address: str, user: int = WORKER) -> None:
    """Ask for notices to an address."""
    await ward.tap(user, "digest:mail", forged=True)
    await ward.tap(user, "digest:mail:new", forged=True)
    await ward.text(user, address)
    await ward.beat()


async def monday(ward: Ward, day: int = 9) -> None:
    """Let the digest come, and what follows from it."""
    await ward.until(local(day, 8))
    await ward.beat()


async def confirm(ward: Ward, server: Server, address: str = LIN, user: int = WORKER) -> None:
    """Ask for notices, and type the code that comes."""
    await ask(ward, address, user)
    await ward.text(user, code_in(server))


def written(ward: Ward, user: int = WORKER) -> list[str]:
    """What the person's own messages in the chat still say."""
    return [each.get("text", "") for each in ward.box.chat(user) if not each["from"]["is_bot"]]


def kept(ward: Ward) -> list[str]:
    """The addresses that count."""
    return ward.ask(
        lambda s: [each.address for each in s.scalars(select(Mailbox).order_by(Mailbox.person_id))]
    )


def outcomes(ward: Ward, kind: str = "notice") -> list[str | None]:
    """How the mails of a kind ended."""
    query = select(Mail.outcome).where(Mail.kind == kind).order_by(Mail.id)
    return ward.ask(lambda s: list(s.scalars(query)))


async def test_an_address_counts_once_its_code_was_typed_and_the_notice_follows_the_digest(
    desk: tuple[Ward, Server],
) -> None:
    ward, server = desk
    await ward.text(WORKER, "/digest")
    assert ward.buttons(WORKER) == ["digest:day", "digest:mail"]
    await ward.tap(WORKER, "digest:mail")
    await ward.text(WORKER, LIN)
    assert ward.last(WORKER) == say("en", "mailbox.code_sent", address="l•••@w•••.example")
    await ward.beat()
    assert kept(ward) == []
    assert server.to == [[LIN]]
    assert server.took[0]["Subject"] == "Respite: your code"
    await ward.text(WORKER, code_in(server))
    assert kept(ward) == [LIN]
    assert ward.last(WORKER) == say("en", "mailbox.confirmed", address=masked(LIN))
    assert not any("@" in text or text.isdigit() for text in written(ward)), "neither stays in the chat"
    shown = " ".join(ward.said(WORKER))
    assert LIN not in shown

    await ward.until(local(9, 7, 59))
    assert outcomes(ward) == []
    await monday(ward)

    assert "Week 10" in ward.last(WORKER)
    assert outcomes(ward) == ["sent"]
    notice = server.took[-1]
    assert (server.to[-1], notice["From"], notice["Subject"]) == (
        [LIN], "bot@ward.example", "Respite: your weekly digest is ready",
    )  # fmt: skip
    assert notice.get_content_type() == "text/plain"
    assert not list(notice.iter_attachments())
    whole = f"{notice['Subject']} {notice.get_content()}"
    assert not re.search(r"\d", whole)
    assert not any(name in whole for name in KNOWN)
    await ward.until(local(9, 20))
    assert len(server.took) == 2, "once for each digest"
    await monday(ward, 16)
    assert outcomes(ward) == ["sent", "sent"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_is_in_the_language_of_its_reader(database: Database, people: Cast, language: str) -> None:
    async with serving(database) as (ward, server):
        await ward.text(WORKER, "/help")
        set_person(ward, people.worker, language=language)
        subscribe(ward, people)
        await ward.beat()
        await confirm(ward, server)
        assert server.took[0]["Subject"] == say(language, "mail.code.subject")
        await monday(ward)

        assert server.took[-1]["Subject"] == say(language, "mail.notice.subject")
        assert server.took[-1].get_content().split() == say(language, "mail.notice.text").split()


async def test_whoever_stands_in_is_told_at_their_own_address_and_the_absent_one_is_not(
    desk: tuple[Ward, Server], people: Cast
) -> None:
    ward, server = desk
    stand_in = await second_worker(ward)
    await confirm(ward, server)
    await confirm(ward, server, MEI, SECOND)

    def away(session):
        days = {"since": local(8, 9).date(), "until": local(12, 9).date()}
        session.add(Leave(site_id=people.site, person_id=people.worker, stand_in_id=stand_in, **days))

    ward.change(away)
    await monday(ward)

    assert server.to[2:] == [[MEI]]
    assert server.took[-1]["Subject"] == "Respite: a weekly digest is ready"
    assert not any(name in server.took[-1].get_content() for name in KNOWN)


async def test_another_address_counts_only_once_it_is_confirmed_and_both_go_in_two_taps(
    desk: tuple[Ward, Server],
) -> None:
    ward, server = desk
    await confirm(ward, server)
    await ward.text(WORKER, "/digest")
    await ward.tap(WORKER, "digest:day")
    assert ward.buttons(WORKER)[-1] == "digest:mail"
    await ward.tap(WORKER, "digest:mail")
    assert ward.last(WORKER) == "Your notices go to l•••@w•••.example."
    assert ward.buttons(WORKER) == ["digest:mail:new", "digest:mail:remove"]
    await ward.tap(WORKER, "digest:mail:new")
    await ward.text(WORKER, "ＬＩＮ＠home。example")
    await ward.beat()
    assert server.to[-1] == ["LIN@home.example"]
    assert kept(ward) == [LIN], "until then the first one counts"
    await ward.text(WORKER, code_in(server))
    assert kept(ward) == ["LIN@home.example"]

    await ward.text(WORKER, "/digest")
    await ward.tap(WORKER, "digest:mail")
    await ward.tap(WORKER, "digest:mail:remove")
    assert ward.last(WORKER) == say("en", "mailbox.removed")
    assert kept(ward) == []
    await monday(ward)
    assert outcomes(ward) == []


async def test_a_wrong_code_confirms_nothing_and_after_five_it_is_none_any_more(
    desk: tuple[Ward, Server],
) -> None:
    ward, server = desk
    await ask(ward, LIN)
    right = code_in(server)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    await ward.text(WORKER, "hello")
    assert ward.last(WORKER) == say("en", "mailbox.six_digits")
    for _ in range(4):
        await ward.text(WORKER, wrong)
        assert "not the code" in ward.last(WORKER)
    await ward.text(WORKER, wrong)
    assert ward.last(WORKER) == say("en", "mailbox.wrong_too_often")

    await ward.text(WORKER, right)
    assert kept(ward) == []
    assert ward.ask(lambda s: s.scalar(select(Draft))) is None


async def test_a_code_is_good_for_half_an_hour_and_only_the_newest_one(desk: tuple[Ward, Server]) -> None:
    ward, server = desk
    await ask(ward, LIN)
    first = code_in(server)
    await ward.tap(WORKER, "digest:mail:new")
    await ward.text(WORKER, MEI)
    await ward.beat()
    second = code_in(server)
    if first != second:
        await ward.text(WORKER, first)
        assert kept(ward) == []
    await ward.pass_time(minutes=31)
    await ward.text(WORKER, second)

    assert kept(ward) == []


async def test_nobody_is_flooded_with_codes(desk: tuple[Ward, Server]) -> None:
    ward, server = desk
    for number in range(5):
        await ask(ward, f"other{number}@ward.example")
    await ask(ward, LIN)

    assert ward.last(WORKER) == say("en", "mailbox.too_many")
    assert len(server.took) == 5
    await ward.pass_time(hours=25)
    await ask(ward, LIN)
    assert server.to[-1] == [LIN]


async def test_what_is_no_address_is_asked_for_again_and_the_dialogue_can_be_left(
    desk: tuple[Ward, Server],
) -> None:
    ward, server = desk
    await ask(ward, "lin at home")
    assert ward.last(WORKER) == say("en", "mailbox.no_address")
    await ward.tap(WORKER, "draft:cancel")

    assert ward.ask(lambda s: s.scalar(select(Draft))) is None
    assert server.took == []


async def test_an_address_that_the_server_does_not_know_is_told_in_the_chat(
    desk: tuple[Ward, Server],
) -> None:
    ward, server = desk
    server.nobody.append(LIN)
    await ask(ward, LIN)
    await ward.beat()

    assert outcomes(ward, "code") == ["failed:smtprecipientsrefused"]
    assert ward.last(WORKER) == say("en", "mailbox.code_lost", address=masked(LIN))
    assert ward.buttons(WORKER) == ["digest:mail:new"]
    server.nobody.clear()
    await ward.tap(WORKER, "digest:mail:new")
    await ward.text(WORKER, LIN)
    await ward.beat()
    await ward.text(WORKER, code_in(server))
    assert kept(ward) == [LIN]


async def test_a_server_that_is_busy_is_asked_again_and_one_that_refuses_is_told_in_chat_and_by_doctor(
    desk: tuple[Ward, Server],
) -> None:
    ward, server = desk
    await confirm(ward, server)
    server.refuses += ["451 busy", "451 busy"]
    await monday(ward)
    assert outcomes(ward) == [None]
    await ward.pass_time(seconds=11)
    assert outcomes(ward) == [None]
    await ward.pass_time(seconds=61)
    assert outcomes(ward) == ["sent"]
    assert len(server.took) == 2
    assert server.took[-1]["Message-ID"].startswith("<respite-mail-")

    server.refuses.append("554 not from here")
    await monday(ward, 16)
    await ward.beat()
    assert outcomes(ward) == ["sent", "failed:smtpdataerror"]
    assert ward.last(WORKER) == say("en", "mailbox.notice_lost", address=masked(LIN))
    assert ward.buttons(WORKER) == ["digest:mail:new", "digest:mail:remove"]
    told = ward.ask(lambda s: notices(s, load(smtp_url="smtp://127.0.0.1:25"), ward.clock.now()))
    assert told.level == WARNING
    assert "1 failed:smtpdataerror" in told.words
    await ward.text(WORKER, "/digest")
    await ward.tap(WORKER, "digest:mail")
    assert ward.last(WORKER).endswith(say("en", "mailbox.last_lost"))


async def test_where_there_is_no_mail_server_it_is_not_offered_and_the_settings_say_so(
    ward: Ward, people: Cast
) -> None:
    await ward.text(WORKER, "/digest")
    assert ward.buttons(WORKER) == ["digest:day"]
    await ward.tap(WORKER, "digest:day")
    assert ward.last(WORKER).endswith(say("en", "mailbox.no_server"))
    assert "digest:mail" not in ward.buttons(WORKER)

    await ward.tap(WORKER, "digest:mail", forged=True)
    assert ward.last(WORKER) == say("en", "mailbox.no_server")


async def test_a_server_that_was_taken_away_leaves_the_address_to_be_deleted(
    database: Database, people: Cast
) -> None:
    clock = VirtualClock(MONDAY)
    async with open_box(clock) as box, mail_server() as (server, url):
        async with open_bot(box, database, clock, postman=postman(url)) as ward:
            await ward.text(WORKER, "/help")
            await confirm(ward, server)
        async with open_bot(box, database, clock) as ward:
            await without(ward, people)


async def without(ward: Ward, people: Cast) -> None:
    """Whoever wanted notices can still have their address deleted, and doctor says what is missing."""
    subscribe(ward, people)
    await ward.beat()
    await ward.text(WORKER, "/digest")
    await ward.tap(WORKER, "digest:day")
    await ward.tap(WORKER, "digest:mail")
    assert ward.buttons(WORKER) == ["digest:mail:remove"]
    told = ward.ask(lambda s: notices(s, load(), ward.clock.now()))
    assert "1 of the staff want them, and there is no mail server" in told.words
    await monday(ward)
    assert outcomes(ward) == []
    await ward.tap(WORKER, "digest:mail:remove", forged=True)
    assert kept(ward) == []


@pytest.mark.parametrize("how", ["revoked", "forgotten", "another role"])
async def test_whoever_goes_is_written_to_no_more(desk: tuple[Ward, Server], people: Cast, how: str) -> None:
    ward, server = desk
    await confirm(ward, server)
    server.refuses += ["451 busy"] * 9
    await monday(ward)
    assert outcomes(ward) == [None]

    def go(session):
        lin, now = session.get_one(Person, people.worker), ward.clock.now()
        if how == "revoked":
            access.revoke(session, lin, actor_id=None, now=now)
        elif how == "forgotten":
            access.forget(session, lin, actor_id=None, now=now)
        else:
            access.change_role(session, lin, Role.MEDICAL_WORKER, actor_id=None, now=now)

    ward.change(go)
    server.refuses.clear()
    sent = len(server.took)
    await ward.pass_time(hours=2)

    assert kept(ward) == []
    assert len(server.took) == sent
    assert outcomes(ward) in ([], [f"cancelled:{how}"], ["cancelled:role_changed"])


async def test_a_lead_whose_digest_comes_on_request_only_is_offered_none(
    desk: tuple[Ward, Server],
) -> None:
    ward, _ = desk
    await staff(ward, LEAD, Role.LEAD)

    await ward.text(LEAD, "/digest")
    assert ward.buttons(LEAD) == ["digest:day"]
    await ward.tap(LEAD, "digest:day")
    assert "digest:mail" not in ward.buttons(LEAD)
    await ward.tap(LEAD, "digest:mail", forged=True)
    assert ward.ask(lambda s: s.scalar(select(Draft))) is None
    assert ends(ward, Kind.UNMAILED) == []
