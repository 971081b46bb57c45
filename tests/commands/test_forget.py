"""`respite forget` and `respite staff forget`: for whoever asks on paper."""

import re
from datetime import time

import pytest
from sqlalchemy import func, select

from bot.clock import WallClock
from db.models import (
    AuditEvent,
    Delivery,
    Duty,
    Enrolment,
    Erasure,
    Kind,
    Leaving,
    Note,
    Person,
    Programme,
    SiteRow,
    Standing,
)
from tests import cast

NAME, CHAT = "Amina Canary", 7000123


@pytest.fixture
def family(house):
    """C-03, with a name, a worker and what she wrote of them."""
    with house.session() as session:
        site, programme = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        person = cast.caregiver(session, site, programme, label="C-03", called=NAME, chat=CHAT)
        worker = cast.worker(session, site, programme, called="Lin", chat=7000124)
        cast.note(session, person, programme, author_id=worker.id)
        return person.id


def deeds(house, act: str) -> list[tuple]:
    """What the audit record says of an act."""
    with house.session() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.act == act)).all()
        return [(row.actor_id, row.person_id, row.about, row.typed_by is not None) for row in rows]


def there(house, person: int) -> bool:
    with house.session() as session:
        return session.get(Person, person) is not None


def test_a_family_is_forgotten_once_its_label_was_typed_again(respite, house, family):
    said = respite("forget", "c-03", typed="C-03\n")

    assert said.exit_code == 0, said.output
    assert "C-03 is forgotten" in said.output
    assert re.search(r"in backups is gone by \d{4}-\d\d-\d\d", said.output)
    assert not there(house, family)
    with house.session() as session:
        assert session.scalars(select(Enrolment.role)).all() == ["social_worker"]
        assert session.scalars(select(Erasure)).one().wiped_at is not None
        left = session.scalars(select(Delivery).where(Delivery.kind == Kind.LEFT)).one()
        assert left.subject.startswith("left:C-03")
    assert deeds(house, "erased") == [(None, family, "asked for it on paper", True)]
    assert NAME.encode() not in b"".join(each.read_bytes() for each in house.file.parent.glob("*.db*"))


def test_another_word_deletes_nothing(respite, house, family):
    said = respite("forget", "C-03", typed="C-04\n")

    assert said.exit_code == 2
    assert "nothing was deleted" in said.output
    assert there(house, family)
    assert deeds(house, "erased") == []


def test_while_a_red_alert_is_open_the_workers_are_told_first_and_a_date_is_promised(respite, house, family):
    with house.session() as session:
        person, programme = session.get_one(Person, family), session.get_one(Programme, 1)
        cast.alert(session, person, programme, tier="red", reason="help")

    said = respite("forget", "C-03", "--yes", "--for-study")

    assert "the workers are told first" in said.output
    until = re.search(r"at the latest (\d{4}-\d\d-\d\d)", said.output)
    with house.session() as session:
        wish = session.scalars(select(Leaving)).one()
        assert (wish.person_id, wish.for_study) == (family, True)
        assert until is not None
        assert until[1] == f"{wish.due_at:%Y-%m-%d}"
        assert 0 < (wish.due_at - WallClock().now()).total_seconds() <= 72 * 3600
        assert session.get_one(Person, family).standing == Standing.STOPPED
        assert session.scalars(select(Delivery).where(Delivery.kind == Kind.LEAVING)).one()
    about = "asked for it on paper, answers left to the study"
    assert deeds(house, "erasure_asked") == [(None, family, about, True)]
    assert deeds(house, "erased") == []


@pytest.mark.parametrize("label", ["C-99", "W-01", ""])
def test_a_label_that_no_family_has_is_refused_in_one_line(respite, house, family, label):
    said = respite("forget", label, "--yes")

    assert (said.exit_code, said.output) == (2, f"no family here has the case label {label}\n")


def test_of_two_families_with_one_label_the_programme_says_which(respite, house, family):
    with house.session() as session:
        site = session.get_one(SiteRow, 1)
        other = cast.programme(session, site, name="Second")
        second = cast.caregiver(session, site, other, label="C-03", chat=7000125).id

    said = respite("forget", "C-03", "--yes")
    assert (said.exit_code, "say --programme with one of 1, 2" in said.output) == (2, True)
    assert respite("forget", "C-03", "--yes", "--programme", 2).exit_code == 0

    assert (there(house, family), there(house, second)) == (True, False)


def test_of_staff_the_person_is_forgotten_and_what_they_did_stays_under_a_number(respite, house, family):
    with house.session() as session:
        lin = session.scalars(select(Person.id).where(Person.role == "social_worker")).one()
        hours = {"days": "12345", "begins": time(9), "ends": time(17)}
        session.add(Duty(site_id=1, person_id=lin, level="first", **hours))

    said = respite("staff", "forget", lin, typed=f"{lin}\n")

    assert said.exit_code == 0, said.output
    with house.session() as session:
        person = session.get_one(Person, lin)
        assert (person.called, person.chat, person.telegram_index) == (None, None, None)
        assert person.standing == Standing.STOPPED
        assert session.scalars(select(Note.author_id)).one() == lin
        assert session.scalar(select(func.count()).select_from(Duty)) == 0
    assert deeds(house, "erased") == [(None, lin, "asked for it, staff", True)]
    assert respite("staff", "forget", lin, "--yes").exit_code == 2


def test_a_family_is_not_of_the_staff(respite, house, family):
    said = respite("staff", "forget", family, "--yes")

    assert said.exit_code == 2
    assert there(house, family)
