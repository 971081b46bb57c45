"""Together: what is asked for while one transaction runs is done in the next, all at once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Place(Generic[Item, Result]):
    """One who waits; `called` when it was served, or when it is its turn to serve everybody in line."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.result: tuple[Result, ...] = ()
        self.error: BaseException | None = None

    def call(self) -> None:
        if not self.called.done():
            self.called.set_result(None)

    def told(self) -> Result:
        if self.error is not None:
            raise self.error
        return self.result[0]


class Together(Generic[Item, Result]):
    """One function over many items, called with one: `work` gets all that wait and answers in their order.

    Nobody waits for company: alone, an item is worked on at once. There is no task in the background; of
    those waiting the first serves all of them, then hands on. An error of `work` is everybody's.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        self._work = work
        self._line: list[_Place[Item, Result]] = []
        self._server: _Place[Item, Result] | None = None

    async def __call__(self, item: Item) -> Result:
        """Return the result for this item."""
        place: _Place[Item, Result] = _Place(item)
        self._line.append(place)
        self._server = self._server or place
        try:
            if self._server is not place:
                await place.called
            if self._server is place:
                await self._serve()
        finally:
            if place in self._line:
                self._line.remove(place)
            if self._server is place:
                self._hand_on()
        return place.told()

    async def _serve(self) -> None:
        await asyncio.sleep(0)  # whoever is ready in this very moment comes along
        line, self._line = self._line, []
        try:
            results = await self._work([place.item for place in line])
            for place, result in zip(line, results, strict=True):
                place.result = (result,)
        except BaseException as error:
            for place in line:
                place.error = error
            raise
        finally:
            for place in line:
                place.call()

    def _hand_on(self) -> None:
        self._server = self._line[0] if self._line else None
        if self._server is not None:
            self._server.call()
