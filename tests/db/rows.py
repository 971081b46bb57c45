"""One generated row in every table of any version of the schema."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Connection, MetaData, insert
from sqlalchemy.types import TypeDecorator

from db.crypto import Sealed, SealedJson
from tests.cast import MONDAY

VALUES: Mapping[type, Any] = {
    int: 1,
    bool: True,
    str: "text",
    bytes: b"sixteen bytes ok",
    datetime: MONDAY,
    date: MONDAY.date(),
    time: time(19, 30),
    Decimal: Decimal("4.000"),
    object: [{"a": 1}],  # what a JSON column calls its type
}


def fill(connection: Connection, tables: MetaData, secret: str = "text") -> list[str]:
    """Insert one row into every table, no column left empty, and return the tables' names.

    Every key is 1 or "text", so every reference holds. Sealed columns, known as such in the models only, get
    `secret` followed by their own name.
    """
    names = []
    for table in tables.sorted_tables:
        if table.name != "alembic_version":
            row = {column.name: _value(column, secret) for column in table.columns}
            connection.execute(insert(table).values(row))
            names.append(table.name)
    return names


def canary(secret: str, column: str) -> str:
    """Return what `fill` puts into a sealed column."""
    return f"{secret} {column}"


def _value(column: Column[Any], secret: str) -> Any:
    if isinstance(column.type, Sealed):
        return canary(secret, column.type.column)
    if isinstance(column.type, SealedJson):
        return {"said": [canary(secret, column.type.column)]}
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    value = VALUES[kind.python_type]
    length = getattr(column.type, "length", None)
    return value[:length] if isinstance(value, str) else value
