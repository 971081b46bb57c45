"""The tables, one module a noun."""

from db.models.access import Factor, Sharing, ShutOut
from db.models.alarms import AlertNote, Channel, Concern, Duty, Leave, Page
from db.models.audit import Act, AuditEvent
from db.models.broadcasts import Broadcast, Repeats, Sending
from db.models.casework import Assignment, Handled, Letter, Note, Place, Where
from db.models.checkins import OPEN, Alert, AlertState, Answer, CheckIn, Progress, Score, Tier
from db.models.deliveries import FROM_PEOPLE, Delivery, Heard, Kind, Lease, Priority, State
from db.models.digests import DigestDay
from db.models.families import Admission, Allotment, Caring, Child, Halt, Need, Permission, Turn, Why
from db.models.keeping import Erasure, Leaving, Restore, StudyRow
from db.models.mail import Mail, Mailbox, Mailed
from db.models.people import WORKS_HERE, Consent, Draft, Pause, Person, Role, SiteRow, Standing, ToldChat
from db.models.practices import Favourite, Practice, Verdict
from db.models.programmes import Arm, Asks, Enrolment, Invite, Programme, Subscription
from db.models.schema import Table, UtcDateTime
from db.models.sessions import TO_COME, Attendance, Coming, Meeting, Meets, Opinion, Rsvp, SessionNote

__all__ = [
    "FROM_PEOPLE",
    "OPEN",
    "WORKS_HERE",
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
__all__ += [
    "Repeats",
    "Role",
    "Score",
    "Sending",
    "SiteRow",
    "Standing",
    "State",
    "Subscription",
    "Table",
    "Tier",
]
__all__ += ["Act", "AuditEvent", "Erasure", "Factor", "Leaving", "Restore", "Sharing", "StudyRow", "ToldChat"]
__all__ += ["ShutOut"]
__all__ += ["AlertNote", "Channel", "Concern", "Duty", "Leave", "Page", "UtcDateTime"]
__all__ += ["Assignment", "DigestDay", "Handled", "Letter", "Note", "Place", "Where"]
__all__ += ["Mail", "Mailbox", "Mailed"]
__all__ += ["Favourite", "Practice", "Verdict"]
__all__ += ["TO_COME", "Attendance", "Coming", "Meeting", "Meets", "Opinion", "Rsvp", "SessionNote"]
__all__ += ["Admission", "Allotment", "Caring", "Child", "Halt", "Need", "Permission", "Turn", "Why"]
