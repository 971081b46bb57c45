"""The agenda: what the made-up people mean to do, and when."""

import heapq
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.people import People

Act = Callable[[People], Awaitable[object]]


@dataclass(frozen=True)
class Plan:
    """One thing somebody means to do."""

    when: datetime
    act: Act


def soon(now: datetime, seconds: int, act: Act) -> Plan:
    """Return a plan for some seconds from now, on a whole second, so that a limiter's waits do not show."""
    return Plan(now.replace(microsecond=0) + timedelta(seconds=seconds), act)


class Agenda:
    """Everybody's plans, earliest first; of two at one moment, that of the person with the lower number.

    A person has lasting plans, which stay until done, and reactions to what the chat shows, which are
    replaced whenever the chat shows something else.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, int, int, Plan]] = []
        self._rounds: dict[int, int] = {}
        self._added = 0

    def keep(self, person: int, plans: Sequence[Plan]) -> None:
        """Add lasting plans of a person."""
        for plan in plans:
            self._push(person, 0, plan)

    def react(self, person: int, plans: Sequence[Plan]) -> None:
        """Replace the reactions of a person."""
        self._rounds[person] = self._rounds.get(person, 0) + 1
        for plan in plans:
            self._push(person, self._rounds[person], plan)

    def next_at(self) -> datetime | None:
        """Return when somebody acts next."""
        while self._heap and self._is_replaced(self._heap[0]):
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def take_due(self, now: datetime) -> tuple[int, Plan] | None:
        """Take the first plan that is due by now; return the person and the plan."""
        due = self.next_at()
        if due is None or due > now:
            return None
        _, person, _, _, plan = heapq.heappop(self._heap)
        return person, plan

    def _push(self, person: int, round_: int, plan: Plan) -> None:
        self._added += 1
        heapq.heappush(self._heap, (plan.when, person, self._added, round_, plan))

    def _is_replaced(self, entry: tuple[datetime, int, int, int, Plan]) -> bool:
        return entry[3] not in (0, self._rounds.get(entry[1]))
