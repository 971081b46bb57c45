"""Opening the database: SQLite by default, PostgreSQL by URL, the same statements on both."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, Engine, Executable, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

__all__ = ["Database", "DatabaseFault", "IntegrityError", "Session", "Spoiled", "run"]

DatabaseFault = DBAPIError
PRIVATE = 0o600


class Spoiled(RuntimeError):
    """One of several that share a transaction has broken it for all: nothing of it is kept."""


class Database:
    """One database: `begin()` for an act that writes, `read()` for a report that must not.

    SQLite runs in WAL mode with foreign keys on and synchronous FULL; a writing transaction takes its lock at
    once (BEGIN IMMEDIATE), so it can wait for another writer but never fail half-way.
    Its errors never show the values of a statement, which may be somebody's words.
    Raises ValueError with plain words for a URL that is neither SQLite nor PostgreSQL.
    """

    def __init__(self, url: str, *, read_only: bool = False, pool: int = 4) -> None:
        self.url = _normal(url)
        self.is_sqlite = self.url.startswith("sqlite")
        self.read_only = read_only
        self.engine = _sqlite(self.url, read_only) if self.is_sqlite else _postgres(self.url, read_only, pool)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Yield a session in one transaction: committed at the end, rolled back on any error."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def share(self) -> Iterator[Callable[[], AbstractContextManager[Session]]]:
        """Yield what opens one part after another of one transaction, committed together at the end.

        A part that raises is undone alone. Raises Spoiled where that cannot be: then nothing is kept.
        """
        with self.begin() as session:
            yield lambda: _part(session)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a session whose transaction is always rolled back; the rows it gave stay readable."""
        reading = self.engine.execution_options(reads=True)
        with Session(reading, expire_on_commit=False) as session:
            try:
                yield session
            finally:
                session.expunge_all()
                session.rollback()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def _part(session: Session) -> Iterator[Session]:
    driver = session.connection().connection.cursor()
    driver.execute("SAVEPOINT part")
    try:
        yield session
        session.flush()
    except BaseException as error:
        session.expunge_all()
        if not session.is_active:  # a failed flush has rolled everything back
            raise Spoiled(Spoiled.__doc__) from error
        driver.execute("ROLLBACK TO part")
        raise
    finally:
        session.expunge_all()
        if session.is_active:
            driver.execute("RELEASE part")


def run(session: Session, statement: Executable, **values: object) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement that was built once, in the session's transaction but past its objects.

    What every tap needs is built at import with `bindparam`: building and synchronising it anew costs nine
    times as much. Objects that the session has read keep what they showed.
    """
    return session.connection().execute(statement, values)


def _normal(url: str) -> str:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError("not a database address; write sqlite:///FILE or postgresql://…") from None
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return parsed.set(drivername="sqlite").render_as_string(hide_password=False)
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    raise ValueError(f"{backend} is not supported; write sqlite:///FILE or postgresql://…")


def _sqlite(url: str, read_only: bool) -> Engine:
    options: dict[str, Any] = {"check_same_thread": False, "timeout": 10}
    file = make_url(url).database
    memory = file in {None, "", ":memory:"}
    engine = create_engine(
        url, hide_parameters=True, connect_args=options, **({"poolclass": StaticPool} if memory else {})
    )

    @event.listens_for(engine, "do_connect")
    def _make_private(*_: object) -> None:
        # SQLite would make the file readable for everybody on this machine.
        if file and not memory and not read_only and Path(file).parent.is_dir():
            Path(file).touch(mode=PRIVATE)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - a Core connection
        reads = read_only or connection.get_execution_options().get("reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _postgres(url: str, read_only: bool, pool: int) -> Engine:
    settings = "-c timezone=UTC" + (" -c default_transaction_read_only=on" if read_only else "")
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=pool,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"options": settings},
    )
