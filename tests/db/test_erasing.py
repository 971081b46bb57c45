"""Forgetting somebody: every row of theirs goes, whatever tables there are, and the bytes with them."""

from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select

from db import erasing, families, programmes, traces, wiping
from db.crypto import Sealed, SealedJson
from db.models import (
    Alert,
    CheckIn,
    Child,
    Delivery,
    Draft,
    Enrolment,
    Erasure,
    Heard,
    Person,
    Programme,
    StudyRow,
    Table,
)
from db.people import chat_index
from tests import cast
from tests.db.rows import fill
from tests.db.test_sealed import image, in_image

SECRET = "阿米娜 Amina 7000123"
# Sealed words that are not one person's own: an update is told apart by its chat, a broadcast is to all, a
# session's place is the group's, its note names families by case label only, an arm is a place's in a list,
# and a child's name goes with the last who cares for it.
NOT_ONES_OWN = {"shut_out", "inbox", "broadcasts", "sessions", "session_notes", "allotments", "children"}
CALLED, SAID, PHONE = "CANARY-called-Amina", "CANARY-said", "CANARY-phone"


@pytest.fixture
def amina(database):
    """Amina with a row of every kind of her own, beside another family and a worker."""
    with database.begin() as session:
        site = cast.site(session)
        programme = cast.programme(session, site)
        cast.worker(session, site, programme, chat=2001)
        cast.caregiver(session, site, programme, label="C-01", chat=1001, called="Other")
        person = cast.caregiver(session, site, programme, label="C-02", chat=1002, called=CALLED, phone=PHONE)
        checkin = cast.checkin(session, person, programme)
        cast.answer(session, checkin, "mood", 3)
        cast.answer(session, checkin, "load", None)
        cast.score(session, checkin, "total", 4)
        cast.alert(session, person, programme)
        cast.delivery(session, person)
        cast.subscription(session, person, programme)
        session.add(
            Draft(
                person_id=person.id, kind="joining", step="called", said={"doubt": SAID},
                changed_at=cast.MONDAY, expires_at=cast.MONDAY,
            )
        )  # fmt: skip
        session.add(
            Heard(
                bot_id=1, update_id=1, chat_key=chat_index(1002), payload={"text": SAID},
                received_at=cast.MONDAY, dead_at=cast.MONDAY,
            )
        )  # fmt: skip
        return person.id


def forget(database, person_id, **how):
    with database.begin() as session:
        erasing.erase(session, session.get_one(Person, person_id), cast.MONDAY, **how)


def test_every_table_is_somebodys_or_is_known_to_be_nobodys():
    known = {table.name for table in traces.owned()} | traces.OF_NOBODY
    known |= {table.name for table in traces.numbered()}

    assert known == set(Table.metadata.tables)
    assert not traces.OF_NOBODY & {table.name for table in traces.owned()}


def test_no_sealed_word_lies_where_erasing_does_not_reach():
    sealed = {
        table.name
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed | SealedJson)
    }

    assert sealed - {table.name for table in traces.owned()} == NOT_ONES_OWN


def test_whoever_is_only_named_in_the_row_of_another_can_be_taken_out_of_it():
    assert [str(column) for column in traces.mentions() if not column.nullable] == []


def test_of_a_row_in_every_table_nothing_of_the_persons_is_left(database):
    with database.engine.begin() as connection:
        fill(connection, Table.metadata, SECRET)
        connection.execute(delete(Erasure))  # its number was given by hand: the next one must be free

    forget(database, 1)

    with database.read() as session:
        left = {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Table.metadata.sorted_tables
        }
    assert {name for name, count in left.items() if count} == traces.OF_NOBODY | {
        table.name for table in traces.numbered()
    }


def test_what_is_known_of_a_child_goes_with_the_last_who_cares_for_it_but_its_code_is_not_given_again(
    database, amina
):
    with database.begin() as session:
        person, other = (
            session.get_one(Person, amina),
            session.scalars(select(Person).order_by(Person.id)).all()[1],
        )
        child = families.new_child(session, person.site_id, cast.MONDAY)
        child.name, child.age_band, code = SECRET, "8-12", child.code
        for each in (person, other):
            families.link(session, each, child, "mother", cast.MONDAY)
        child_id, site_id, other_id = child.id, person.site_id, other.id

    forget(database, amina)
    with database.read() as session:
        assert session.get_one(Child, child_id).name == SECRET

    forget(database, other_id)
    with database.begin() as session:
        left = session.get_one(Child, child_id)
        assert (left.name, left.age_band, left.birth_year, left.code) == (None, None, None, code)
        assert families.new_child(session, site_id, cast.MONDAY).code != code


def test_only_the_one_person_is_forgotten(database, amina):
    before = {each.name: _count(database, each) for each in Table.metadata.sorted_tables}

    forget(database, amina)

    after = {each.name: _count(database, each) for each in Table.metadata.sorted_tables}
    assert (before["people"], after["people"]) == (3, 2)
    assert (before["enrolments"], after["enrolments"]) == (3, 2)
    gone = (CheckIn, Alert, Delivery)
    assert [after[each.__tablename__] for each in gone] == [0, 0, 0]
    with database.read() as session:
        assert session.scalars(select(Person.called).order_by(Person.id)).all() == ["Lin", "Other"]


