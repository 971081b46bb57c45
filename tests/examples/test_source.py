"""Where the examples come from, and what is said where they cannot be had."""

import re

import pytest

from tests.examples.source import PACKAGE, NotFetched, fetch


def test_the_examples_are_those_of_the_installed_library(examples):
    assert examples.parent.name == PACKAGE.replace("-", "_").replace("==", "-")
    assert "CC0" in (examples / "echobot.py").read_text() + (examples / "LICENSE.txt").read_text()


def test_without_a_package_index_one_sentence_says_so(tmp_path):
    said = f"pip could not download the source of {PACKAGE}; it said: ERROR: No matching distribution"

    with pytest.raises(NotFetched, match=re.escape(said)):
        fetch(tmp_path, {"PIP_NO_INDEX": "1"})
