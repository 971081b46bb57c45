"""`respite audit` and `respite staff`, typed as an operator types them."""

import asyncio
import os
import re
from datetime import timedelta
from pwd import getpwuid

import pytest
from sqlalchemy import select, text

from bot import anchor
from bot.acts import Acts
from bot.clock import VirtualClock
from db import people as table
from db.models import AuditEvent, Factor, Programme, SiteRow
from db.session import Database
from tests import cast

TRIGGERS = tuple(f"DROP TRIGGER audit_events_no_{act}" for act in ("update", "delete"))


@pytest.fixture
def staffed(house):
    """Lin works there, and three invites were made by setup."""
    with house.session() as session:
        site, programme = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        return cast.worker(session, site, programme, called="Lin").id


def drop_anchor(house, days: int = 0) -> None:
    """What the running bot does once a day."""
    now = cast.MONDAY + timedelta(days=days)

    async def drop() -> None:
        database = Database(house.url)
        acts = Acts(database, VirtualClock(now))
        await anchor.drop(acts, house.file.parent, now)
        acts.close()
        database.close()

    asyncio.run(drop())


def test_every_invite_of_setup_is_written_down(respite, house):
    said = respite("audit", "list")

    assert said.exit_code == 0, said.output
    rows = said.output.splitlines()
    assert rows[0].split() == ["entry", "at", "(UTC)", "site", "by", "act", "person", "about"]
    assert [re.split(r"\s{2,}", row)[-1] for row in rows[1:]] == [
        "admin, uses 1", "social_worker, uses 1", "caregiver, uses 30",
    ]  # fmt: skip


def test_a_whole_record_is_said_to_be_whole_and_that_it_has_no_anchor_yet(respite, house):
    said = respite("audit", "verify")

    assert (said.exit_code, said.output.splitlines()) == (
        0,
        ["3 entries, 0 anchors: whole", "there is no anchor yet: entries cut off the end would not show"],
    )


def test_an_edited_entry_is_named(respite, house):
    house.sql(*TRIGGERS, "UPDATE audit_events SET about = 'nothing' WHERE id = 2")

    said = respite("audit", "verify")

    assert said.exit_code == 1
    assert said.output.splitlines()[:2] == ["entry 2: it was edited", "3 entries, 0 anchors: NOT WHOLE"]


def test_entries_cut_off_the_end_show_by_the_anchor_in_the_data_folder(respite, house):
    drop_anchor(house)
    drop_anchor(house)
    assert (house.file.parent / anchor.FILE).stat().st_mode & 0o077 == 0
    assert len(anchor.read(house.file.parent)) == 1
    assert respite("audit", "verify").output == "3 entries, 1 anchors: whole\n"

    house.sql(*TRIGGERS, "DELETE FROM audit_events WHERE id = 3")

    said = respite("audit", "verify")
    assert said.exit_code == 1
    assert "at least 1 of 3 entries were cut off the end" in said.output


def test_a_record_that_was_cut_and_grew_again_shows_by_the_anchor(respite, house):
    drop_anchor(house)
    house.sql(*TRIGGERS, "DELETE FROM audit_events WHERE id = 3")
    respite("invite", "--role", "lead")

    said = respite("audit", "verify")

    assert said.exit_code == 1
    assert "entry 3 is another one now" in said.output


def test_an_anchor_kept_elsewhere_proves_as_much(respite, house):
    line = respite("audit", "anchor").output.strip()
    assert respite("audit", "verify", "--anchor", line).exit_code == 0
    house.sql(*TRIGGERS, "DELETE FROM audit_events WHERE id = 3")

    assert respite("audit", "verify", "--anchor", line).exit_code == 1


def test_what_is_no_anchor_is_said_in_one_line(respite, house):
    said = respite("audit", "verify", "--anchor", "yesterday it was fine")

    assert said.exit_code == 2
    assert said.output.splitlines() == ["this is no anchor of the audit record: yesterday it was fine"]


def test_an_anchor_a_day(house):
    for days in (0, 0, 1, 1, 2):
        drop_anchor(house, days)

    assert [each.at[:10] for each in anchor.read(house.file.parent)] == [
        "2026-03-02", "2026-03-03", "2026-03-04",
    ]  # fmt: skip


def test_the_staff_are_listed_and_none_of_the_families(respite, house, staffed):
    with house.session() as session:
        cast.caregiver(session, session.get_one(SiteRow, 1), session.get_one(Programme, 1), called="Amina")
        session.add(
            Factor(person_id=staffed, secret="A" * 32, created_at=cast.MONDAY, confirmed_at=cast.MONDAY)
        )

    rows = respite("staff", "list").output.splitlines()

    assert [re.split(r"\s{2,}", row) for row in rows[1:]] == [
        [str(staffed), "social_worker", "active", "yes", "Lin"]
    ]


def test_an_empty_house_says_so(respite, house):
    assert respite("staff", "list").output == "nobody of the staff has joined yet\n"


