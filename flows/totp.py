"""Six digits that change every half minute (RFC 6238, on RFC 4226). Pure."""

import hmac
from base64 import b32decode
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS, DIGITS = 30, 6
# A phone's clock may be off by a step either way, and typing takes its time.
DRIFT = (0, -1, 1)


def code(secret: str, step: int, digits: int = DIGITS) -> str:
    """Return the code of a base32 secret for the time step with this number (HMAC-SHA-1)."""
    digest = hmac.digest(b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_at(now: datetime) -> int:
    """Return the number of the time step that runs at a moment."""
    return int(now.timestamp()) // STEP_SECONDS


def matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """Return the time step whose code was typed, of the present one and its neighbours; None for none."""
    steps = [step_at(now) + drift for drift in DRIFT]
    return next((step for step in steps if hmac.compare_digest(code(secret, step), typed)), None)


def link(secret: str, account: str) -> str:
    """Return the otpauth address that an authenticator app opens."""
    return (
        f"otpauth://totp/{quote(f'Respite:{account}')}?{urlencode({'secret': secret, 'issuer': 'Respite'})}"
    )
