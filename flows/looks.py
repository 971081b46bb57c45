"""Looks: whoever of the staff sees something of a family's is written down, with what it was."""

from db import audit
from db.models import Act as Deed
from flows.act import Act


def at(act: Act, person_id: int | None, about: str) -> None:
    """Write down that the one who acts looked at somebody; `about` says at what, and names no one."""
    audit.record(
        act.session,
        site_id=act.who.site_id,
        actor_id=act.who.id,
        act=Deed.LOOKED,
        person_id=person_id,
        about=about,
        now=act.now,
    )
