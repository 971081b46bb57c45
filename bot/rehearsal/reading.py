"""Reading: a made-up caregiver looks into the library now and then, and says how small steps went."""

from collections.abc import Sequence
from datetime import datetime

from bot.rehearsal.agenda import Act, Plan, soon
from bot.rehearsal.chance import between, draw
from bot.rehearsal.families import Family
from bot.rehearsal.sight import Seen
from sandbox.people import People

_GLANCE, _READ = (4, 25), (20, 90)
_ANSWERS = ("helped", "helped", "little", "little", "not", "untried", "untried")
_VERDICTS = ("helped", "helped", "little", "not")
_ASKS_FOR_A_STEP, _OPENS_THE_PIECE, _REFUSES = 0.7, 0.25, 0.12


class Reading:
    """One caregiver's way with the library; what they do with each message is drawn once and done once."""

    def __init__(self, family: Family, seed: int) -> None:
        self._family, self._seed = family, seed
        self._done: set[str] = set()

    def visit(self) -> Act:
        """Return the opening of the library."""
        return lambda box: box.text(self._family.user_id, "/library")

    def react(self, messages: Sequence[Seen], now: datetime) -> list[Plan]:
        """Return the next tap in the newest message that is of the library, if there is to be one."""
        shown = next((one for one in reversed(messages) if _is_ours(one)), None)
        wanted = self._wanted(shown) if shown is not None else None
        if shown is None or wanted is None or f"{shown.message_id} {wanted}" in self._done:
            return []
        wait = _READ if wanted.startswith(("library:said", "practice")) else _GLANCE
        seconds = between(draw(self._seed, self._family.key, f"reads {wanted}"), wait)
        return [soon(now, seconds, self._tap(shown.message_id, wanted))]

    def _wanted(self, shown: Seen) -> str | None:
        """Return the button to tap, or None for a message that is left alone."""
        covered = [data for data in shown.buttons if data.endswith((":open", ":ask")) and "practice" in data]
        if covered:
            return covered[0]
        asked = [data for data in shown.starting("practice") if data.endswith(":untried")]
        dice = draw(self._seed, self._family.key, f"library {shown.message_id} {shown.buttons[0]}")
        if asked:
            return f"{asked[0].rpartition(':')[0]}:{dice.choice(_ANSWERS)}"
        if shown.starting("practice"):
            return self._about_a_step(shown, dice.random())
        if shown.starting("library", "said"):
            return f"{shown.starting('library', 'said')[0].rpartition(':')[0]}:{dice.choice(_VERDICTS)}"
        if shown.starting("library", "read"):
            return dice.choice(shown.starting("library", "read"))
        if dice.random() < _ASKS_FOR_A_STEP:
            return "library:step"
        return dice.choice(shown.starting("library", "felt"))

    def _about_a_step(self, shown: Seen, chance: float) -> str | None:
        if chance < _REFUSES:
            return shown.starting("practice")[0]
        return shown.starting("library", "read")[0] if chance < _REFUSES + _OPENS_THE_PIECE else None

    def _tap(self, message_id: int, data: str) -> Act:
        async def tap(box: People) -> None:
            self._done.add(f"{message_id} {data}")
            await box.tap(self._family.user_id, data, message_id)

        return tap


def _is_ours(shown: Seen) -> bool:
    return any(data.startswith(("library:", "practice:")) for data in shown.buttons)
