"""How a made-up person joins: opens the link, and answers each question the chat shows."""

from collections.abc import Sequence
from datetime import datetime

from bot.rehearsal.agenda import Act, Plan, soon
from bot.rehearsal.chance import between, draw
from bot.rehearsal.families import Family
from bot.rehearsal.sight import Seen
from sandbox.people import People

_READING = (3, 25)
_SLIPS = {
    "zh-Hans": {"phone": "稍后给您", "adult": "孩子姑姑"},
    "en": {"phone": "later, please", "adult": "my sister"},
}


class Joiner:
    """One person's way through joining; `done` once the last question is answered."""

    def __init__(self, family: Family, seed: int, *, last_step: str) -> None:
        self._family, self._seed, self._last_step = family, seed, last_step
        self._tried: set[str] = set()
        self.done = False

    def react(self, messages: Sequence[Seen], now: datetime) -> list[Plan]:
        """Return the answer to the question that the newest message asks."""
        if not messages:
            return []
        newest = messages[-1]
        steps = newest.starting("join")
        step = steps[0].split(":")[1] if steps else "called"
        dice = draw(self._seed, self._family.key, f"joining {step}")
        return [soon(now, between(dice, _READING), self._answer(step, newest))]

    def _answer(self, step: str, newest: Seen) -> Act:
        written = self._written(step, newest)
        tapped = "" if written else f"join:{step}:{self._choice(step, newest)}"

        async def act(box: People) -> None:
            self._tried.add(step)
            if written:
                await box.text(self._family.user_id, written)
            else:
                await box.tap(self._family.user_id, tapped, newest.message_id)
                self.done = step == self._last_step

        return act

    def _written(self, step: str, newest: Seen) -> str:
        """Return what is typed at this step, or nothing where a button is tapped."""
        if len(newest.starting("join", step)) > 1:
            return ""
        family = self._family
        slips = _SLIPS[family.language] if family.slips else {}
        if step not in self._tried and step in slips:
            return slips[step]
        city = family.city if step not in self._tried else ""
        return {"called": family.called, "phone": family.phone, "adult": family.adult, "zone": city}.get(
            step, ""
        )

    def _choice(self, step: str, newest: Seen) -> str:
        offered = [data.split(":", 2)[2] for data in newest.starting("join", step)]
        wanted = {
            "language": self._family.language,
            "consent": self._consent(offered),
            "hour": self._family.hour,
            "shared": "yes" if self._family.shares_phone else "no",
        }.get(step, "")
        if wanted in offered:
            return wanted
        return next((choice for choice in ("again", "skip") if choice in offered), offered[0])

    def _consent(self, offered: Sequence[str]) -> str:
        """Agree; whoever slips says no first, and thinks better of it."""
        return "no" if self._family.slips and "consent" not in self._tried and "no" in offered else "yes"
