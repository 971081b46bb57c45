"""Logs: ids and counts, never a token, a name or a word of anybody, whoever does the logging."""

import ast
import io
import json
import logging
from pathlib import Path

import pytest

from bot.logs import OURS, JsonLines, TextLines, told

ROOT = Path(__file__).parents[1]
TOKEN = "4711:CANARY-token-of-nobody"
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


@pytest.fixture(params=[TextLines, JsonLines])
def lines(request):
    """Loggers by name, and everything they have written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    loggers = []

    def logger(name):
        loggers.append(found := logging.getLogger(f"{name}.of_a_test"))
        found.addHandler(handler)
        found.propagate = False
        return found

    yield logger, stream.getvalue
    for each in loggers:
        each.removeHandler(handler)


def fail_with_words() -> None:
    """Fail as a parser does: the error quotes what it was given."""
    try:
        int("CANARY-name")
    except ValueError as error:
        raise RuntimeError("CANARY-words") from error


def test_our_sentence_is_written_with_its_values_but_without_a_token(lines):
    logger, written = lines

    logger("bot").warning("update %s of %s", 17, TOKEN)

    assert "update 17 of <token>" in written()
    assert "CANARY" not in written()


@pytest.mark.parametrize("library", ["aiohttp.access", "httpx", "telegram.ext", "apscheduler", "asyncio"])
def test_of_a_librarys_sentence_only_the_place_is_told(lines, library):
    logger, written = lines

    logger(library).error('POST https://api.telegram.org/bot%s/sendMessage "CANARY-text"', TOKEN)

    assert "test_of_a_librarys_sentence" in written()
    assert "CANARY" not in written()
    assert "api.telegram.org" not in written()


def test_of_an_error_only_types_and_places_are_told(lines):
    logger, written = lines

    try:
        fail_with_words()
    except RuntimeError:
        logger("bot").exception("delivery %s failed", 4)

    assert "delivery 4 failed" in written()
    assert "RuntimeError at" in written()
    assert "ValueError at" in written()
    assert "fail_with_words" in written()
    assert "CANARY" not in written()


def test_a_group_of_errors_tells_each_of_them():
    group = ExceptionGroup("CANARY", [KeyError("CANARY-name"), OSError("CANARY-file")])

    assert told(group) == [
        "ExceptionGroup at no place",
        "KeyError at no place",
        "OSError at no place",
    ]


@pytest.mark.parametrize("form", [TextLines, JsonLines])
def test_a_sentence_that_does_not_fit_its_values_is_written_without_them(form):
    record = logging.LogRecord("bot.x", logging.ERROR, __file__, 1, "update %d failed", ("CANARY",), None)

    written = form().format(record)

    assert "update %d failed" in written
    assert "CANARY" not in written


def test_a_json_line_can_be_grouped_by_its_event():
    record = logging.LogRecord("bot.x", logging.ERROR, __file__, 1, "update %s failed", (17,), None)

    line = json.loads(JsonLines().format(record))

    assert (line["event"], line["message"]) == ("update %s failed", "update 17 failed")
    assert (line["level"], line["logger"]) == ("error", "bot.x")


def test_every_sentence_we_log_is_a_constant():
    loose = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for package in OURS
        for path in (ROOT / package).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in LEVELS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "log"
        and not isinstance(call.args[0], ast.Constant)
    ]
    assert loose == []
