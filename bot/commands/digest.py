"""`respite digest`: a worker's digest as files, the same figures as in her chat."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import orjson
import typer

from bot.commands.database import open_migrated
from bot.commands.envfile import write_private
from bot.settings import load
from db import people
from db.apart import apart
from db.models import Act
from flows import opening
from flows.digest import BOOK, ENDINGS, PDF, PICTURE, Digest, compose
from flows.digest_chat import shown
from reports.suppression import OUTSIDE

FILES = (PDF, BOOK, PICTURE)


def write(
    database_url: str,
    keys: str,
    worker_id: int,
    week: str,
    out: Path,
    now: datetime,
    *,
    view: str | None = None,
) -> list[Path]:
    """Write figures, chat message, document, workbook and picture into `out`; return the paths.

    Their names have the week and the worker, so that none takes the place of another.

    The folder is made if it is not there; nothing is written if the digest cannot be made.
    Raises ValueError in plain words for an unknown person, one who is not a social worker, and a week that is
    none or to come.
    """
    made = apart(compose, database_url, keys, worker_id=worker_id, week=week, now=now, files=FILES, view=view)
    return _save(made, out, worker_id, view)


def digest(worker_id: int, week: str, out: Path, now: datetime, *, outside: bool = False) -> None:
    """Write a worker's digest into a folder and tell where; the export is written down before it is made."""
    view = OUTSIDE if outside else None
    settings = load("keys")
    keys = settings.keys.get_secret_value()
    with closing(open_migrated(settings)) as database:
        made = apart(
            compose, database.url, keys, worker_id=worker_id, week=week, now=now, files=FILES, view=view
        )
        with database.begin() as session:
            worker = people.by_id(session, worker_id)
            assert worker is not None, "a digest was made for them"
            opening.write_down(session, worker, week, now, deed=Act.EXPORTED)
    for path in _save(made, out, worker_id, view):
        typer.echo(path)


def _save(made: Digest, out: Path, worker_id: int, view: str | None) -> list[Path]:
    stem = f"digest-{made.week}-worker-{worker_id}{f'-{view}' if view else ''}"
    contents = {
        f"{stem}.json": orjson.dumps(made.figures, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE),
        f"{stem}.txt": f"{shown(made.message.text)}\n".encode(),
        **{f"{stem}.{ENDINGS[kind]}": content for kind, content in made.files.items()},
    }
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / name for name in contents]
    for path, content in zip(paths, contents.values(), strict=True):
        write_private(path, content)
    return paths
