"""Intents: what a made-up caregiver means to do with one check-in, drawn when it is first seen."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - a type; every draw comes from `chance`

from bot.rehearsal.chance import between
from bot.rehearsal.characters import Character

_BACK_AFTER = (40, 200)
_SAYINGS = {
    "zh-Hans": ("今天刚做完化疗，孩子吐了一晚上。", "你们什么时候来病房？", "谢谢，还好。"),
    "en": ("He slept well for once.", "When do you come to the ward?", "Long day."),
}


@dataclass
class Intent:
    """What is to happen with one check-in, and how far it has come.

    `starts_at` is None for one that is not answered. `before` are things done before the first answer, last
    first. `halts_after` and `corrects_after` are numbers of answers. `waits_in` is the message after which a
    reminder is waited for.
    """

    day: float
    occasion: str
    starts_at: datetime | None
    before: list[str] = field(default_factory=list)
    halts_after: int | None = None
    resumes_in: timedelta | None = None
    corrects_after: int | None = None
    asks_contact: bool = False
    answered: int = 0
    begun: bool = False
    over: bool = False
    waits_in: int | None = None
    tapped_in: int | None = None


def intend(
    character: Character,
    dice: Random,
    *,
    day: float,
    length: float,
    occasion: str,
    message: int,
    now: datetime,
) -> Intent:
    """Return what somebody of this character means to do; `day` and `length` are in days since the start."""
    fading = max(0.0, 1 - day / length * 1.2) if character.fades else 1.0
    answers = dice.random() < character.answers * fading
    delay = timedelta(minutes=between(dice, character.delay), seconds=between(dice, (0, 59)))
    halts = dice.random() < character.halts
    back = timedelta(minutes=between(dice, _BACK_AFTER))
    return Intent(
        day=day,
        occasion=occasion,
        starts_at=now.replace(microsecond=0) + delay if answers else None,
        before=_before(character, dice),
        halts_after=between(dice, (1, 2)) if halts else None,
        resumes_in=None if dice.random() < character.never_resumes else back,
        corrects_after=1 if dice.random() < character.corrects else None,
        asks_contact=dice.random() < character.asks_contact,
        waits_in=message if character.waits_for_reminder else None,
    )


def _before(character: Character, dice: Random) -> list[str]:
    chances = {"snooze": character.snoozes, "rummage": character.rummages, "speak": character.speaks}
    return [what for what, chance in chances.items() if dice.random() < chance]


def saying(language: str, dice: Random) -> str:
    """Return something a person writes where a tap is expected; nothing stands for a voice message."""
    return dice.choice((*_SAYINGS[language], ""))
