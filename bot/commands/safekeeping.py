"""Checks of what guards people's data: who may read the files, the way to a server, backups, the hold."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bot.backup import shelf
from bot.backup.archive import parts
from bot.backup.vault import NotOurs, Opening
from bot.commands.envfile import is_open_to_others
from bot.commands.findings import OK, WARNING, Finding
from bot.settings import Settings
from db import holds
from db.crypto import parse_key
from db.session import Session

TOO_OLD = timedelta(hours=36)
SAFE = frozenset({"require", "verify-ca", "verify-full"})
HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})


def of_files(settings: Settings) -> Iterator[Finding]:
    """Yield whether others may read people's files, and whether a server is reached in the open."""
    url = settings.database_url.get_secret_value()
    if url.startswith("sqlite"):
        folders = [Path(url.removeprefix("sqlite:///").partition("?")[0])]
        files = [each for path in folders for each in path.parent.glob(f"{path.name}*")]
    else:
        files = []
        yield _way(url)
    if settings.backup_dir is not None:
        files += shelf.on_shelf(settings.backup_dir)
    if opened := [path for path in files if is_open_to_others(path)]:
        names = ", ".join(str(path) for path in opened[:3])
        yield Finding(WARNING, "files", f"others may read {names}: write `chmod 600` and the name")
    elif files:
        yield Finding(OK, "files", "for nobody else to read")


def of_backups(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield how old the newest backup is, and whether the key opens it."""
    key = settings.backup_key.get_secret_value()
    if settings.backup_dir is None or not key:
        lacking = [] if settings.backup_dir else ["set RESPITE_BACKUP_DIR"]
        lacking += [] if key else ["make a key with `respite keys new --backup`"]
        yield Finding(WARNING, "backups", f"none are taken: {', and '.join(lacking)}")
        return
    found = shelf.on_shelf(settings.backup_dir)
    taken = shelf.taken_at(found[-1]) if found else None
    if taken is None:
        yield Finding(WARNING, "backups", "there is none yet: take one with `respite backup`")
        return
    age = now - taken
    words = f"the last is {age.days * 24 + age.seconds // 3600} hours old, of {len(found)}"
    if not _opens(found[-1], parse_key(key)):
        yield Finding(WARNING, "backups", "RESPITE_BACKUP_KEY does not open the newest: put its key back")
    elif age > TOO_OLD:
        yield Finding(WARNING, "backups", f"{words}: look for `the backup failed` in the log")
    else:
        yield Finding(OK, "backups", words)


def of_hold(session: Session) -> Iterator[Finding]:
    """Yield what is held since a restore; nothing where nobody restored."""
    since, held = holds.since(session), sum(holds.tally(session).values())
    if since is not None or held:
        when = f" of {since:%Y-%m-%d %H:%M} UTC" if since else ""
        words = f"{held} messages are held since the restore{when}: see `respite hold list`"
        yield Finding(WARNING, "hold", words)


def _way(url: str) -> Finding:
    try:
        address = urlsplit(url)
    except ValueError:
        return Finding(
            WARNING, "way to the database", "its address cannot be read: look at RESPITE_DATABASE_URL"
        )
    asked = parse_qs(address.query)
    host = address.hostname or asked.get("host", [""])[0]
    if host in HERE or host.startswith("/") or asked.get("sslmode", [""])[0] in SAFE:
        return Finding(OK, "way to the database", "on this machine, or with TLS")
    words = "answers may go over the network in the open: add ?sslmode=verify-full to RESPITE_DATABASE_URL"
    return Finding(WARNING, "way to the database", words)


def _opens(path: Path, key: bytes) -> bool:
    """Whether the first piece opens; reading all of it is for the backup and the restore."""
    try:
        with path.open("rb") as file:
            return bool(next(parts(Opening(file, key))).name)
    except (NotOurs, StopIteration):
        return False
