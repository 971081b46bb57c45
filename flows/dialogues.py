"""Dialogues: what somebody who is in writes while a dialogue of theirs is open belongs to it."""

from collections.abc import Callable, Mapping

from content.message import Reply
from db import people
from db.models import Draft
from flows import caseload, factor, library, mailbox, mailing, planning, session_note
from flows.act import Act
from flows.broadcasting import correcting, drafting, talking
from flows.casework import answering, leaving, noting, placing, search, writing
from flows.casework.passing import Sent
from flows.families import caring

# By the kind of the draft; each takes the text and ends the draft when it has what it needs.
HEARD: Mapping[str, Callable[[Act, Draft, str], Reply]] = {
    factor.KIND: factor.hear,
    caseload.NOTE: caseload.hear_note,
    writing.DRAFT: writing.hear,
    answering.ANSWER: answering.hear,
    noting.DRAFT: noting.hear,
    placing.DRAFT: placing.hear_bed,
    search.DRAFT: search.hear,
    leaving.DRAFT: leaving.hear,
    library.SEARCH: library.hear_word,
    **dict.fromkeys(planning.STEPS, planning.hear),
    session_note.KIND: session_note.hear,
    caring.NOTE: caring.hear_note,
    talking.KIND: drafting.hear,
    correcting.KIND: correcting.hear,
    mailing.DIALOGUE: mailbox.hear,
}
# What keeps the formatting that a text was written with.
MARKED = frozenset({talking.KIND, correcting.KIND})


def hear(act: Act, text: str, marked: str) -> Reply | None:
    """Give a text to the person's open dialogue and return what it says; None where none is open."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    heard = HEARD.get(draft.kind) if draft else None
    if draft is None or heard is None:
        return None
    return heard(act, draft, marked if draft.kind in MARKED else text)


def hear_sent(act: Act, sent: Sent, marked: str) -> Reply | None:
    """Give a voice, a picture or a file to the dialogue that can take it; None where none is open."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is not None and talking.is_open(draft):
        return drafting.hear_sent(act, draft, sent, marked)
    return answering.hear_sent(act, sent)
