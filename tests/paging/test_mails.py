"""A mail is a row first: it outlives a crash, goes out at least once, and says why where it does not."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from content.catalogue import LANGUAGES, words
from db import holds, mailboxes, mails, retention
from db.models import Delivery, Kind, Mail, Mailed, Person, Standing
from db.session import Database
from flows import mailing
from flows.mailbox import is_address, read
from flows.mailing import NOTICE_LASTS, masked
from scheduler.mailing import LEASE, WAITS, MailLoop, Sealed, claim, settle
from scheduler.settling import Outcome
from tests import cast
from tests.cast import MONDAY
from tests.paging.test_durable import Directly

TAKEN, BUSY, NOBODY = Outcome("sent"), Outcome("retry", "timeouterror"), Outcome("refused", "nobody")
SUBJECT, LIN = "digest:1/2026-W10", "lin@ward.example"


class Line:
    """A mail server that notes what it is given and answers as it was told to."""

    def __init__(self, *answers: Outcome) -> None:
        self.answers, self.taken = list(answers), list[Sealed]()

    async def send(self, mail, now):
        self.taken.append(mail)
        return self.answers.pop(0) if self.answers else TAKEN


@pytest.fixture
def owed(database: Database) -> Database:
    """One notice that is owed to Lin."""
    with database.begin() as session:
        site = cast.site(session)
        lin = cast.worker(session, site, cast.programme(session, site), chat=2001, language="en")
        mailboxes.keep(session, lin.id, LIN, MONDAY)
        for _ in range(2):
            to = {"site_id": site.id, "person_id": lin.id, "kind": Mailed.NOTICE, "subject": SUBJECT}
            mailing.owe(session, to, MONDAY, NOTICE_LASTS)
    return database


def outcomes(database: Database) -> list[tuple[str | None, int]]:
    """How every mail ended, and after how many attempts."""
    with database.read() as session:
        return [(each.outcome, each.attempts) for each in session.scalars(select(Mail))]


def told(database: Database) -> int:
    """How often somebody is told in the chat that a mail did not arrive."""
    with database.read() as session:
        return len(session.scalars(select(Delivery).where(Delivery.kind == Kind.UNMAILED)).all())


async def test_a_notice_goes_out_once_for_each_digest_and_person(owed: Database) -> None:
    line = Line()

    assert await MailLoop(Directly(owed), line).send(MONDAY) == 1
    assert await MailLoop(Directly(owed), line).send(MONDAY + LEASE) == 0

    assert outcomes(owed) == [("sent", 1)]
    assert line.taken[0].written.address == LIN


async def test_what_was_in_the_air_at_a_crash_is_sent_again_under_the_same_number(owed: Database) -> None:
    with owed.begin() as session:
        first = claim(session, MONDAY)
    line = Line()

    assert await MailLoop(Directly(owed), line).send(MONDAY + timedelta(minutes=1)) == 0
    assert await MailLoop(Directly(owed), line).send(MONDAY + LEASE) == 1

    assert [first] == line.taken
    assert outcomes(owed) == [("sent", 2)]


async def test_while_the_server_is_busy_it_is_tried_less_and_less_often_and_given_up_in_the_end(
    owed: Database,
) -> None:
    line, tries = Line(*[BUSY] * 999), list[int]()
    loop = MailLoop(Directly(owed), line)
    for minute in range(3 * 24 * 60):
        if await loop.send(MONDAY + timedelta(minutes=minute)):
            tries.append(minute)

    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert gaps == sorted(gaps)
    assert gaps[-1] == WAITS[-1] // timedelta(minutes=1)
    assert tries[-1] <= NOTICE_LASTS // timedelta(minutes=1)
    assert outcomes(owed) == [("failed:timeouterror", len(tries))]
    assert told(owed) == 1


async def test_what_is_refused_for_good_is_not_tried_again_and_told_once(owed: Database) -> None:
    line = Line(NOBODY)
    loop = MailLoop(Directly(owed), line)
    for hour in range(5):
        await loop.send(MONDAY + timedelta(hours=hour))

    assert outcomes(owed) == [("failed:nobody", 1)]
    assert (len(line.taken), told(owed)) == (1, 1)


async def test_after_an_outage_of_ours_what_is_too_late_is_not_sent_and_told(owed: Database) -> None:
    line = Line()
    await MailLoop(Directly(owed), line).send(MONDAY + NOTICE_LASTS + timedelta(seconds=1))

    assert (line.taken, outcomes(owed), told(owed)) == ([], [("expired", 1)], 1)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (lambda s, lin: mailboxes.forget(s, lin.id), "skipped:removed"),
        (lambda _, lin: setattr(lin, "standing", Standing.STOPPED), "skipped:left"),
        (lambda _, lin: setattr(lin, "role", "medical_worker"), "skipped:left"),
    ],
)
async def test_who_does_not_want_it_any_more_or_has_gone_gets_none(
    owed: Database, change, outcome: str
) -> None:
    with owed.begin() as session:
        change(session, session.get_one(Person, 1))
    line = Line()

    await MailLoop(Directly(owed), line).send(MONDAY)

    assert (line.taken, outcomes(owed), told(owed)) == ([], [(outcome, 1)], 0)


async def test_without_a_mail_server_nothing_is_tried(owed: Database) -> None:
    assert await MailLoop(Directly(owed), None).send(MONDAY) == 0
    assert outcomes(owed) == [(None, 0)]


async def test_a_beat_that_comes_while_another_is_at_it_does_nothing(owed: Database) -> None:
    class Slow(Line):
        async def send(self, mail, now):
            assert await loop.send(now + LEASE) == 0
            return await super().send(mail, now)

    line = Slow()
    loop = MailLoop(Directly(owed), line)

    assert await loop.send(MONDAY) == 1
    assert outcomes(owed) == [("sent", 1)]


def test_a_late_word_about_a_mail_that_is_settled_or_forgotten_changes_nothing(owed: Database) -> None:
    with owed.begin() as session:
        mail = claim(session, MONDAY)
        settle(session, mail.id, TAKEN, MONDAY)
        settle(session, mail.id, NOBODY, MONDAY)
        settle(session, 999, NOBODY, MONDAY)

    assert outcomes(owed) == [("sent", 1)]
    assert told(owed) == 0


def test_after_a_restore_what_was_owed_before_it_is_called_off(owed: Database) -> None:
    with owed.begin() as session:
        holds.begin(session, MONDAY, MONDAY + timedelta(hours=1))

    assert outcomes(owed) == [("cancelled:restored", 0)]


def test_it_is_kept_as_long_as_a_delivery_is(owed: Database) -> None:
    with owed.begin() as session:
        mails.settle(session, 1, "sent", MONDAY)
        kept = retention.in_use().deliveries
        assert retention.forget(session, MONDAY + kept, 10)["mails"] == 0
        assert retention.forget(session, MONDAY + kept + timedelta(seconds=1), 10)["mails"] == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["notice", "stand_in"])
def test_no_notice_has_a_number_or_a_place_for_a_name(language: str, what: str) -> None:
    for part in ("subject", "text"):
        said = words(language).say(f"mail.{what}.{part}")
        assert not any(letter.isdigit() or letter in "{}<>@" for letter in said)


ADDRESSES = st.builds(
    lambda local, names: f"{local}@{'.'.join(names)}",
    st.from_regex(r"[a-zA-Z0-9+_-]{1,20}(\.[a-zA-Z0-9+_-]{1,9})?", fullmatch=True),
    st.lists(st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True), min_size=1, max_size=4),
)


@given(ADDRESSES)
def test_an_address_is_read_and_its_mask_gives_away_neither_name_nor_house(address: str) -> None:
    assert is_address(read(f" {address.replace('@', '＠').replace('.', '。')} "))
    assert read(address) == address
    hidden = masked(address)
    local, _, domain = address.partition("@")
    assert hidden.startswith(f"{local[0]}•••@{domain[0]}•••")
    assert len(hidden) <= len("a•••@b•••.") + len(domain.rpartition(".")[2])


@given(st.text(max_size=60))
def test_what_is_taken_for_an_address_cannot_break_out_of_a_mails_head(text: str) -> None:
    typed = read(text)
    if is_address(typed):
        assert typed.isascii()
        assert not set(typed) & set(' \r\n\t,;:<>()[]\\"')
        assert typed.count("@") == 1
