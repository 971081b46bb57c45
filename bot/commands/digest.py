"""`respite digest`: a worker's digest as files, the same figures as in her chat."""

from datetime import datetime
from pathlib import Path

import orjson

from bot.commands.envfile import write_private
from flows.digest import compose_in_child
from flows.digest_chat import shown


def write(database_url: str, keys: str, worker_id: int, week: str, out: Path, now: datetime) -> list[Path]:
    """Write digest.json (figures), digest.txt (the chat message) and digest.pdf into `out`; return the paths.

    The folder is made if it is not there; nothing is written if the digest cannot be made.
    Raises ValueError in plain words for an unknown person, one who is not a social worker, and a week that is
    none or to come.
    """
    made = compose_in_child(database_url, keys, worker_id=worker_id, week=week, now=now, with_pdf=True)
    contents = {
        "digest.json": orjson.dumps(made.figures, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE),
        "digest.txt": f"{shown(made.message.text)}\n".encode(),
        "digest.pdf": made.pdf,
    }
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / name for name in contents]
    for path, content in zip(paths, contents.values(), strict=True):
        write_private(path, content)
    return paths
