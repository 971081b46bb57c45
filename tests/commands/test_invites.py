"""The invites that were made: listed without what opens them, and taken back before their time."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import WallClock
from bot.commands.invite import make_invite
from db import families, invites, programmes
from db.models import Act, Admission, AuditEvent, Invite, Programme, Role, SiteRow
from tests import cast

HEAD = ["id", "role", "programme", "how", "uses left", "let in", "waiting", "made", "until", "state"]
CAREGIVER = ["3", "caregiver", "1 (First programme)", "link", "30", "-", "-"]


@pytest.fixture
def listed(respite):
    """Return the rows of the list, cell by cell and without the heading and the times."""

    def listed(*words):
        heading, *rows = respite("invites", "list", *words).stdout.splitlines()
        assert re.split(r"\s{2,}", heading) == HEAD
        cells = [re.split(r"\s{2,}", row) for row in rows]
        return [row[:7] + row[9:] for row in cells if len(row) == len(HEAD)]

    return listed


@pytest.fixture
def poster(house):
    """A poster of the house by which three came: one was let in, one was not, one waits."""
    now = WallClock().now()
    with house.session() as session:
        site, run = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        how = {"role": Role.CAREGIVER, "asks_first": True, "cap": 2, "uses": 297, "lasts": timedelta(days=90)}
        token = make_invite(session, site_id=1, programme_id=1, now=now, **how)
        made = programmes.invite_of(session, token)
        for said in (True, False, None):
            person = cast.caregiver(session, site, run, label=f"C-{said}")
            row = {"site_id": 1, "programme_id": 1, "invite_id": made.id, "asked_at": now}
            session.add(Admission(person_id=person.id, let_in=said, **row))
        return made.id


def invite(house, number) -> Invite:
    with house.session() as session:
        return session.get_one(Invite, number)


def deeds(house) -> list[tuple[str, str, bool]]:
    """What was written down since setup, and whether it says at which account."""
    with house.session() as session:
        entries = session.scalars(select(AuditEvent).where(AuditEvent.act == Act.WITHDRAWN))
        return [(each.act, each.about, each.typed_by is not None) for each in entries]


def test_the_invites_of_setup_are_listed_with_what_is_left_of_them(listed, house):
    assert listed() == [
        ["1", "admin", "-", "link", "1", "-", "-", "open"],
        ["2", "social_worker", "1 (First programme)", "link", "1", "-", "-", "open"],
        [*CAREGIVER, "open"],
    ]


def test_times_are_on_the_sites_clock(respite, house):
    house.sql("UPDATE invites SET created_at = '2026-03-01 19:00:00.000000' WHERE id = 3")
    house.sql("UPDATE invites SET expires_at = '2126-03-01 20:00:00.000000' WHERE id = 3")

    assert "2026-03-02 03:00  2126-03-02 04:00  open" in respite("invites", "list").stdout


def test_no_link_can_be_made_from_the_list(respite, house):
    token = re.search(r"start=([\w-]+)", respite("invite").stdout)[1]

    shown = respite("invites", "list", "--all").output

    assert token not in shown
    assert invite(house, 4).token_hash.hex() not in shown


def test_of_a_poster_it_says_who_was_let_in_and_who_waits(listed, poster):
    assert listed()[-1] == [
        str(poster), "caregiver", "1 (First programme)", "poster", "297", "1 of 2", "1", "full",
    ]  # fmt: skip


def test_a_link_for_the_other_one_of_a_child_is_told_apart(listed, house):
    with house.session() as session:
        session.get_one(Invite, 3).child_id = families.new_child(session, 1, cast.MONDAY).id

    assert listed()[-1][3] == "partner"


def test_what_opens_nothing_any_more_is_counted_and_listed_when_asked_for(respite, listed, house):
    house.sql("UPDATE invites SET uses_left = 0 WHERE id = 2")
    house.sql("UPDATE invites SET expires_at = '2026-03-02 08:00:00.000000' WHERE id = 1")
    respite("invites", "withdraw", 3)

    assert respite("invites", "list").stdout.splitlines() == [
        "no invite is open",
        "3 that open nothing any more: --all shows them",
    ]
    assert [row[-1] for row in listed("--all")] == ["expired", "used up", "taken back"]


def test_an_invite_that_is_taken_back_ends_now_and_is_written_down(respite, house):
    result = respite("invites", "withdraw", 3)

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "invite 3 is taken back: whoever comes by it now reads that it has expired",
        "whoever had opened it before may finish joining",
    ]
    assert invite(house, 3).expires_at <= WallClock().now()
    assert deeds(house) == [("withdrawn", "invite 3", True)]
    assert respite("audit", "verify").exit_code == 0


def test_who_waits_for_a_yes_goes_on_waiting_for_it(respite, house, poster):
    result = respite("invites", "withdraw", poster)

    assert "1 who came by it wait for a worker's yes, as before" in result.stdout
    with house.session() as session:
        said = session.scalars(select(Admission.let_in).order_by(Admission.id)).all()
    assert said == [True, False, None]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (9, "there is no invite 9: see `respite invites list`"),
        (1, "invite 1 opens nothing any more: it is expired"),
        (2, "invite 2 opens nothing any more: it is used up"),
        (3, "invite 3 opens nothing any more: it is taken back"),
    ],
)
def test_what_opens_nothing_cannot_be_taken_back(respite, house, number, said):
    house.sql("UPDATE invites SET uses_left = 0 WHERE id = 2")
    house.sql("UPDATE invites SET expires_at = '2026-03-02 08:00:00.000000' WHERE id = 1")
    respite("invites", "withdraw", 3)
    before = house.dump()

    result = respite("invites", "withdraw", number)

    assert (result.exit_code, result.stderr, house.dump()) == (2, f"{said}\n", before)


def test_of_a_use_and_a_taking_back_the_first_counts(database):
    with database.begin() as session:
        run = cast.programme(session, cast.site(session))
        how = {"role": Role.CAREGIVER, "uses": 1, "lasts": timedelta(days=1)}
        made = [
            make_invite(session, site_id=run.site_id, programme_id=run.id, now=cast.MONDAY, **how)
            for _ in range(2)
        ]
        one, other = (programmes.invite_of(session, token) for token in made)

        assert programmes.use_invite(session, one.id, cast.MONDAY)
        assert not invites.take_back(session, one, cast.MONDAY)
        assert invites.take_back(session, other, cast.MONDAY)
        assert not programmes.use_invite(session, other.id, cast.MONDAY)


def test_a_number_that_is_given_again_is_not_taken_back_as_well(database):
    with database.begin() as session:
        run = cast.programme(session, cast.site(session))
        how = {"role": Role.CAREGIVER, "uses": 1, "lasts": timedelta(days=1)}
        where = {"site_id": run.site_id, "programme_id": run.id}
        gone = programmes.invite_of(session, make_invite(session, now=cast.MONDAY, **where, **how))
        number = gone.id
        invites.take_back(session, gone, cast.MONDAY)
        session.delete(gone)
        session.flush()
        later = cast.MONDAY + timedelta(days=200)
        again = programmes.invite_of(session, make_invite(session, now=later, **where, **how))
        again.id = number
        session.flush()

        assert invites.taken_back(session, [again]) == frozenset()