def test_an_access_ends_by_a_command(respite, house, staffed):
    said = respite("staff", "revoke", staffed)

    assert said.output == f"person {staffed} has no access any more; 0 alerts ring with others\n"
    with house.session() as session:
        person = table.by_id(session, staffed)
        assert (person.telegram_index, person.chat, person.standing) == (None, None, "stopped")
    assert "revoked" in respite("audit", "list", "--person", staffed).output
    assert respite("staff", "revoke", staffed).exit_code == 2


def test_whoever_ends_an_admins_access_hears_that_the_setting_does_not_bring_it_back(respite, house, staffed):
    respite("staff", "role", staffed, "admin")

    said = respite("staff", "revoke", staffed).output
    assert "RESPITE_ADMIN_IDS does not let them in again; only a new `respite invite` does" in said


def test_a_role_changes_by_a_command(respite, house, staffed):
    assert respite("staff", "role", staffed, "lead").output == f"person {staffed} is lead now\n"
    assert respite("staff", "role", staffed, "medical-worker").exit_code == 0

    with house.session() as session:
        assert table.by_id(session, staffed).role == "medical_worker"
        cast.programme(session, session.get_one(SiteRow, 1), name="Second")
    assert respite("staff", "role", staffed, "admin").exit_code == 0
    said = respite("staff", "role", staffed, "social_worker")
    assert (said.exit_code, said.output) == (2, "say --programme with one of this person's site\n")
    assert respite("staff", "role", staffed, "social_worker", "--programme", 2).exit_code == 0


@pytest.mark.parametrize("role", ["caregiver", "king"])
def test_a_role_that_staff_cannot_have_is_refused_in_one_line(respite, house, staffed, role):
    said = respite("staff", "role", staffed, role)

    assert said.exit_code == 2
    assert len(said.output.splitlines()) == 1


def test_a_second_factor_is_reset_by_a_command(respite, house, staffed):
    assert respite("staff", "reset", staffed).output == f"person {staffed} had none\n"
    with house.session() as session:
        session.add(
            Factor(person_id=staffed, secret="A" * 32, created_at=cast.MONDAY, confirmed_at=cast.MONDAY)
        )

    assert respite("staff", "reset", staffed).output.startswith(f"person {staffed} sets up")

    with house.session() as session:
        assert session.get(Factor, staffed) is None


def test_somebody_who_is_not_of_the_staff_is_refused(respite, house, staffed):
    said = respite("staff", "revoke", 99)

    assert (said.exit_code, said.output) == (
        2, f"person 99 is not of the staff; the staff are: {staffed}\n",
    )  # fmt: skip


@pytest.mark.parametrize("more", [("--uses", 2), ("--days", 4)])
def test_an_invite_for_staff_never_opens_twice_or_for_long(respite, house, more):
    said = respite("invite", "--role", "lead", *more)

    assert said.exit_code == 2
    assert "make one for each person" in said.output


def test_an_export_of_a_digest_is_written_down(respite, house, staffed, tmp_path):
    with house.session() as session:
        session.get_one(Programme, 1).starts_on = cast.MONDAY.date()

    said = respite("digest", "--worker", staffed, "--week", "2026-W10", "--out", tmp_path / "made")

    assert said.exit_code == 0, said.output
    last = respite("audit", "list", "--last", 1).output.splitlines()[1]
    assert re.split(r"\s{2,}", last)[-2:] == ["-", "programme:1 digest 2026-W10"]
    assert re.split(r"\s{2,}", last)[3] == getpwuid(os.getuid()).pw_name


def test_what_is_typed_says_at_which_account_and_the_record_stays_whole(respite, house, staffed, tmp_path):
    respite("staff", "reset", staffed)
    respite("scales", "answers", "--out", tmp_path / "out")

    with house.session() as session:
        entries = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        assert {entry.typed_by for entry in entries} == {getpwuid(os.getuid()).pw_name}
        assert [entry.act for entry in entries[-2:]] == ["factor_reset", "exported"]
    assert respite("audit", "verify").exit_code == 0


def test_through_sudo_whose_account_it_was_before_is_said_too(respite, house, staffed, environment):
    environment["SUDO_USER"], environment["LOGNAME"] = "wu", "nobody"

    respite("staff", "reset", staffed)

    with house.session() as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
        assert last.typed_by == f"{getpwuid(os.getuid()).pw_name} (sudo: wu)"


def test_whose_name_was_put_into_another_entry_is_found_out(respite, house, staffed):
    respite("staff", "reset", staffed)
    with house.session() as session:
        for trigger in TRIGGERS:
            session.execute(text(trigger))
        session.execute(text("UPDATE audit_events SET typed_by = NULL WHERE id = 4"))

    said = respite("audit", "verify")

    assert (said.exit_code, said.output.splitlines()[0]) == (1, "entry 4: it was edited")
