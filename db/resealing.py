"""Resealing: every sealed value under the newest key, batch by batch, while everything else goes on."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Row, func, or_, select, update

from db.crypto import Keyring, Sealed, SealedJson, keyring
from db.models import Table
from db.models.schema import INDEX_OF, INDEXED_AS
from db.session import Session

BATCH = 200
PREFIX_BYTES = 5


@dataclass(frozen=True)
class Vault:
    """A table as the bytes it keeps: its key, its sealed columns by the name bound into them, its indexes."""

    rows: sa.TableClause
    keys: tuple[str, ...]
    sealed: Mapping[str, str]
    indexes: Mapping[str, tuple[str, str]]

    def key_of(self, row: Row[Any]) -> list[ColumnElement[bool]]:
        """Return what finds this row again."""
        return [self.rows.c[name] == row._mapping[name] for name in self.keys]


@cache
def vaults() -> tuple[Vault, ...]:
    """Return every table that has a sealed column, whatever tables there are."""
    return tuple(vault for table in Table.metadata.sorted_tables if (vault := _vault(table)).sealed)


def reseal(session: Session, vault: Vault, limit: int = BATCH) -> int:
    """Seal up to `limit` rows of one table anew and return how many were not under the newest key yet.

    A row that somebody writes meanwhile keeps what they wrote: each value is replaced only while it is still
    the one that was read. So it may be stopped at any moment, and goes on where it was.
    """
    ring = keyring()
    found = session.connection().execute(_old_ones(vault, ring).limit(limit)).all()
    for row in found:
        _replace(session, vault, row, ring)
    return len(found)


def reindex(
    session: Session, vault: Vault, after: Sequence[Any] | None, limit: int = BATCH
) -> Sequence[Any] | None:
    """Make the blind indexes of the next `limit` rows anew; return the last key, None when it is through."""
    key = [vault.rows.c[name] for name in vault.keys]
    query = select(vault.rows).order_by(*key).limit(limit)
    if after is not None:
        query = query.where(sa.tuple_(*key) > sa.tuple_(*after))
    found = session.connection().execute(query).all()
    for row in found:
        _index_anew(session, vault, row, keyring())
    return [found[-1]._mapping[name] for name in vault.keys] if found else None


def tally(session: Session) -> Mapping[str, Mapping[str, int]]:
    """Return by key how many values of each column it has sealed; keys that are not ours are among them."""
    found: dict[str, dict[str, int]] = {}
    for vault in vaults():
        for name in vault.sealed:
            column = vault.rows.c[name]
            start = func.substr(column, 1, PREFIX_BYTES)
            query = select(start, func.count()).where(column.is_not(None)).group_by(start)
            for prefix, count in session.connection().execute(query):
                found.setdefault(bytes(prefix)[1:].hex(), {})[f"{vault.rows.name}.{name}"] = count
    return found


def index_tally(session: Session) -> Mapping[str, int]:
    """Return by key how many people are looked up by an index that it has made."""
    ring, found = keyring(), Counter[str]()
    for vault in vaults():
        for name, (source, said_as) in vault.indexes.items():
            for row in session.connection().execute(select(vault.rows)):
                kept, sealed = row._mapping[name], row._mapping[source]
                if kept is None or sealed is None:
                    continue
                value = ring.open(bytes(sealed), vault.sealed[source]).decode()
                made = dict(zip(ring.indexes(f"{said_as}{value}"), ring.ids, strict=True))
                found[made.get(bytes(kept), "unknown")] += 1
    return found


def _vault(table: sa.Table) -> Vault:
    sealed = {
        column.name: column.type.column
        for column in table.columns
        if isinstance(column.type, Sealed | SealedJson)
    }
    indexes = {
        column.name: (column.info[INDEX_OF], column.info[INDEXED_AS])
        for column in table.columns
        if INDEX_OF in column.info
    }
    keys = tuple(column.name for column in table.primary_key.columns)
    kept = [sa.column(name, table.c[name].type) for name in keys]
    kept += [sa.column(name, sa.LargeBinary()) for name in (*sealed, *indexes) if name not in keys]
    return Vault(sa.table(table.name, *kept), keys, sealed, indexes)


def _old_ones(vault: Vault, ring: Keyring) -> sa.Select[Any]:
    older = [
        vault.rows.c[name].is_not(None)
        & (func.substr(vault.rows.c[name], 1, PREFIX_BYTES) != sa.literal(ring.prefix, sa.LargeBinary()))
        for name in vault.sealed
    ]
    return select(vault.rows).where(or_(*older))


def _replace(session: Session, vault: Vault, row: Row[Any], ring: Keyring) -> None:
    before = {name: bytes(row._mapping[name]) for name in vault.sealed if row._mapping[name] is not None}
    after = {
        name: ring.seal(ring.open(value, vault.sealed[name]), vault.sealed[name])
        for name, value in before.items()
        if not value.startswith(ring.prefix)
    }
    unchanged = [vault.rows.c[name] == before[name] for name in after]
    statement = update(vault.rows).where(*vault.key_of(row), *unchanged).values(after)
    session.connection().execute(statement)


def _index_anew(session: Session, vault: Vault, row: Row[Any], ring: Keyring) -> None:
    for name, made in _indexes_of(vault, row, ring):
        if row._mapping[name] is not None and bytes(row._mapping[name]) != made:
            same = vault.rows.c[name] == bytes(row._mapping[name])
            statement = update(vault.rows).where(*vault.key_of(row), same).values({name: made})
            session.connection().execute(statement)


def _indexes_of(vault: Vault, row: Row[Any], ring: Keyring) -> Iterator[tuple[str, bytes]]:
    for name, (source, said_as) in vault.indexes.items():
        sealed = row._mapping[source]
        if sealed is not None:
            value = ring.open(bytes(sealed), vault.sealed[source]).decode()
            yield name, ring.index(f"{said_as}{value}")
