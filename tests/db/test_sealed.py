"""Nobody's name, number or words can be read from the files of either database."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select, text

from db.crypto import Sealed, SealedJson, WrongKey
from db.models import Draft, Heard, Person, Table, ToldChat
from db.people import of_telegram
from tests import cast
from tests.db.conftest import FOREIGN, NEW, OLD
from tests.db.rows import canary, fill

SECRET = "阿米娜 Amina 7000123"
MUST_BE_SEALED = {
    "people.chat",
    "people.called",
    "people.phone",
    "people.trusted_adult",
    "inbox.payload",
    "inbox.reply",
    "drafts.said",
    "broadcasts.media",
    "broadcasts.texts",
    "factors.secret",
    "alert_notes.text",
    "sessions.place",
    "session_notes.worked",
    "session_notes.fell_short",
    "session_notes.next",
    "children.name",
    "halts.note",
    "mailboxes.address",
    "allotments.arm",
}


def sealed_columns() -> dict[str, str]:
    """The place of every sealed column and the name bound into its values."""
    return {
        f"{table.name}.{column.name}": column.type.column
        for table in Table.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed | SealedJson)
    }


def image(database) -> bytes:
    """Everything the database keeps, as it keeps it: file and write-ahead log, or a copy of every table."""
    if database.is_sqlite:
        path = Path(database.engine.url.database)
        return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    with database.engine.connect() as connection, connection.connection.cursor() as cursor:
        return b"".join(copied(cursor, table.name) for table in Table.metadata.sorted_tables)


def copied(cursor, table: str) -> bytes:
    """What PostgreSQL writes into a dump for one table."""
    with cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(map(bytes, copy))


def in_image(words: str, kept: bytes) -> bool:
    """Tell whether the words are there, as text or as the hexadecimal digits of a byte column."""
    plain = words.encode()
    return plain in kept or plain.hex().encode() in kept


def test_every_column_for_peoples_words_is_sealed_under_its_own_name():
    columns = sealed_columns()

    assert set(columns) >= MUST_BE_SEALED
    assert all(place == bound for place, bound in columns.items())


def test_no_sealed_word_is_in_the_files(database):
    with database.engine.begin() as connection:
        fill(connection, Table.metadata, SECRET)

    kept = image(database)

    assert not in_image(SECRET, kept)
    assert not in_image("Amina", kept)
    assert not in_image("7000123", kept)


def test_an_unsealed_word_would_be_found_in_the_files(database):
    with database.begin() as session:
        cast.site(session, name="In plain sight")
        session.add(ToldChat(chat_index=b"plain bytes 1234", told_at=cast.MONDAY))

    kept = image(database)

    assert in_image("In plain sight", kept)
    assert in_image("plain bytes 1234", kept)


def test_what_was_sealed_is_read_back(database):
    with database.engine.begin() as connection:
        fill(connection, Table.metadata, SECRET)

    with database.read() as session:
        person = session.get_one(Person, 1)
        assert person.called == canary(SECRET, "people.called")
        assert person.trusted_adult == canary(SECRET, "people.trusted_adult")
        assert session.get_one(Draft, 1).said == {"said": [canary(SECRET, "drafts.said")]}
        assert session.get_one(Heard, 1).payload == {"said": [canary(SECRET, "inbox.payload")]}


def test_an_empty_value_stays_empty_and_unsealed(database):
    with database.begin() as session:
        person = cast.person(session, cast.site(session), called=None)

    with database.read() as session:
        assert session.get_one(Person, person.id).called is None
        stored = select(text("called")).select_from(text("people"))
        assert session.scalar(stored) is None


@pytest.mark.parametrize("words", ["", "单亲妈妈 🌱", "half an emoji \ud83d", "line\nbreak\x00"])
def test_any_text_a_phone_can_send_comes_back_as_it_was(database, words):
    with database.begin() as session:
        person = cast.person(session, cast.site(session), called=words)

    with database.read() as session:
        assert session.get_one(Person, person.id).called == words


def test_a_value_moved_to_another_column_is_refused(database):
    with database.begin() as session:
        person = cast.person(session, cast.site(session), called="Amina", phone=None)
        session.execute(text("UPDATE people SET phone = called"))

    with database.read() as session, pytest.raises(WrongKey, match=re.escape("people.phone")):
        session.get(Person, person.id)


def test_after_a_new_key_old_values_open_and_people_are_still_found(database, unlock):
    unlock(OLD)
    with database.begin() as session:
        cast.person(session, cast.site(session), chat=7, called="Amina")

    unlock(NEW, OLD)
    with database.begin() as session:
        person = of_telegram(session, 7)
        assert person.called == "Amina"
        person.phone = "sealed with the new key"

    unlock(OLD)
    with database.read() as session, pytest.raises(WrongKey):
        of_telegram(session, 7)


def test_a_foreign_key_finds_nobody_and_opens_nothing(database, unlock):
    with database.begin() as session:
        person = cast.person(session, cast.site(session), chat=7)

    unlock(FOREIGN)
    with database.read() as session:
        assert of_telegram(session, 7) is None
        with pytest.raises(WrongKey, match="put the key it was written with back"):
            session.get(Person, person.id)
