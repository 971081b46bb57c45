"""Which errors of a command are expected, and the sentence that tells each."""

import sys
from types import TracebackType

OURS = ("bot", "handlers", "scheduler", "flows", "reports", "db", "content", "scales", "sandbox")
# Expected errors by the module that has them: what was never imported was never raised.
EXPECTED = (
    ("bot.settings", "SettingsFault"),
    ("db.crypto", "WrongKey"),
    ("bot.alone", "AnotherRuns"),
    ("bot.commands.identity", "TokenRefused"),
    ("bot.commands.identity", "Unreachable"),
    ("bot.backup.vault", "NotOurs"),
    ("db.copies", "Spoilt"),
)


def in_plain_words(error: Exception) -> str | None:
    """Return the sentence for an expected error, or None for one that needs its traceback.

    Expected are faults of settings, network, files and database, and a plain ValueError of our own code.
    """
    if _is(error, "db.session", "DatabaseFault"):
        return _of_database(error)
    if _is(error, "telegram.error", "NetworkError"):
        return f"Telegram cannot be reached: {error}"
    if any(_is(error, module, name) for module, name in EXPECTED):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    if type(error) is ValueError and _raised_in(error.__traceback__).partition(".")[0] in OURS:
        return str(error)
    return None


def _is(error: Exception, module: str, name: str) -> bool:
    known = getattr(sys.modules.get(module), name, None)
    return isinstance(known, type) and isinstance(error, known)


def _raised_in(traceback: TracebackType | None) -> str:
    """Return the module whose code raised the error."""
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return "" if traceback is None else str(traceback.tb_frame.f_globals.get("__name__", ""))


def _of_database(error: Exception) -> str:
    """Say what the database said, without the statement and the values that the library adds."""
    said = str(getattr(error, "orig", "")).strip().splitlines() or ["it gave no reason"]
    return f"the database cannot do this: {said[0]}"
