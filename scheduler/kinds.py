"""Kinds: how each kind of delivery is treated where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.models import Kind

MOST_ATTEMPTS = 10
# As pressing as a reply and in no budget, but nobody asked for it a moment ago: it waits for the morning.
BETWEEN_PEOPLE = frozenset({Kind.WORD, Kind.WRITTEN, Kind.RETURNED, Kind.HANDOVER, Kind.AGREE})
# What a child process makes before its token is taken.
COMPOSED = frozenset({Kind.DIGEST, Kind.PICTURE, Kind.AUDIENCE, Kind.REPORT})


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
    # Once it has arrived, the mail that says so is owed.
    Kind.DIGEST: Manner(2, waits_for_morning=True, has_sequel=True),
    Kind.UNREACHABLE: Manner(2, waits_for_morning=True),
    # What people write to each other comes once more rather than not at all; if it fails, its writer hears.
    Kind.WORD: Manner(2, waits_for_morning=True, has_sequel=True),
    Kind.WRITTEN: Manner(2, waits_for_morning=True, has_sequel=True),
    Kind.RETURNED: Manner(2, waits_for_morning=True),
    Kind.HANDOVER: Manner(2, waits_for_morning=True),
    Kind.PICTURE: Manner(2),
    Kind.BROADCAST: Manner(1, waits_for_morning=True),
    # Whoever called for help is awake.
    Kind.SEEN: Manner(2),
    Kind.UNHEARD: Manner(MOST_ATTEMPTS),
    Kind.DRILL: Manner(2, waits_for_morning=True),
    # It was asked for just now.
    Kind.MYDATA: Manner(2),
    # A name and a number are about to go, while somebody may need help.
    Kind.LEAVING: Manner(MOST_ATTEMPTS),
    Kind.LEFT: Manner(2, waits_for_morning=True),
    # Once it has arrived, the question how it went is owed.
    Kind.MATERIAL: Manner(1, waits_for_morning=True, has_sequel=True),
    Kind.PRACTICE: Manner(1, waits_for_morning=True, has_sequel=True),
    Kind.BY_HAND: Manner(1, waits_for_morning=True, has_sequel=True),
    # It was asked for just now.
    Kind.AUDIENCE: Manner(2),
    Kind.REPORT: Manner(2),
    Kind.PROGRESS: Manner(2),
    Kind.AGREE: Manner(2, waits_for_morning=True),
    # An edit makes no sound, and made twice it reads the same.
    Kind.CORRECTION: Manner(2),
    # Twice on the phone it is the same session, answered once.
    Kind.SESSION: Manner(2, waits_for_morning=True),
    Kind.ADMISSION: Manner(2, waits_for_morning=True),
    Kind.ADMITTED: Manner(2, waits_for_morning=True),
    Kind.HALT: Manner(2, waits_for_morning=True),
    # Said once: twice it would read like a machine.
    Kind.CARE: Manner(1, waits_for_morning=True),
    Kind.TURN: Manner(2, waits_for_morning=True),
    Kind.PLAN: Manner(2),
    Kind.NEEDS: Manner(2),
    Kind.UNMAILED: Manner(2, waits_for_morning=True),
}
