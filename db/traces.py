"""Traces: every row that is somebody's, found from the models, so that no new table can be forgotten."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, or_, select
from sqlalchemy import Table as Rows

from db.models import Person, Table
from db.session import Session

PEOPLE = "people"
# Of nobody here: what belongs to a site, keeps a number only, or was made so that it leads to nobody.
# The inbox is told apart by chat (`db.erasing`); a broadcast holds the words of staff to all, a
# session is the group's, its note names families by case label only, and an opinion is nobody's. A child's
# row is emptied with the last who cares for it (`db.families`), and keeps its code from being given again.
OF_NOBODY = frozenset(
    {
        "sites", "programmes", "invites", "inbox", "leases", "told_chats", "broadcasts", "erasures",
        "study_rows", "restores", "shut_out",
        "sessions", "session_notes", "opinions",
        "allotments", "children",
    }
)  # fmt: skip


@cache
def owned() -> tuple[Rows, ...]:
    """Return every table whose rows go with their person, the person's own first."""
    found: list[Rows] = []
    for table in Table.metadata.sorted_tables:
        if table.name == PEOPLE or any(_leads(key, found) for key in table.foreign_keys):
            found.append(table)
    return tuple(found)


@cache
def mentions() -> tuple[Column[Any], ...]:
    """Return every column that only names a person in a row of somebody else's: who took, wrote, entered."""
    return tuple(
        key.parent
        for table in Table.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == PEOPLE and key.ondelete != "CASCADE"
    )


@cache
def numbered() -> tuple[Rows, ...]:
    """Return the tables that keep a person's number without holding on to them: records of what was done."""
    kept = [each for each in Table.metadata.sorted_tables if each not in owned()]
    return tuple(table for table in kept if "person_id" in table.columns)


def theirs(table: Rows, person_id: int) -> ColumnElement[bool]:
    """Return which rows of an owned table are this person's, by whatever path they lead to them."""
    if table.name == PEOPLE:
        return table.c.id == person_id
    # A row that adds to another of its own table has an owner of its own.
    keys = [key for key in table.foreign_keys if key.column.table is not table and _leads(key, owned())]
    paths = [_path(key, person_id) for key in keys]
    return or_(*paths)


def rows_of(session: Session, person_id: int) -> Iterator[tuple[str, Sequence[dict[str, Any]]]]:
    """Yield the name of each table that knows something of this person, with the rows, opened."""
    wheres = [(table, theirs(table, person_id)) for table in owned()]
    wheres += [(table, table.c.person_id == person_id) for table in numbered()]
    for table, where in (*wheres, _child(person_id)):
        query = select(table).where(where).order_by(*table.primary_key.columns)
        found = [dict(row) for row in session.connection().execute(query).mappings()]
        if found:
            yield table.name, found


def _child(person_id: int) -> tuple[Rows, ColumnElement[bool]]:
    children, carings = (Table.metadata.tables[name] for name in ("children", "carings"))
    cared_for = select(carings.c.child_id).where(carings.c.person_id == person_id)
    return children, children.c.id.in_(cared_for)


def _leads(key: ForeignKey, found: Sequence[Rows]) -> bool:
    """Whether a row goes when the row goes that this key refers to, and that one is somebody's."""
    return key.ondelete == "CASCADE" and key.column.table in found


def _path(key: ForeignKey, person_id: int) -> ColumnElement[bool]:
    other = key.column.table
    if other.name == PEOPLE:
        return key.parent == person_id
    return key.parent.in_(select(key.column).where(theirs(other, person_id)))


def everybody(session: Session) -> Sequence[Person]:
    """Return every person, longest here first."""
    return session.scalars(select(Person).order_by(Person.id)).all()
