"""Requests to the Bot API over aiohttp, with faults sorted by whether anything can have left."""

import asyncio
import json
import re
from typing import Any

import aiohttp
import orjson
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import JSONDict, ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.wire.form import Form, as_json, multipart

_TOKEN = re.compile(rb"\d+(?::|%3A)[A-Za-z0-9_-]{8,}")
_NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
)
_UNSET = BaseRequest.DEFAULT_NONE


class NotSent(NetworkError):
    """No connection came about, so Telegram has not seen the request: trying again repeats nothing."""


class NotSentTimeout(TimedOut):
    """Time ran out before the request could leave: trying again repeats nothing."""


class AiohttpRequest(BaseRequest):
    """Does for python-telegram-bot what its own HTTPXRequest does, for a fraction of the work.

    Timeouts are in seconds, None for no limit; reading and writing are limited per step, not in
    total. `proxy` is an http:// or https:// address; the environment is not consulted.
    NotSent and NotSentTimeout mean that nothing left. After TimedOut or any other NetworkError
    Telegram may or may not have acted. No error carries an address, and so none carries the token.
    """

    def __init__(
        self,
        connections: int = 128,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
        proxy: str | None = None,
    ) -> None:
        if proxy is not None and not proxy.startswith(("http://", "https://")):
            raise ValueError("the proxy must be an http:// or https:// address")
        self._connections = connections
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._media_write_timeout = media_write_timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(connections)

    @property
    def read_timeout(self) -> float | None:
        """The read timeout used where a call names none, in seconds."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the pool; if it is open already, nothing happens."""
        if self._session is not None:
            return
        self._free = asyncio.Semaphore(self._connections)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),  # the semaphore is the limit: it tells pool waits apart
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            proxy=self._proxy,
        )

    async def shutdown(self) -> None:
        """Close all connections; if they are closed already, nothing happens."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = _UNSET,
        write_timeout: ODVInput[float] = _UNSET,
        connect_timeout: ODVInput[float] = _UNSET,
        pool_timeout: ODVInput[float] = _UNSET,
    ) -> tuple[int, bytes]:
        """Make one request and return the status and the body of the answer."""
        body = await self._body(request_data, write_timeout)
        timeout = aiohttp.ClientTimeout(
            connect=_chosen(connect_timeout, self._connect_timeout),
            sock_read=_chosen(read_timeout, self._read_timeout),
        )
        await self._admitted(_chosen(pool_timeout, self._pool_timeout))
        try:
            return await self._exchange(method, url, body, timeout)
        except (aiohttp.ClientError, OSError) as error:
            fault = _fault(error)
        finally:
            self._free.release()
        raise fault  # out here, so that the original and the address in it are not its context

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """Parse an answer of the Bot API.

        Half surrogate pairs and broken UTF-8 are replaced, for one such name must not stop the bot.
        Raises NetworkError if this is no answer at all; what it was is neither told nor logged.
        """
        try:
            answer = parsed(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or ("result" not in answer and answer.get("ok", True)):
            raise NetworkError("Invalid server response")
        return answer

    async def _body(self, data: RequestData | None, write_timeout: ODVInput[float]) -> Form | None:
        if data is None:
            return None
        if not data.contains_files:
            return as_json(data.json_parameters, _chosen(write_timeout, self._write_timeout))
        limit = _chosen(write_timeout, self._media_write_timeout)
        return await multipart(data.json_parameters, data.multipart_data, limit)

    async def _admitted(self, pool_timeout: float | None) -> None:
        try:
            async with asyncio.timeout(pool_timeout):
                await self._free.acquire()
        except TimeoutError:
            pass
        else:
            return
        raise NotSentTimeout("Pool timeout: all connections were busy, the request was not sent")

    async def _exchange(
        self, method: str, url: str, body: Form | None, timeout: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("this request object is not initialized")
        async with self._session.request(
            method, url, data=body, timeout=timeout, allow_redirects=False
        ) as answer:
            content = await answer.read()
        if answer.status >= 300:
            content = _TOKEN.sub(b"<token>", content)  # error pages of proxies quote the address
        return answer.status, content


def _chosen(given: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(given, DefaultValue) else given


def _fault(error: aiohttp.ClientError | OSError) -> NetworkError:
    """Say what went wrong by kind only: aiohttp's own words may quote the address."""
    kind = type(error).__name__
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return NotSentTimeout(f"Connect timeout: the request was not sent ({kind})")
    if isinstance(error, TimeoutError):
        return TimedOut(f"Timed out: the request may have arrived ({kind})")
    if isinstance(error, _NEVER_LEFT):
        return NotSent(f"No connection: the request was not sent ({kind})")
    return NetworkError(f"Connection lost: the request may have arrived ({kind})")


def parsed(payload: bytes) -> Any:  # noqa: ANN401 - whatever the JSON holds
    """Return what the JSON holds, broken characters replaced; raises ValueError if it is none."""
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        lenient = json.loads(payload.decode("utf-8", "replace"))
        return orjson.loads(json.dumps(lenient, ensure_ascii=False).encode("utf-8", "replace"))
