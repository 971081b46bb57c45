"""The dialogue about a draft: which words, which day or which hour its author is about to write."""

from datetime import timedelta

from db import people
from db.models import Broadcast, Draft
from flows.act import Act

KIND = "broadcast"
WRITE, ADD, DAY, HOUR = "write", "add", "day", "hour"
PATIENCE = timedelta(days=7)


def begin(act: Act, one: Broadcast, step: str, language: str = "") -> None:
    """Open the dialogue at a step."""
    said = {"broadcast": one.id, "language": language}
    people.begin_draft(act.session, act.who.id, KIND, step, said=said, now=act.now, lasts=PATIENCE)


def drop(act: Act) -> None:
    """Close the dialogue, if it is one about a broadcast."""
    if is_open(people.draft_of(act.session, act.who.id, act.now)):
        people.drop_draft(act.session, act.who.id)


def is_open(draft: Draft | None) -> bool:
    """Whether what is sent belongs into a broadcast."""
    return draft is not None and draft.kind == KIND
