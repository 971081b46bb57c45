"""How the scheduler reaches the database: one plain function in one transaction on the database's thread."""

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from db.session import Session

P = ParamSpec("P")
T = TypeVar("T")


class Acts(Protocol):
    """Runs a function with a session as its first argument, and commits."""

    def __call__(
        self, function: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """Return what the function returned once its transaction is committed."""
