"""Leading: how the made-up social worker runs the group from her phone."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.rehearsal.agenda import Act, Plan, soon
from bot.rehearsal.chance import between, draw
from bot.rehearsal.families import Family
from bot.rehearsal.sight import Seen
from sandbox.people import People

TUESDAY, HOUR, ROOM = timedelta(days=1), "14:30", "三号活动室"
CALLED_OFF = 4
ABSENT = 0.2
_TAPPING = (2, 9)
_SETTLES = timedelta(hours=30)
_NOTES = ("这次大家都说得比较多。", "时间不够，收尾太急。", "下次少安排一步。")
_LEVELS = ("2", "3", "2", "1")


class Leading:
    """One worker's way with the group: she plans it by chat, calls one session off, and marks the others."""

    def __init__(self, family: Family, seed: int, start: date) -> None:
        self._family, self._seed = family, seed
        self._first = start - timedelta(days=start.weekday()) + TUESDAY
        self._done: set[str] = set()
        self._written: dict[str, int] = {}

    def begin(self, joins_at: datetime) -> list[Plan]:
        """Return what she means to do: plan the group once she has settled in, and call one session off."""
        day = datetime.combine(self._first, joins_at.timetz()) + timedelta(days=13)
        return [
            Plan(joins_at + _SETTLES, self._write("/programme")),
            Plan(day.replace(hour=10, minute=0), self._write("/sessions")),
        ]

    def react(self, messages: Sequence[Seen], now: datetime) -> list[Plan]:
        """Return her next tap in the group's matters, if the chat asks for one."""
        for message in reversed(messages):
            act = self._plans(message) or self._calls_off(message) or self._holds(message)
            if act is not None:
                dice = draw(self._seed, self._family.key, f"leads {now.isoformat()}")
                return [soon(now, between(dice, _TAPPING), act)]
        return []

    def _plans(self, message: Seen) -> Act | None:
        begin = message.starting("prog", "plan")
        if begin and begin[0] != "prog:plan:0":
            return self._once(begin[0], message)
        steps = message.starting("plan")
        step = steps[0].split(":")[1] if steps else ""
        written = {"day": self._first.isoformat(), "hour": HOUR, "place": ROOM, "room": "24"}
        if step in written:
            return self._write_once(step, written[step])
        tapped = {"template": "plan:template:caregivers", "sure": "plan:sure:yes"}.get(step)
        return None if tapped is None else self._once(tapped, message)

    def _calls_off(self, message: Seen) -> Act | None:
        """Call the fourth session off, from the list she asked for; the programme's page she leaves alone."""
        drop = message.starting("sess", "drop")
        if drop:
            return self._once(drop[0], message)
        cancel = [data for data in message.starting("sess", "cancel") if data.endswith(f":{CALLED_OFF}")]
        if cancel:
            return self._once(cancel[0], message)
        show = message.starting("sess", "show")
        listed = [data for data in show if data.endswith(f":{CALLED_OFF}")]
        return self._once(listed[0], message) if listed and not message.starting("prog") else None

    def _holds(self, message: Seen) -> Act | None:
        marking = message.starting("here")
        if any(data.endswith(":done") for data in marking):
            return self._marks(marking, message)
        show = [data for data in marking if data.endswith(":show")]
        begins = [data for data in message.starting("note") if data.endswith(":begin")]
        offers = [data for data in message.starting("makeup") if data not in self._done]
        if begins:
            return self._once((offers or begins)[0], message)
        note = message.starting("note")
        if note:
            return self._notes(note, message)
        return self._once(show[0], message) if show and len(message.buttons) == 1 else None

    def _marks(self, marking: Sequence[str], message: Seen) -> Act | None:
        """Mark everybody, turn over who was away, and be done."""
        meeting = marking[0].split(":")[1]
        everybody, done = f"here:{meeting}:all", f"here:{meeting}:done"
        if everybody not in self._done:
            return self._once(everybody, message)
        dice = draw(self._seed, self._family.key, f"absent {meeting}")
        names = [data for data in marking if data.split(":")[2].isdigit()]
        away = [data for data in names if dice.random() < ABSENT]
        left = next((data for data in away if data not in self._done), None)
        return self._once(left or done, message)

    def _notes(self, note: Sequence[str], message: Seen) -> Act | None:
        meeting, step = note[0].split(":")[1:3]
        if any(data.endswith(":go") for data in note):
            return self._once(f"note:{meeting}:go", message)
        if step == "skip":
            written = self._written.get(meeting, 0)
            return self._write_note(meeting, _NOTES[written]) if written < len(_NOTES) else None
        level = _LEVELS[int(meeting) % len(_LEVELS)]
        return self._once(f"note:{meeting}:{step}:{level}", message)

    def _write_note(self, meeting: str, text: str) -> Act:
        async def write(box: People) -> None:
            self._written[meeting] = self._written.get(meeting, 0) + 1
            await box.text(self._family.user_id, text)

        return write

    def _once(self, data: str, message: Seen) -> Act | None:
        if data in self._done:
            return None

        async def tap(box: People) -> None:
            self._done.add(data)
            await box.tap(self._family.user_id, data, message.message_id)

        return tap

    def _write_once(self, step: str, text: str) -> Act | None:
        return None if step in self._done else self._write(text, step)

    def _write(self, text: str, step: str = "") -> Act:
        async def write(box: People) -> None:
            self._done.add(step or text)
            await box.text(self._family.user_id, text)

        return write
