"""The six digits, by the published vectors, and how an app is told the key."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.crypto import new_secret
from flows import totp
from tests.cast import MONDAY

# RFC 6238, appendix B: eight digits, SHA-1, the key "12345678901234567890".
KEY = b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("seconds", "expected"), VECTORS)
def test_the_published_codes_come_out(seconds, expected):
    step = totp.step_at(datetime.fromtimestamp(seconds, UTC))

    assert totp.code(KEY, step, digits=8) == expected
    assert totp.code(KEY, step) == expected[2:]


@given(drift=st.integers(-10, 10))
def test_a_code_is_taken_from_the_step_before_to_the_step_after(drift):
    typed = totp.code(KEY, totp.step_at(MONDAY) + drift)

    found = totp.matching_step(KEY, typed, MONDAY)

    assert (found is not None) == (abs(drift) <= 1)


def test_the_step_changes_every_half_minute():
    start = totp.step_at(MONDAY)

    assert totp.step_at(MONDAY + timedelta(seconds=29.9)) == start
    assert totp.step_at(MONDAY + timedelta(seconds=30)) == start + 1


def test_the_link_for_the_app_names_the_account_and_carries_the_key():
    link = urlparse(totp.link(KEY, "Lin & Wu"))

    assert (link.scheme, link.netloc, link.path) == ("otpauth", "totp", "/Respite%3ALin%20%26%20Wu")
    assert parse_qs(link.query) == {"secret": [KEY], "issuer": ["Respite"]}


def test_every_key_is_a_new_one_of_160_bits():
    assert len({new_secret() for _ in range(20)}) == 20
    assert len(new_secret()) == 32
