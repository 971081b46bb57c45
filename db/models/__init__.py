"""The tables, one module a noun."""

from db.models.broadcasts import Broadcast, Sending
from db.models.checkins import OPEN, Alert, AlertState, Answer, CheckIn, Progress, Score, Tier
from db.models.deliveries import BY_HAND, Delivery, Heard, Kind, Lease, Priority, State
from db.models.families import Admission, Allotment, Caring, Child, Halt, Need, Permission, Turn, Why
from db.models.people import Consent, Draft, Pause, Person, Role, SiteRow, Standing, ToldChat
from db.models.programmes import Arm, Asks, Enrolment, Invite, Programme, Subscription
from db.models.schema import Table, UtcDateTime

__all__ = [
    "BY_HAND",
    "OPEN",
    "Alert",
    "AlertState",
    "Answer",
    "Arm",
    "Asks",
    "Broadcast",
    "CheckIn",
    "Consent",
]
__all__ += [
    "Delivery",
    "Draft",
    "Enrolment",
    "Heard",
    "Invite",
    "Kind",
    "Lease",
    "Pause",
    "Person",
    "Priority",
    "Programme",
    "Progress",
]
__all__ += ["Role", "Score", "Sending", "SiteRow", "Standing", "State", "Subscription", "Table", "Tier"]
__all__ += ["ToldChat", "UtcDateTime"]
__all__ += ["Admission", "Allotment", "Caring", "Child", "Halt", "Need", "Permission", "Turn", "Why"]
