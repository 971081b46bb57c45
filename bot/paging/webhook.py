"""The webhook: a call as signed JSON, for a pager service or a gateway to SMS."""

import hmac
from datetime import datetime

import aiohttp
import orjson

from scheduler.paging import Call

PATIENCE = aiohttp.ClientTimeout(total=15)
TIMESTAMP, SIGNATURE = "X-Respite-Timestamp", "X-Respite-Signature"


class SignedWebhook:
    """Posts calls to one address; whoever gets them can check that they are ours, and how old."""

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret

    def __repr__(self) -> str:
        return "SignedWebhook(…)"

    async def send(self, call: Call, now: datetime) -> str | None:
        """Post a call; return None once it was answered with 2xx, or in a word why not."""
        body = orjson.dumps({"page": call.id, "case": call.case, "drill": call.drill})
        at = str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP: at,
            SIGNATURE: f"sha256={signature(self._secret, at, body)}",
        }
        try:
            async with (
                aiohttp.ClientSession(timeout=PATIENCE, trust_env=False) as session,
                session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                return None if answer.status // 100 == 2 else f"status {answer.status}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return type(error).__name__.lower()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of the timestamp, a full stop and the body, in hexadecimal digits."""
    return hmac.digest(secret.encode(), timestamp.encode() + b"." + body, "sha256").hex()


def is_ours(secret: str, timestamp: str, body: bytes, given: str) -> bool:
    """Whether a signature is the one that the secret makes; the comparison tells nothing by its time."""
    return hmac.compare_digest(f"sha256={signature(secret, timestamp, body)}", given)
