"""Answering: what a caregiver does next with the check-in that their chat shows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rehearsal.agenda import Act, Plan, soon
from bot.rehearsal.chance import between, draw
from bot.rehearsal.course import CONTACT, LOAD, SOON, TOO_MUCH, choose, wellbeing
from bot.rehearsal.families import Family
from bot.rehearsal.intent import Intent, intend, saying
from bot.rehearsal.sight import Seen, about_checkins
from sandbox.people import People

_TAPPING = (2, 14)
_REMINDED = (1, 25)
_HEAVY_DAYS = 8


class Answering:
    """One caregiver's way with check-ins; what happens with each is drawn when it is first seen."""

    def __init__(self, family: Family, seed: int, start: datetime, length: timedelta) -> None:
        self._family, self._seed, self._start, self._length = family, seed, start, length
        self._intents: dict[str, Intent] = {}

    def react(self, messages: Sequence[Seen], now: datetime) -> list[Plan]:
        """Return the next step with the newest check-in, if there is to be one."""
        shown = about_checkins(messages)
        if not shown:
            return []
        newest = shown[-1]
        intent = self._intents.get(newest.checkin) or self._first_sight(newest, now)
        self._see_the_end(intent, newest.checkin, messages)
        if intent.over or intent.starts_at is None or self._waits(intent, newest, now):
            return []
        step = self._step(intent, newest, shown)
        if not intent.begun:
            return [Plan(max(intent.starts_at, now.replace(microsecond=0)), step)]
        pause = self._pause(intent)
        return [] if pause is None else [soon(now, pause, step)]

    def _first_sight(self, newest: Seen, now: datetime) -> Intent:
        day = (now - self._start) / timedelta(days=1)
        occasion = f"{now:%Y-%m-%d %H} {newest.buttons[0].rpartition(':')[0].rpartition(':')[2]}"
        intent = intend(
            self._family.character,
            draw(self._seed, self._family.key, f"intent {occasion}"),
            day=day,
            length=self._length / timedelta(days=1),
            occasion=occasion,
            message=newest.message_id,
            now=now,
        )
        self._intents[newest.checkin] = intent
        return intent

    def _see_the_end(self, intent: Intent, checkin: str, messages: Sequence[Seen]) -> None:
        """Note that the message that was tapped shows no question of this check-in any more."""
        tapped = next((one for one in messages if one.message_id == intent.tapped_in), None)
        intent.over = intent.over or (tapped is not None and tapped.checkin != checkin)

    def _waits(self, intent: Intent, newest: Seen, now: datetime) -> bool:
        """Whether a reminder is still waited for; once it is there, the answer begins some minutes later."""
        if intent.waits_in is None:
            return False
        if newest.message_id == intent.waits_in:
            return True
        dice = draw(self._seed, self._family.key, f"reminded {intent.occasion}")
        intent.waits_in, intent.begun = None, False
        intent.starts_at = now.replace(microsecond=0) + timedelta(minutes=between(dice, _REMINDED))
        return False

    def _pause(self, intent: Intent) -> int | None:
        """Return the seconds until the next tap; None for somebody who stops half-way for good."""
        dice = draw(self._seed, self._family.key, f"pause {intent.occasion} {intent.answered}")
        if intent.halts_after is None or intent.answered < intent.halts_after:
            return between(dice, _TAPPING)
        if intent.resumes_in is None:
            return None
        return int(intent.resumes_in.total_seconds())

    def _step(self, intent: Intent, newest: Seen, shown: Sequence[Seen]) -> Act:
        times = newest.starting("later", newest.checkin)
        if times:
            return self._tap(intent, newest, times[0], snoozes=True)
        if intent.before and newest.starting("answer"):
            return self._before(intent, newest, shown)
        if newest.starting("answer") or newest.starting("change"):
            return self._answer(intent, newest)
        return self._tap(intent, newest, f"open:{newest.checkin}")

    def _before(self, intent: Intent, newest: Seen, shown: Sequence[Seen]) -> Act:
        what = intent.before[-1]
        older = [one for one in shown[:-1] if one.starting("answer") and one.checkin != newest.checkin]
        dice = draw(self._seed, self._family.key, f"{what} {intent.occasion}")
        user, words = self._family.user_id, saying(self._family.language, dice)

        async def act(box: People) -> None:
            intent.before.pop()
            intent.begun = True
            if what == "rummage" and older:
                await box.tap(user, dice.choice(older[-1].starting("answer")), older[-1].message_id)
            elif what == "speak":
                await (box.text(user, words) if words else box.send_kind(user, "voice"))
            elif what == "snooze" and f"later:{newest.checkin}" in newest.buttons:
                await box.tap(user, f"later:{newest.checkin}", newest.message_id)

        return act

    def _answer(self, intent: Intent, newest: Seen) -> Act:
        back = newest.starting("back")
        if back and intent.corrects_after == intent.answered:
            intent.corrects_after = None
            return self._tap(intent, newest, back[0])
        options = newest.starting("answer") or newest.starting("change")
        item = options[0].split(":")[2]
        values = [int(data.rpartition(":")[2]) for data in options if not data.endswith(":skip")]
        value = self._value(intent, item, values)
        chosen = next(data for data in options if data.endswith(f":{value}"))
        return self._tap(intent, newest, chosen, answers=True)

    def _value(self, intent: Intent, item: str, values: Sequence[int]) -> int:
        key, occasion = self._family.key, intent.occasion
        if item == CONTACT and intent.asks_contact:
            return SOON
        if item == LOAD and self._is_heavy(intent.day):
            return TOO_MUCH
        well = wellbeing(self._seed, key, intent.day, occasion)
        return choose(item, values, well, draw(self._seed, key, f"{item} {occasion} {intent.answered}"))

    def _is_heavy(self, day: float) -> bool:
        heavy = self._family.character.heavy
        since = 0.0 if heavy is None else heavy * (self._length / timedelta(days=1))
        return heavy is not None and since <= day < since + _HEAVY_DAYS

    def _tap(
        self, intent: Intent, newest: Seen, data: str, *, answers: bool = False, snoozes: bool = False
    ) -> Act:
        async def tap(box: People) -> None:
            intent.begun, intent.tapped_in = True, newest.message_id
            intent.answered += answers
            if intent.halts_after is not None and intent.answered > intent.halts_after:
                intent.halts_after = None
            if snoozes:
                intent.waits_in = newest.message_id
            await box.tap(self._family.user_id, data, newest.message_id)

        return tap
