"""Owing: the delivery that brings a letter, tells of one, or gives one back."""

from collections.abc import Mapping
from datetime import datetime

from db.models import Kind, Letter, Priority


def row(
    letter: Letter, kind: Kind, subject: str, person_id: int, *, due_at: datetime, now: datetime
) -> Mapping[str, object]:
    """Return the delivery about a letter that is owed to somebody; it presses like a reply."""
    return {
        "site_id": letter.site_id,
        "kind": kind,
        "subject": subject,
        "about_id": letter.id,
        "person_id": person_id,
        "priority": Priority.REPLY,
        "due_at": due_at,
        "queued_at": now,
    }
