"""Logs: lines of text or of JSON that hold ids and counts, and never what a library or an error quotes.

Our own sentences are constants whose values are ids, counts and names of kinds. A sentence of a library may
hold an address with the token in it, an update or a name: only its place is told. Of an error only its type
and the places it went through are told, for its words may be somebody's.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal

import orjson

Format = Literal["text", "json"]
OURS = ("bot", "handlers", "scheduler", "flows", "reports", "db", "content", "scales", "sandbox")
# These say much at INFO, and of what they say only the place would be told.
QUIET = ("telegram", "aiohttp", "apscheduler", "asyncio", "sqlalchemy", "alembic", "py.warnings")
DEEPEST = 20
_TOKEN = re.compile(r"\d{3,}(?::|%3A)[A-Za-z0-9_-]{8,}", re.IGNORECASE)

log = logging.getLogger(__name__)


def set_up(level: str, form: Format) -> None:
    """Let everything that is logged, warned of or died of in this process go to the standard error stream."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # what cannot be written would be printed with its values
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    # During a broadcast a beat finds its former turns still sending and says so four times a second;
    # the watch tells when none gets through.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    sys.excepthook = _died
    sys.unraisablehook = lambda lost: _lost(lost.exc_value)
    threading.excepthook = lambda ended: _lost(ended.exc_value)


def said(record: logging.LogRecord) -> str:
    """Return what a record may say: our sentence without any token, or the place where a library spoke."""
    if record.name.partition(".")[0] not in OURS:
        return f"{record.module}.{record.funcName}:{record.lineno}"
    try:
        return _TOKEN.sub("<token>", record.getMessage())
    except (TypeError, ValueError):  # a sentence whose values do not fit must not cost the line
        return str(record.msg)


class TextLines(logging.Formatter):
    """One line a record, and one for each place that an error went through."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = f"{moment} {record.levelname} {record.name}: {said(record)}"
        return "\n".join([line, *(f"  {each}" for each in _errors(record))])


class JsonLines(logging.Formatter):
    """One JSON object a record: time, level, logger, event (the sentence without values), message, errors."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        ours = record.name.partition(".")[0] in OURS
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg) if ours else said(record),
            "message": said(record),
        }
        if errors := _errors(record):
            line["errors"] = errors
        return orjson.dumps(line).decode()


def told(error: BaseException) -> list[str]:
    """Return an error and those it came from as types and places, the latest first and no word of theirs."""
    return list(_told(error, DEEPEST))


def _errors(record: logging.LogRecord) -> list[str]:
    error = record.exc_info[1] if record.exc_info else None
    return told(error) if error is not None else []


def _told(error: BaseException, deepest: int) -> Iterator[str]:
    yield f"{type(error).__name__} at {_places(error.__traceback__)}"
    inner = list(error.exceptions) if isinstance(error, BaseExceptionGroup) else []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for each in [*inner, *([cause] if cause is not None else [])]:
        if deepest > 0:
            yield from _told(each, deepest - 1)


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-DEEPEST:]
    return " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames) or "no place"


def _died(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("the process ends by an error that nobody expected", exc_info=(kind, error, trace))


def _lost(error: BaseException | None) -> None:
    log.error("an error was lost", exc_info=error)
