"""Encrypted columns (AES-GCM) and the blind index that finds them again."""

import hashlib
import hmac
import os
from base64 import b32encode, b64decode, b64encode
from collections.abc import Sequence
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

KEY_BYTES = 32
NONCE_BYTES = 12
SHORTEST = 1 + 4 + NONCE_BYTES + 16
_VERSION = b"\x01"


class Locked(RuntimeError):
    """The encrypted columns were used before keys were given: call `unlock` first."""


class WrongKey(ValueError):
    """No key in RESPITE_KEYS opens this value: put the key it was written with back into the list."""


class Keyring:
    """The site's keys: the first one seals, every one opens, the last one makes the blind index.

    A new key goes to the front of the list, so old values stay readable and look-ups stay stable.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise ValueError(f"every key must be {KEY_BYTES} bytes; make one with `respite setup`")
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        self._first = _key_id(keys[0])
        self._signers = {_key_id(key): key for key in keys}
        self._last = _key_id(keys[-1])
        self._index_key = hmac.digest(keys[-1], b"respite blind index", "sha256")

    def __repr__(self) -> str:
        return f"Keyring({len(self._ciphers)} keys)"

    def seal(self, plain: bytes, column: str) -> bytes:
        """Return `plain` encrypted; it opens only as the same `column`."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self._first].encrypt(nonce, plain, column.encode())
        return _VERSION + self._first + nonce + sealed

    def open(self, sealed: bytes, column: str) -> bytes:
        """Return what was sealed; raises WrongKey if no key here wrote it for this column."""
        if sealed[:1] != _VERSION or len(sealed) < SHORTEST:
            raise WrongKey(f"{column}: this is not a value that was sealed here")
        key_id, nonce, body = sealed[1:5], sealed[5:17], sealed[17:]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise WrongKey(f"{column}: {WrongKey.__doc__}")
        try:
            return cipher.decrypt(nonce, body, column.encode())
        except InvalidTag:
            raise WrongKey(f"{column}: the value was changed or moved from another column") from None

    def index(self, value: str | int) -> bytes:
        """Return the 16-byte blind index of a value: equal values have equal indexes, nothing else shows."""
        return hmac.digest(self._index_key, str(value).encode(), "sha256")[:16]

    def sign(self, value: bytes, purpose: bytes) -> bytes:
        """Return the last key's signature of a value, which begins with that key's id."""
        return self._last + self._signature(self._last, value, purpose)

    def signed(self, value: bytes, purpose: bytes, signature: bytes) -> bool | None:
        """Tell whether a signature is this value's; None if the key that made it is not among ours."""
        key_id = signature[:4]
        if key_id not in self._signers:
            return None
        return hmac.compare_digest(signature[4:], self._signature(key_id, value, purpose))

    def _signature(self, key_id: bytes, value: bytes, purpose: bytes) -> bytes:
        return hmac.digest(hmac.digest(self._signers[key_id], purpose, "sha256"), value, "sha256")


def new_key() -> str:
    """Return a fresh random key as RESPITE_KEYS holds it (base64)."""
    return b64encode(os.urandom(KEY_BYTES)).decode()


def new_secret() -> str:
    """Return a fresh secret of 160 bits as an authenticator app takes it (base32)."""
    return b32encode(os.urandom(20)).decode()


def parse_keys(text: str) -> Keyring:
    """Return the keyring of a comma-separated list of base64 keys; raises ValueError in plain words."""
    try:
        keys = [b64decode(part.strip(), validate=True) for part in text.split(",") if part.strip()]
    except ValueError:
        raise ValueError("a key is not valid base64; make one with `respite setup`") from None
    return Keyring(keys)


_ring: list[Keyring] = []


def unlock(keyring: Keyring) -> None:
    """Give this process its keys; a later call replaces them."""
    _ring[:] = [keyring]


def keyring() -> Keyring:
    """Return the process's keys; raises Locked if there are none."""
    if not _ring:
        raise Locked(Locked.__doc__)
    return _ring[0]


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"respite key id" + key).digest()[:4]


class Sealed(TypeDecorator[str]):
    """An encrypted text column; `column` is bound into the ciphertext so that values cannot be swapped."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        return None if value is None else keyring().seal(value.encode("utf-8", "surrogatepass"), self.column)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Open on the way out."""
        if value is None:
            return None
        return keyring().open(value, self.column).decode("utf-8", "surrogatepass")


class SealedJson(TypeDecorator[Any]):
    """An encrypted JSON column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> bytes | None:  # noqa: ANN401 - JSON
        """Seal on the way in."""
        return None if value is None else keyring().seal(orjson.dumps(value), self.column)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any | None:  # noqa: ANN401 - JSON
        """Open on the way out."""
        return None if value is None else orjson.loads(keyring().open(value, self.column))
