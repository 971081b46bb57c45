"""Characters: how the made-up caregivers differ in what they do with a check-in and with the bot."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Character:
    """One way of being a caregiver; the numbers in it are chances unless they say otherwise.

    `delay` is in minutes from the arrival of a check-in to its first answer. The days of `blocks`, `pauses`,
    `loses`, `stops` and `heavy` are parts of the rehearsal's length, from 0 to 1. A pause without a reason
    takes any; whoever `loses` a child says so in the chat.
    """

    name: str
    answers: float = 0.93
    delay: tuple[int, int] = (2, 90)
    waits_for_reminder: bool = False
    fades: bool = False
    snoozes: float = 0.0
    halts: float = 0.04
    never_resumes: float = 0.25
    speaks: float = 0.0
    rummages: float = 0.0
    corrects: float = 0.05
    looks_back: float = 0.1
    reads: float = 0.7
    asks_contact: float = 0.01
    heavy: float | None = None
    blocks: tuple[float, float] | None = None
    pauses: float | None = None
    pauses_for: str = ""
    loses: float | None = None
    stops: float | None = None


STEADY = Character("steady")
LATE = Character("late", answers=0.85, delay=(240, 660))
PROMPTED = Character("prompted", answers=0.9, delay=(2, 50), waits_for_reminder=True)
FADING = Character("fading", fades=True, delay=(10, 240))
SILENT = Character("silent", answers=0.0, reads=0.0)
BLOCKING = Character("blocking", blocks=(0.3, 0.65))
PAUSING = Character("pausing", pauses=0.35, pauses_for="hospital")
LOSING = Character("losing", loses=0.5)
LEAVING = Character("leaving", stops=0.6, answers=0.7)
SNOOZING = Character("snoozing", snoozes=0.6)
HALTING = Character("halting", halts=0.6)
SPEAKING = Character("speaking", speaks=0.5)
RUMMAGING = Character("rummaging", answers=0.6, rummages=0.7)
CORRECTING = Character("correcting", corrects=0.6, looks_back=0.5)
ASKING = Character("asking", asks_contact=0.25)
HEAVY = Character("heavy", answers=1.0, heavy=0.35)

EVERYBODY = (
    STEADY, HEAVY, PROMPTED, BLOCKING, ASKING, SNOOZING, LATE, HALTING,
    PAUSING, SPEAKING, SILENT, RUMMAGING, FADING, CORRECTING, LEAVING, LOSING,
    STEADY, LATE, STEADY, PROMPTED, STEADY, SNOOZING, STEADY, HALTING,
)  # fmt: skip
"""Twenty-four caregivers as a ward might have them; a larger group repeats them."""
