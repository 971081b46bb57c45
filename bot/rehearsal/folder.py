"""The folder of a made-up programme: it is never a real site's, and a new one replaces an earlier one."""

import fcntl
import hashlib
import shutil
from base64 import b64encode
from pathlib import Path

from bot.anchor import FILE as ANCHORS

KEYS = "keys.txt"
DATABASE = "respite.db"
LOCK = "respite.lock"
_HEAD = "# Synthetic: the keys of a made-up programme. Nobody in its database exists."
_OURS: tuple[str, ...] = (
    DATABASE,
    f"{DATABASE}-wal",
    f"{DATABASE}-shm",
    "journal.jsonl",
    "summary.json",
    "digests",
)
_OURS += (LOCK, KEYS, ANCHORS)


def claim(folder: Path, keys: str) -> Path:
    """Empty a folder of an earlier made-up programme, or make it, and leave the new keys in it.

    Raises ValueError in plain words for a folder in which anything else lies; it is left as it is.
    """
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file: name a folder")
    there = sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []
    strange = [name for name in there if name not in _OURS]
    if there and (strange or not _is_synthetic(folder)):
        found = strange[0] if strange else there[0]
        raise ValueError(f"{folder} holds {found}, not an earlier rehearsal or demo: name an empty folder")
    if _in_use(folder):
        raise ValueError(f"another demo runs in {folder}: stop it first, or name another folder")
    for name in there:
        _remove(folder / name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KEYS).write_text(f"{_HEAD}\nRESPITE_KEYS={keys}\n")
    return folder.resolve()


def synthetic_keys(seed: int) -> str:
    """Return the keys of the rehearsal with this seed, as RESPITE_KEYS holds them; they protect nothing."""
    return b64encode(hashlib.sha256(f"respite rehearsal {seed}".encode()).digest()).decode()


def database_url(folder: Path) -> str:
    """Return the address of the folder's database."""
    return f"sqlite:///{folder / DATABASE}"


def _is_synthetic(folder: Path) -> bool:
    keys = folder / KEYS
    return keys.is_file() and keys.read_text().startswith(_HEAD)


def _in_use(folder: Path) -> bool:
    """Whether a bot serves the folder: it holds the lock as long as it lives."""
    lock = folder / LOCK
    if not lock.exists():
        return False
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
