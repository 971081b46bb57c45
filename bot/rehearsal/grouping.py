"""Grouping: what a caregiver does with the messages about group sessions."""

from collections.abc import Sequence
from datetime import datetime
from random import Random  # noqa: TID251 - a type; every draw comes from `chance`

from bot.rehearsal.agenda import Plan, soon
from bot.rehearsal.chance import between, draw
from bot.rehearsal.families import Family
from bot.rehearsal.sight import Seen
from sandbox.people import People

_READING = (5, 600)
_TAPPING = (2, 12)
ANSWERS, CHANCES = ("coming", "maybe", "cannot"), (70, 10, 20)
REASONS, WHY = ("hospital", "infection", "work", "unwell", "other"), (35, 25, 20, 10, 10)
# Whoever tells nobody how they are does not say whether they come either.
MUTE = frozenset({"silent", "blocking"})
SPEAKS_UP = 0.85


class Grouping:
    """One caregiver's way with the group; what happens with each message is drawn when it is first seen."""

    def __init__(self, family: Family, seed: int) -> None:
        self._family, self._seed = family, seed
        self._meant: dict[str, Plan | None] = {}

    def react(self, messages: Sequence[Seen], now: datetime) -> list[Plan]:
        """Return the taps that the chat asks for, each at a time that stays what it was."""
        if self._family.character.name in MUTE:
            return []
        plans = [self._about(message, now) for message in messages]
        return [plan for plan in plans if plan is not None]

    def _about(self, message: Seen, now: datetime) -> Plan | None:
        notice = message.starting("notice")
        if notice:
            return self._once(f"open {notice[0]}", notice[0], message, now)
        saying = message.starting("opinion")
        if saying:
            return self._opinion(saying, message, now)
        coming = [data for data in message.starting("rsvp") if data.split(":")[2] == ANSWERS[0]]
        if coming:
            return self._answer(coming[0], message, now)
        reasons = [data for data in message.starting("rsvp") if data.split(":")[2] in REASONS]
        if reasons:
            meeting = reasons[0].split(":")[1]
            why = self._dice(f"why {meeting}").choices(REASONS, WHY)[0]
            return self._once(f"why {meeting} {message.message_id}", f"rsvp:{meeting}:{why}", message, now)
        return None

    def _answer(self, coming: str, message: Seen, now: datetime) -> Plan | None:
        meeting = coming.split(":")[1]
        said = self._dice(f"rsvp {meeting} {message.message_id}").choices(ANSWERS, CHANCES)[0]
        data = coming.replace(f":{ANSWERS[0]}", f":{said}")
        return self._once(f"rsvp {meeting} {message.message_id}", data, message, now)

    def _opinion(self, saying: Sequence[str], message: Seen, now: datetime) -> Plan | None:
        meeting, number = saying[0].split(":")[1:3]
        if self._dice(f"speaks up {meeting}").random() > SPEAKS_UP:
            return None
        values = [data for data in saying if data.split(":")[2] == number != "0"]
        chosen = self._dice(f"opinion {meeting} {number}").choices(values, range(1, len(values) + 1))[0]
        return self._once(f"opinion {meeting} {number}", chosen, message, now)

    def _once(self, key: str, data: str, message: Seen, now: datetime) -> Plan | None:
        """Return the plan to tap a button, made when it is first seen; None once it was tapped."""
        if key not in self._meant:
            pause = _TAPPING if key.startswith("opinion") else _READING

            async def tap(box: People) -> None:
                self._meant[key] = None
                await box.tap(self._family.user_id, data, message.message_id)

            self._meant[key] = soon(now, between(self._dice(f"pause {key}"), pause), tap)
        return self._meant[key]

    def _dice(self, occasion: str) -> Random:
        return draw(self._seed, self._family.key, occasion)
