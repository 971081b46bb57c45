"""The secret scan: no token, key or password lies in the files of the project.

Our own, because detect-secrets has had no release since 2024. What is allowed is written down below.
"""

import math
import re
from base64 import b64encode
from collections import Counter

import pytest

from tests.test_house import texts

SHAPES = {
    "a bot token": re.compile(r"\b\d{8,12}:[A-Za-z0-9_-]{35}\b"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a key of 32 bytes": re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{43}=(?![A-Za-z0-9+/=])"),
    "a token of a forge or a cloud": re.compile(
        r"\b(?:gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|AKIA[0-9A-Z]{16}|xox[bap]-[\w-]{20,}"
        r"|sk-[A-Za-z0-9_-]{20,}|AIza[\w-]{35})"
    ),
    "a password in an address": re.compile(r"\b[a-z][a-z0-9+]*://[^\s/:@\"'{}$<>]+:([^\s/@\"'{}$<>]{3,})@"),
}
ASSIGNED = re.compile(r"(?i)(?:secret|token|passwo?r?d|api_?key)\w*\s*[:=]\s*[\"']([^\"'\s{}]{16,})[\"']")
BITS_A_SIGN = 3.8
# Made up, for tests and papers; each says so itself.
MADE_UP = re.compile(r"(?i)canary|test|nobody|bench|example|password|secret|user|0{8}|x{4}")


def found_in(text: str) -> list[str]:
    """What looks like a secret: by its shape, or because it is assigned to such a name and looks random."""
    found = [
        f"{what}: {match.group()[:12]}…"
        for what, shape in SHAPES.items()
        for match in shape.finditer(text)
        if not MADE_UP.search(match.group())
    ]
    assigned = [match[1] for match in ASSIGNED.finditer(text) if not MADE_UP.search(match[1])]
    return found + [f"a random text: {value[:6]}…" for value in assigned if bits(value) > BITS_A_SIGN]


def bits(text: str) -> float:
    """How much each sign of the text tells, as if signs came by chance."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def test_no_secret_lies_in_the_files():
    files = texts("*.py", "*.md", "*.toml", "*.in", "*.yaml", "*.po", "*.html", "*.js", "*.json", "Makefile")

    assert {name: found for name, text in files.items() if (found := found_in(text))} == {}


# Put together here, so that this file is not what it looks for.
RANDOM = b64encode(bytes(range(7, 231, 7))).decode()


@pytest.mark.parametrize(
    "text",
    [
        "123456789" + ":" + "AAF1k" * 7,
        "-----BEGIN RSA PRIVATE" + " KEY-----",
        f"RESPITE_KEYS={RANDOM}",
        "ghp_" + "a1B2c3" * 6,
        "AKIA" + "ABCD" * 4,
        "postgresql://respite:" + "hunter2hunter2" + "@db/respite",
        "api_key = " + '"' + "q9Zk3LmX7vB2nR8tY4wP" + '"',
    ],
)
def test_the_scan_finds_what_it_is_for(text):
    assert found_in(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "1000:TEST-token-of-nobody",
        "postgresql://USER:PASSWORD@HOST/NAME",
        "sha256:" + "0123456789abcdef" * 4,
        'SECRETS = ("bot_token", "database_url")',
    ],
)
def test_the_scan_leaves_ordinary_words_alone(text):
    assert found_in(text) == []
