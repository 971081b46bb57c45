"""The cast: rows with sane defaults, so that a test names only what it is about.

Every function adds one row, flushes it so that it has its id, and takes any column by name.
"""

from tests.cast.casework import letter, note, place
from tests.cast.families import admission, halt
from tests.cast.groups import attendance, meeting
from tests.cast.occasions import alert, answer, checkin, delivery, practice, score, subscription
from tests.cast.people import admin, caregiver, enrolment, lead, person, programme, site, worker
from tests.cast.rows import CADENCE, KEYS, MONDAY, zone_of_noon

__all__ = ["CADENCE", "KEYS", "MONDAY", "admin", "alert", "answer", "caregiver", "checkin", "delivery"]
__all__ += [
    "enrolment",
    "lead",
    "person",
    "practice",
    "programme",
    "score",
    "site",
    "subscription",
    "worker",
    "zone_of_noon",
]
__all__ += ["admission", "attendance", "halt", "letter", "meeting", "note", "place"]
