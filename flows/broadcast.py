"""A broadcast: one text for everybody of one role in a programme, queued at once and called off at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from db import audit, broadcasts, programmes
from db.models import Act, Broadcast, Role, Sending
from db.session import Session

# What a cancelling transaction settles itself; the beat does the rest, so that no transaction is long.
AT_ONCE = 1000


@dataclass(frozen=True)
class Queued:
    """A broadcast on its way, and to how many people."""

    broadcast_id: int
    people: int


def queue(
    session: Session,
    now: datetime,
    *,
    programme_id: int,
    role: Role,
    texts: Mapping[str, str],
    by: int | None = None,
    not_after: datetime | None = None,
) -> Queued:
    """Say `texts` (Telegram's HTML by language) to everybody of a role in a programme.

    Who rests, who left and who is in the control arm are part of the audience: their deliveries end coded
    when their turn comes, as things stand then. Raises ValueError where there is nothing to say.
    """
    if not texts or not all(text.strip() for text in texts.values()):
        raise ValueError("a broadcast needs a text in every language it names")
    programme = programmes.by_id(session, programme_id)
    if programme is None:
        raise ValueError(f"there is no programme {programme_id}")
    columns = {"programme_id": programme.id, "role": role, "texts": dict(texts), "created_by": by}
    broadcast = broadcasts.add(
        session, Broadcast(site_id=programme.site_id, state=Sending.QUEUED, created_at=now, **columns)
    )
    queued = Queued(broadcast.id, broadcasts.address(session, broadcast, now, not_after))
    about = f"programme:{programme.id} broadcast {broadcast.id} to {role}"
    audit.record(session, site_id=programme.site_id, actor_id=by, act=Act.BROADCAST, about=about, now=now)
    return queued


def cancel(session: Session, broadcast_id: int, now: datetime) -> bool:
    """Call a broadcast off; false if it was over already.

    From the commit on nothing more of it is claimed; what is in the air arrives.
    """
    cancelled = broadcasts.cancel(session, broadcast_id)
    broadcasts.wind_up(session, now, AT_ONCE)
    return cancelled