def test_after_the_wiping_no_byte_of_theirs_is_in_the_files(sqlite_database):
    name, number = b"CANARY answers in plain sight", b"CANARY-label"
    with sqlite_database.begin() as session:
        site = cast.site(session)
        programme = cast.programme(session, site)
        person = cast.caregiver(session, site, programme, label=number.decode(), chat=1002)
        checkin = cast.checkin(session, person, programme, battery=name.decode())
        for item in range(200):
            cast.answer(session, checkin, f"CANARY-{item}", 3)
        kept = session.scalar(select(Person.telegram_index))
    assert name in image(sqlite_database)

    forget(sqlite_database, person.id)
    assert wiping.wipe(sqlite_database)

    left = image(sqlite_database)
    assert [each for each in (name, number, b"CANARY", kept) if each in left] == []
    log = Path(f"{sqlite_database.engine.url.database}-wal")
    assert not log.exists() or log.stat().st_size == 0


def test_a_reader_puts_the_wiping_off_and_it_is_done_after_it(sqlite_database):
    with sqlite_database.begin() as session:
        cast.site(session)
    with sqlite_database.engine.connect() as reader:
        reader.connection.driver_connection.execute("PRAGMA busy_timeout=50")
        with sqlite_database.read() as session:
            session.scalar(select(func.count()).select_from(Person))
            with sqlite_database.begin() as other:
                cast.person(other, cast.site(other))
            done = wiping.wipe(sqlite_database)
    assert not done
    assert wiping.wipe(sqlite_database)


def test_answers_that_stay_for_the_study_lead_nowhere(database, amina):
    forget(database, amina, for_study=True)

    with database.read() as session:
        rows = session.scalars(select(StudyRow).order_by(StudyRow.id)).all()
    assert [(row.instrument, row.item, row.value) for row in rows] == [
        ("micro", "load", None),
        ("micro", "mood", 3),
    ]
    assert {row.month.isoformat() for row in rows} == {"2026-03-01"}
    assert len({row.key for row in rows}) == 1
    columns = {column.name for column in StudyRow.__table__.columns}
    assert columns == {"id", "key", "arm", "month", "instrument", "version", "item", "value"}


def test_without_their_word_no_answer_stays(database, amina):
    forget(database, amina)

    assert _count(database, StudyRow.__table__) == 0


def test_the_mark_that_stays_holds_nothing_of_the_person(database, amina):
    forget(database, amina)

    with database.read() as session:
        marks = erasing.all_marks(session)
    assert len(marks) == 1
    assert len(marks[0]) == 64
    kept = image(database)
    assert not any(in_image(each, kept) for each in (CALLED, SAID, PHONE))


def test_a_restored_database_forgets_again_whom_the_marks_name_and_nobody_else(database, amina):
    with database.read() as session:
        mark = erasing.mark_of(session.get_one(Person, amina))

    with database.begin() as session:
        assert erasing.erase_marked(session, {mark, "0" * 64}, cast.MONDAY) == 1

    with database.read() as session:
        assert session.get(Person, amina) is None
        assert session.scalar(select(func.count()).select_from(Person)) == 2
        assert sorted(erasing.all_marks(session)) == sorted([mark, "0" * 64])


@pytest.mark.parametrize("table", ["people", "enrolments", "checkins", "alerts", "deliveries"])
def test_a_number_that_was_somebodys_is_never_anybody_elses(database, amina, table):
    model = Table.metadata.tables[table]
    with database.engine.begin() as connection:
        last = connection.scalar(select(func.max(model.c.id)))
        row = dict(connection.execute(select(model).where(model.c.id == last)).mappings().one())
        connection.execute(model.delete().where(model.c.id == last))
        again = {name: value for name, value in row.items() if name != "id"}
        new = connection.execute(insert(model).values(again)).inserted_primary_key[0]

    assert new == last + 1


def test_a_case_label_is_not_given_twice(database, amina):
    forget(database, amina)

    with database.begin() as session:
        programme = session.scalars(select(Programme)).one()
        newcomer = cast.person(session, session.get_one(Person, 1) and cast.site(session), chat=3001)
        programmes.enrol(session, newcomer, programme, cast.MONDAY)
    with database.read() as session:
        labels = session.scalars(select(Enrolment.label).order_by(Enrolment.id)).all()
    assert labels == ["W-01", "C-01", "C-03"]


def test_wiped_is_noted_for_those_who_had_gone_by_then(database, amina):
    forget(database, amina)
    with database.begin() as session:
        assert erasing.unwiped(session)
        erasing.mark_wiped(session, cast.MONDAY, cast.MONDAY)
        assert not erasing.unwiped(session)
        assert session.scalar(select(Erasure.wiped_at)) is not None


def _count(database, table) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
