"""How a request's parameters and files become the body of a POST."""

import asyncio
import secrets
from collections.abc import Iterator, Mapping
from typing import IO

import orjson
from aiohttp import Payload
from aiohttp.abc import AbstractStreamWriter

FileField = tuple[str, bytes | IO[bytes], str]

_CHUNK = 64 * 1024
_ESCAPES = {ord('"'): "%22", ord("\\"): "\\\\", ord("\r"): "%0D", ord("\n"): "%0A"}


class Form(Payload):
    """A body whose every 64 KiB must leave within `write_timeout` seconds.

    aiohttp has no timeout of its own for writing: without this a peer that stops reading in the
    middle of an upload would hold the request for ever. Raises TimeoutError while being written.
    """

    _value: list[bytes]

    def __init__(self, pieces: list[bytes], content_type: str, write_timeout: float | None) -> None:
        super().__init__(pieces, content_type=content_type)
        self._size = sum(map(len, pieces))
        self._write_timeout = write_timeout

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Return the whole form as text."""
        return b"".join(self._value).decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Write the form, chunk by chunk."""
        for chunk in self._chunks():
            async with asyncio.timeout(self._write_timeout):
                await writer.write(chunk)
                await writer.drain()

    def _chunks(self) -> Iterator[bytes | memoryview]:
        for piece in self._value:
            view = memoryview(piece)
            yield from (view[start : start + _CHUNK] for start in range(0, len(view), _CHUNK))


def as_json(parameters: Mapping[str, str], write_timeout: float | None) -> Form:
    """Write parameters without files as a JSON object; half a surrogate pair becomes a question mark."""
    try:
        body = orjson.dumps(parameters)
    except TypeError:
        whole = {name: value.encode("utf-8", "replace").decode() for name, value in parameters.items()}
        body = orjson.dumps(whole)
    return Form([body], "application/json", write_timeout)


async def multipart(
    parameters: Mapping[str, str], files: Mapping[str, FileField], write_timeout: float | None
) -> Form:
    """Put parameters first and then files, each in the order given, into one form.

    A file handle is read from its start, away from the event loop, and left open: a call that
    is tried again reads it again.
    """
    boundary = secrets.token_hex(16)
    pieces: list[bytes] = []
    for name, value in parameters.items():
        pieces += (_head(boundary, name), value.encode("utf-8", "replace"), b"\r\n")
    for name, (filename, content, mime) in files.items():
        data = content if isinstance(content, bytes) else await asyncio.to_thread(_read, content)
        pieces += (_head(boundary, name, filename, mime), data, b"\r\n")
    pieces.append(f"--{boundary}--\r\n".encode())
    return Form(pieces, f"multipart/form-data; boundary={boundary}", write_timeout)


def _head(boundary: str, name: str, filename: str | None = None, mime: str | None = None) -> bytes:
    disposition = f'form-data; name="{_quoted(name)}"'
    if filename is not None:
        disposition += f'; filename="{_quoted(filename)}"'
    kind = f"Content-Type: {mime}\r\n" if mime else ""
    return f"--{boundary}\r\nContent-Disposition: {disposition}\r\n{kind}\r\n".encode("utf-8", "replace")


def _quoted(name: str) -> str:
    """Escape what would end a name; letters outside ASCII stay as they are."""
    return name.translate(_ESCAPES)


def _read(handle: IO[bytes]) -> bytes:
    if handle.seekable():
        handle.seek(0)
    return handle.read()
