"""Kinds: how each kind of delivery is treated where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.models import Kind

MOST_ATTEMPTS = 10


@dataclass(frozen=True)
class Manner:
    """What a kind asks of the loop.

    `tries_when_unknown`: after a lost answer nobody knows whether the message arrived; this is how many sends
    may end so before it settles as `unknown`. One is right for what is a nuisance twice, more where silence
    would harm more than a repeat. `waits_for_morning`: it does not come in the quiet hours of its person.
    `has_sequel`: something follows from how it ended, so it is settled by itself.
    """

    tries_when_unknown: int
    waits_for_morning: bool = False
    has_sequel: bool = False


MANNERS: Mapping[str, Manner] = {
    # It goes on until somebody surely has it, at any hour; if it fails, another rings.
    Kind.ALERT: Manner(MOST_ATTEMPTS, has_sequel=True),
    # Twice on the phone it is the same question, answered once; sent, its window opens.
    Kind.CHECKIN: Manner(2, waits_for_morning=True, has_sequel=True),
    Kind.REMINDER: Manner(2, waits_for_morning=True),
    Kind.DIGEST: Manner(2, waits_for_morning=True),
    Kind.UNREACHABLE: Manner(2, waits_for_morning=True),
    Kind.BROADCAST: Manner(1, waits_for_morning=True),
    Kind.ADMISSION: Manner(2, waits_for_morning=True),
    Kind.ADMITTED: Manner(2, waits_for_morning=True),
    Kind.HALT: Manner(2, waits_for_morning=True),
    # Said once: twice it would read like a machine.
    Kind.CARE: Manner(1, waits_for_morning=True),
    Kind.TURN: Manner(2, waits_for_morning=True),
    Kind.PLAN: Manner(2),
    Kind.NEEDS: Manner(2),
}
