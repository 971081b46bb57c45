"""`respite digest`: a worker's digest as files, the same figures as in her chat."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import orjson
import typer

from bot.commands.database import open_migrated
from bot.settings import load
from db import people
from db.models import Act
from flows import opening
from flows.digest import Digest, compose_in_child
from flows.digest_chat import shown


def write(database_url: str, keys: str, worker_id: int, week: str, out: Path, now: datetime) -> list[Path]:
    """Write digest.json (figures), digest.txt (the chat message) and digest.pdf into `out`; return the paths.

    The folder is made if it is not there; nothing is written if the digest cannot be made.
    Raises ValueError in plain words for an unknown person, one who is not a social worker, and a week that is
    none or to come.
    """
    made = compose_in_child(database_url, keys, worker_id=worker_id, week=week, now=now, with_pdf=True)
    return _save(made, out)


def digest(worker_id: int, week: str, out: Path, now: datetime) -> None:
    """Write a worker's digest into a folder and tell where; the export is written down before it is made."""
    settings = load("keys")
    keys = settings.keys.get_secret_value()
    with closing(open_migrated(settings)) as database:
        made = compose_in_child(database.url, keys, worker_id=worker_id, week=week, now=now, with_pdf=True)
        with database.begin() as session:
            worker = people.by_id(session, worker_id)
            assert worker is not None, "a digest was made for them"
            opening.write_down(session, worker, week, now, deed=Act.EXPORTED)
    for path in _save(made, out):
        typer.echo(path)


def _save(made: Digest, out: Path) -> list[Path]:
    contents = {
        "digest.json": orjson.dumps(made.figures, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE),
        "digest.txt": f"{shown(made.message.text)}\n".encode(),
        "digest.pdf": made.pdf,
    }
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / name for name in contents]
    for path, content in zip(paths, contents.values(), strict=True):
        path.write_bytes(content)
    return paths
