"""Keys that a test may change and that are put back."""

from collections.abc import Callable, Iterator

import pytest

from db import crypto

OLD, NEW, FOREIGN = (bytes([n]) * crypto.KEY_BYTES for n in (1, 2, 3))


@pytest.fixture
def unlock() -> Iterator[Callable[..., crypto.Keyring]]:
    """Unlock with the keys given; the session's own come back afterwards."""
    before = crypto.keyring()

    def _unlock(*keys: bytes) -> crypto.Keyring:
        crypto.unlock(crypto.Keyring(keys))
        return crypto.keyring()

    yield _unlock
    crypto.unlock(before)


@pytest.fixture
def locked() -> Iterator[None]:
    """A process that was not given its keys yet."""
    before = crypto.keyring()
    crypto._ring.clear()
    yield
    crypto.unlock(before)
