"""Faults on request: what Telegram and the network do on a bad day."""

from dataclasses import dataclass
from typing import TypeVar

from sandbox.errors import Refused

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
REFUSALS = {
    "400": (400, "Bad Request: message to be replied not found"),
    "401": (401, "Unauthorized"),
    "403": (403, "Forbidden: bot was blocked by the user"),
    "404": (404, "Not Found"),
    "409": (409, CONFLICT),
    "413": (413, "Request Entity Too Large"),
    "429": (429, "Too Many Requests: retry after {seconds}"),
    "5xx": (502, "Bad Gateway"),
    "500": (500, "Internal Server Error"),
    "502": (502, "Bad Gateway"),
    "503": (503, "Service Unavailable"),
    "504": (504, "Gateway Timeout"),
}
BEFORE = frozenset({"drop", "hang", "html"})
AFTER = frozenset({"drop_after_accept", "hang_after_accept", "cut_json", "slow"})
KINDS = frozenset(REFUSALS) | BEFORE | AFTER
_T = TypeVar("_T")


@dataclass
class Fault:
    """One fault, waiting for the calls it fits.

    `kind` is one of KINDS. The numbers are answered instead of carrying the call
    out. `drop` closes the connection and `hang` never answers, both before the call
    is carried out; `html` answers a 502 page. `drop_after_accept`,
    `hang_after_accept` and `cut_json` carry it out first; `slow` answers after
    `seconds`. A hang lasts `seconds`, or until the sandbox stops.
    """

    kind: str
    method: str | None
    times: int
    chat_id: int | None
    retry_after: int
    description: str | None
    seconds: float | None
    after: int
    bot: int | None

    def fits(self, method: str, chat_id: object, bot: int) -> bool:
        """Tell whether a call of `method` for `chat_id` (as received) by this bot is meant."""
        if self.method is not None and self.method.lower() != method.lower():
            return False
        if self.bot not in (None, bot):
            return False
        return self.chat_id is None or str(self.chat_id) == str(chat_id)

    @property
    def refusal(self) -> Refused | None:
        """Return the answer given instead of the result, if the kind is one."""
        if self.kind not in REFUSALS:
            return None
        code, words = REFUSALS[self.kind]
        parameters = {"retry_after": self.retry_after} if code == 429 else None
        return Refused(code, self.description or words.format(seconds=self.retry_after), parameters)


class Faults:
    """The faults still to come, first added first used."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []
        self._doubled = self._returned = self._reversed = 0

    def add(
        self,
        method: str | None = None,
        kind: str = "5xx",
        times: int = 1,
        *,
        chat_id: int | None = None,
        retry_after: int = 3,
        description: str | None = None,
        seconds: float | None = None,
        after: int = 0,
        bot: int | None = None,
    ) -> None:
        """Let the next `times` fitting calls fail, leaving the first `after` of them alone.

        Without `method`, `chat_id` or `bot` (its id) any call fits. Raises ValueError for
        an unknown kind.
        """
        if kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; there are {', '.join(sorted(KINDS))}")
        if times < 1 or after < 0:
            raise ValueError("a fault happens at least once, after none or some calls")
        fault = Fault(kind, method, times, chat_id, retry_after, description, seconds, after, bot)
        self.waiting.append(fault)

    def take(self, method: str, chat_id: object, bot: int = 0) -> Fault | None:
        """Use up one turn of the first fault that fits this call, or return None."""
        for fault in self.waiting:
            if not fault.fits(method, chat_id, bot):
                continue
            if fault.after:
                fault.after -= 1
                continue
            fault.times -= 1
            if not fault.times:
                self.waiting.remove(fault)
            return fault
        return None

    def duplicate_updates(self, times: int = 1, *, confirmed: bool = False) -> None:
        """Hand out every update of the next `times` batches (for a webhook: lines) twice.

        With `confirmed`, the copy comes after the bot confirmed the first one, as if
        the confirmation had been lost.
        """
        if confirmed:
            self._returned += times
        else:
            self._doubled += times

    def out_of_order(self, times: int = 1) -> None:
        """Hand out the next `times` batches of two or more updates newest first; for a webhook, lines."""
        self._reversed += times

    def spoil_batch(self, batch: list[_T]) -> list[_T]:
        """Return a batch as the faults would have it."""
        if batch and self._doubled:
            self._doubled -= 1
            batch = [update for update in batch for _ in range(2)]
        if len(batch) > 1 and self._reversed:
            self._reversed -= 1
            batch = batch[::-1]
        return batch

    def loses_confirmation(self) -> bool:
        """Tell whether the confirmation at hand gets lost, using up one turn."""
        if not self._returned:
            return False
        self._returned -= 1
        return True

    def clear(self) -> None:
        """Forget every fault still to come."""
        self.waiting.clear()
        self._doubled = self._returned = self._reversed = 0
