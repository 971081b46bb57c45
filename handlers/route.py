"""A route: one way in, its handler, and who may use it, held against the authorisation table."""

from dataclasses import dataclass

from db.models import Role
from flows import authority
from flows.rules import TABLE
from handlers.context import MEMBERS, Handle

CAREGIVER: frozenset[Role | None] = frozenset({Role.CAREGIVER})
WORKER: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER})
MEDICAL: frozenset[Role | None] = frozenset({Role.MEDICAL_WORKER})
# Families and the ward's staff answer for themselves, a worker enters what a family answered on paper.
ANSWERING: frozenset[Role | None] = CAREGIVER | WORKER | MEDICAL
GROUPED: frozenset[Role | None] = CAREGIVER | WORKER
# Who sees where a child is; what else they see the flow decides.
LOOKING: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER, Role.MEDICAL_WORKER})
LISTING: frozenset[Role | None] = LOOKING | {Role.LEAD}
ALERTED: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER, Role.LEAD, Role.ADMIN})
DIGESTED: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER, Role.LEAD})
KEEPERS: frozenset[Role | None] = frozenset({Role.LEAD, Role.ADMIN})
# Who may say that everything stops for a family.
TREATING: frozenset[Role | None] = ANSWERING
# Who lets somebody in and stands by a family; an admin where a programme has no worker.
STANDING_BY: frozenset[Role | None] = frozenset({Role.SOCIAL_WORKER, Role.ADMIN})
STAFF: frozenset[Role | None] = MEMBERS - CAREGIVER

ID = r"(\d{1,15})"
ITEM = r"([a-z0-9_]+\.[a-z0-9_]+)"
PIECE = r"([a-z][a-z_]{1,31})"
PAGE = r"(\d{1,2})"


class Unlisted(RuntimeError):
    """A handler is not in `flows.rules.TABLE`, or open to others than it says."""


def act_of(handle: Handle) -> str:
    """Return the name of a handler's act in the authorisation table."""
    module, name = handle.__module__.rpartition(".")[2], handle.__name__
    return f"{module}.{name.removeprefix('on_').removeprefix('_')}"


def check(handle: Handle, roles: frozenset[Role | None]) -> None:
    """Raise Unlisted where the authorisation table does not say the same."""
    name = act_of(handle)
    if name not in TABLE or authority.roles(name) != roles:
        raise Unlisted(name)


@dataclass(frozen=True)
class Route:
    """One way in: a command or the pattern of a button, its handler, and the roles it is open to.

    The ways to a human are open `at_rest` too: to whoever waits for a yes, or whose child has died.
    Raises Unlisted where the authorisation table does not say the same.
    """

    way: str
    handle: Handle
    roles: frozenset[Role | None]
    at_rest: bool = False

    def __post_init__(self) -> None:
        check(self.handle, self.roles)
