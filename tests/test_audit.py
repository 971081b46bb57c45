"""The audit: silence of a source is never taken for good news."""

import json

import pytest

from tests.audit import CLEAN, FOUND, NOT_ASKED, Verdict, summary, verdict

GOOD = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
BAD = {"name": "urllib3", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1"}]}
UNREAD = {"name": "pip", "skip_reason": "not found"}


def said(*packages) -> str:
    return json.dumps({"dependencies": packages})


def test_a_whole_answer_without_a_find_is_clean():
    status, lines = summary([verdict("pypi", "main.txt", 0, said(GOOD))])

    assert (status, lines) == (CLEAN, ["main.txt: 1 packages asked of pypi"])


def test_a_find_is_named():
    status, lines = summary([verdict("osv", "main.txt", 1, said(GOOD, BAD))])

    assert (status, lines[0]) == (FOUND, "main.txt: osv: urllib3 1.0: PYSEC-2026-1")


@pytest.mark.parametrize(
    ("status", "out"),
    [
        pytest.param(1, "", id="no network"),
        pytest.param(0, "", id="nothing said, and no error either"),
        pytest.param(0, "{}", id="an answer about nothing"),
        pytest.param(0, said(), id="no package"),
        pytest.param(0, said(GOOD, UNREAD), id="a package that was left out"),
        pytest.param(2, said(GOOD), id="an end that nobody knows"),
    ],
)
def test_a_source_that_did_not_answer_whole_was_not_asked(status, out):
    status, lines = summary([verdict("pypi", "main.txt", status, out)])

    assert status == NOT_ASKED
    assert "main.txt: NOT CHECKED: no source of vulnerabilities answered" in lines


def test_one_source_that_answers_is_enough():
    silent, heard = (
        Verdict("pypi", "main.txt", asked=False),
        Verdict("osv", "main.txt", asked=True, packages=9),
    )

    assert summary([silent, heard])[0] == CLEAN
