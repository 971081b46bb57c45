"""Telling who stands by a family that everything has stopped, and owing what they send."""

from content.catalogue import Words
from content.message import Button, Message, column
from db import audit, deliveries, halts
from db.models import Act as Deed
from db.models import Halt, Kind, Person, Priority
from db.session import Session
from flows.act import Act


def announce(session: Session, words: Words, halt_id: int) -> Message | None:
    """Return the word to who stands by a family: a case label and a button; None if it is over."""
    halt = halts.by_id(session, halt_id)
    if halt is None or halt.ended_at is not None:
        return None
    label = ", ".join(halts.labels(session, [halt])) or "–"
    button = Button(words.say("halt.open"), f"halt:open:{halt.id}")
    return Message(words.say("halt.told", label=label), column(button))


def tell(act: Act, halt: Halt, keeper: Person) -> None:
    """Let whoever stands by a family know."""
    deliveries.queue(
        act.session, [owed(act, Kind.HALT, halt, keeper.id, f"halt:{halt.event}/{act.update_id}")]
    )


def write_down(act: Act, person_id: int, deed: Deed, about: str) -> None:
    """Write into the audit record what was decided about a family; it is the last thing an act does."""
    audit.record(
        act.session,
        site_id=act.who.site_id,
        actor_id=act.who.id,
        act=deed,
        person_id=person_id,
        about=about,
        now=act.now,
    )


def owed(act: Act, kind: Kind, halt: Halt, person_id: int, subject: str) -> dict[str, object]:
    """Return a message about what has stopped."""
    return {
        "site_id": halt.site_id,
        "kind": kind,
        "subject": subject,
        "about_id": halt.id,
        "person_id": person_id,
        "priority": Priority.SESSION,
        "due_at": act.now,
        "queued_at": act.now,
    }
