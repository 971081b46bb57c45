"""The journal: every call and every update handed out, in memory and as JSON lines."""

from pathlib import Path
from typing import Any, BinaryIO

import orjson

from sandbox.clock import Ticking

Json = dict[str, Any]


class Journal:
    """What happened, oldest first; tokens are never part of it.

    Where there are several bots, an entry of any but the first (`main`) carries its bot's id; a call with a
    token that no bot has carries none. `calls` holds the calls, `entries` the updates too. Entries are
    shared with the chats, not copied: treat them as read-only.
    """

    def __init__(self, clock: Ticking, path: Path | None = None) -> None:
        self.main: int | None = None
        self.calls: list[Json] = []
        self.entries: list[Json] = []
        self._clock = clock
        self._path = path
        self._file: BinaryIO | None = None
        self.open()

    def open(self) -> None:
        """Open the file to append to, if there is one and it is not open yet."""
        if self._path is not None and self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("ab", buffering=0)

    def call(self, bot: int | None, method: str, params: Json, files: Json, outcome: Json) -> None:
        """Note one call with its outcome: `ok` and `result` or `error`, and `fault` if one was injected."""
        entry = {
            "ts": self._clock.time(),
            **self._whose(bot),
            "method": method,
            "params": params,
            "files": files,
            **outcome,
        }
        self.calls.append(entry)
        self._note(entry)

    def update(self, bot: int, update: Json) -> None:
        """Note one update as it is handed to the bot."""
        self._note({"ts": self._clock.time(), **self._whose(bot), "update": update})

    def _whose(self, bot: int | None) -> Json:
        return {} if bot == self.main else {"bot": bot}

    def close(self) -> None:
        """Close the file; the entries in memory stay."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _note(self, entry: Json) -> None:
        self.entries.append(entry)
        if self._file is not None:
            self._file.write(orjson.dumps(entry, option=orjson.OPT_NON_STR_KEYS) + b"\n")
