"""The made-up social worker: takes each alert in duty hours, closes it later, stands by the bereaved."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rehearsal.actor import Chat
from bot.rehearsal.agenda import Act, Plan
from bot.rehearsal.chance import between, draw
from bot.rehearsal.families import Family
from bot.rehearsal.joiner import Joiner
from bot.rehearsal.leading import Leading
from bot.rehearsal.sight import Seen, seen
from sandbox.people import People

DUTY_FROM, DUTY_TO = time(8, 30), time(17, 30)
_SATURDAY = 5
_TAKES, _CLOSES = (2, 25), (15, 150)


class SocialWorker:
    """One made-up social worker; from `rests_from` on she does nothing. `leading` is how she runs a group."""

    def __init__(
        self,
        family: Family,
        seed: int,
        joins_at: datetime,
        link: str,
        zone: str,
        rests_from: datetime | None = None,
        leading: Leading | None = None,
    ) -> None:
        self.family, self._leading = family, leading
        self._seed, self._link, self._joins_at = seed, link, joins_at
        self._zone, self._rests_from = ZoneInfo(zone), rests_from
        self._joiner = Joiner(family, seed, last_step="zone")
        self._meant: dict[str, datetime] = {}
        self._stood_by: set[str] = set()

    def begin(self) -> list[Plan]:
        """Return the joining."""
        plans = [Plan(self._joins_at, lambda box: box.open_link(self.family.user_id, self._link))]
        return plans + (self._leading.begin(self._joins_at) if self._leading else [])

    def look(self, chat: Chat, now: datetime) -> list[Plan]:
        """Return what she does about every alert that the chat shows."""
        messages = seen(chat)
        if not self._joiner.done:
            return self._joiner.react(messages, now)
        plans = [plan for message in messages for plan in self._about(message, now)]
        plans += self._leading.react(messages, now) if self._leading else []
        return [plan for plan in plans if self._rests_from is None or plan.when < self._rests_from]

    def _about(self, message: Seen, now: datetime) -> list[Plan]:
        taking, closing = message.starting("alert", "take"), message.starting("alert", "close")
        for step in ("send", "words", "open"):
            caring = message.starting("halt", step)
            if caring:
                return self._stand_by(step, caring[0], message, now)
        if taking:
            return [Plan(self._when(taking[0], now, _TAKES), self._tap(taking[0], message))]
        if closing:
            dice = draw(self._seed, self.family.key, closing[0])
            reached, referred = closing[:2]
            chosen = reached if dice.random() < 0.85 else referred
            return [Plan(self._when(closing[0], now, _CLOSES), self._tap(chosen, message))]
        return []

    def _stand_by(self, step: str, data: str, message: Seen, now: datetime) -> list[Plan]:
        """Read the words for a family whose questions have stopped, and send them; once."""
        if step == "open" and data in self._stood_by:
            return []

        async def tap(box: People) -> None:
            if step == "send":
                self._stood_by.add(data.replace("send", "open"))
            await box.tap(self.family.user_id, data, message.message_id)

        return [Plan(self._when(data, now, _TAKES), tap)]

    def _when(self, data: str, now: datetime, minutes: tuple[int, int]) -> datetime:
        """Return when she gets to it: some minutes after she sees it on duty; decided once."""
        if data not in self._meant:
            dice = draw(self._seed, self.family.key, data)
            wait = timedelta(minutes=between(dice, minutes))
            self._meant[data] = (self._on_duty(now) + wait).replace(microsecond=0)
        return max(self._meant[data], now.replace(microsecond=0))

    def _on_duty(self, now: datetime) -> datetime:
        """Return `now` if she is on duty, otherwise the moment her next duty begins."""
        local = now.astimezone(self._zone)
        if local.time() >= DUTY_TO:
            local = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        while local.weekday() >= _SATURDAY:
            local = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        begins = local.replace(hour=DUTY_FROM.hour, minute=DUTY_FROM.minute, second=0, microsecond=0)
        return max(local, begins).astimezone(now.tzinfo)

    def _tap(self, data: str, message: Seen) -> Act:
        return lambda box: box.tap(self.family.user_id, data, message.message_id)
