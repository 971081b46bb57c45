"""The vault: a file sealed piece by piece with AES-GCM; a piece lost, moved or cut off is noticed.

It begins with eight letters and a salt. The file's own key is made from the backup key and the salt, so the
pieces can be numbered from 0 without any nonce ever coming twice. The last piece says that it is the last.
"""

import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"RESPITE1"
SALT_BYTES, TAG_BYTES, KEY_BYTES = 16, 16, 32
PIECE = 1 << 18


class NotOurs(ValueError):
    """It is no backup of Respite's, or RESPITE_BACKUP_KEY is not the key that sealed it."""


class Sealing:
    """What is written here is sealed into `file`; without `close` it stays unfinished, and no backup."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        salt = os.urandom(SALT_BYTES)
        self._file, self._cipher, self._number, self._left = file, _cipher(key, salt), 0, bytearray()
        file.write(MAGIC + salt)

    def write(self, content: bytes) -> int:
        """Take some more and return how much that was."""
        self._left += content
        while len(self._left) > PIECE:
            self._put(bytes(self._left[:PIECE]), last=False)
            del self._left[:PIECE]
        return len(content)

    def close(self) -> None:
        """Seal the last piece."""
        self._put(bytes(self._left), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, MAGIC))
        self._number += 1


class Opening:
    """What was sealed in `file`, to be read from its beginning; NotOurs for anything that is not whole."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        head = file.read(len(MAGIC) + SALT_BYTES)
        if len(head) < len(MAGIC) + SALT_BYTES or not head.startswith(MAGIC):
            raise NotOurs(NotOurs.__doc__)
        self._file, self._cipher, self._number = file, _cipher(key, head[len(MAGIC) :]), 0
        self._next, self._left = file.read(PIECE + TAG_BYTES), b""
        self._over = False

    def read(self, size: int = -1) -> bytes:
        """Return the next `size` bytes, or fewer at the end; without `size` all that is left."""
        while not self._over and (size < 0 or len(self._left) < size):
            self._left += self._piece()
        some, self._left = (self._left, b"") if size < 0 else (self._left[:size], self._left[size:])
        return some

    def _piece(self) -> bytes:
        sealed, self._next = self._next, self._file.read(PIECE + TAG_BYTES)
        self._over = not self._next
        try:
            piece = self._cipher.decrypt(_nonce(self._number, last=self._over), sealed, MAGIC)
        except InvalidTag:
            words = "the backup was changed or cut off" if self._number else NotOurs.__doc__
            raise NotOurs(words) from None
        self._number += 1
        return piece


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, b"respite backup").derive(key))
