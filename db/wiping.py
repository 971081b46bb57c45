"""Wiping: after an erasure the database lets go of the bytes as well."""

from db.session import Database


def wipe(database: Database) -> bool:
    """Empty SQLite's write-ahead log into a file whose freed pages are zeros; false while a reader is in it.

    On PostgreSQL the rows are vacuumed; what its own log and its disk still hold is for its operator.
    """
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is None:
            return False
        if database.is_sqlite:
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        raw.autocommit = True
        try:
            raw.execute("VACUUM")
        finally:
            raw.autocommit = False
    return True
