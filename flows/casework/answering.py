"""Answering: a family opens what its worker wrote, folds it away, and writes back."""

from content.message import Message, Reply, edit, send
from db import letters, people
from db.models import Draft, Letter
from flows.act import Act
from flows.casework import bringing, passing, whose
from flows.casework.paths import cancel
from flows.errors import OldButton

ANSWER = "answer"


def open_(act: Act, *, letter_id: int) -> Reply:
    """Show a letter that waits behind a neutral line."""
    return edit(bringing.to_family(act.session, act.words, _own(act, letter_id), folds=act.who.shares_phone))


def fold(act: Act, *, letter_id: int) -> Reply:
    """Put a letter away behind the neutral line again."""
    return edit(bringing.waiting(act.words, _own(act, letter_id)))


def begin_answer(act: Act, *, letter_id: int) -> Reply:
    """Open the dialogue in which the next thing sent goes to the worker, and say who reads it when."""
    letter, to = _own(act, letter_id), passing.reader(act)
    if to is None:
        return send(passing.nobody(act))
    said = {"worker": to.worker.id, "letter": letter.id}
    people.begin_draft(
        act.session, act.who.id, ANSWER, "write", said=said, now=act.now, lasts=passing.PATIENCE
    )
    asked = act.words.say("word.write", name=whose.name(act, to.worker), when=passing.when(act, to))
    return send(Message(asked, (*passing.help_(act), cancel(act))))


def hear(act: Act, draft: Draft, text: str) -> Reply:
    """Take a text as the answer."""
    return hear_any(act, draft, passing.Sent("text", text))


def hear_sent(act: Act, sent: passing.Sent) -> Reply | None:
    """Take a voice or a picture as the answer, where one is open."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    return hear_any(act, draft, sent) if draft is not None and draft.kind == ANSWER and sent.carried else None


def hear_any(act: Act, draft: Draft, sent: passing.Sent) -> Reply:
    """Pass the answer on to whom it was promised to; if she does not read any more, ask first."""
    to = passing.reader(act)
    if not sent.carried:
        return send(Message(act.words.say("letter.empty"), (cancel(act),)))
    people.drop_draft(act.session, act.who.id)
    if to is None:
        return send(passing.nobody(act))
    if to.worker.id != draft.said["worker"]:
        return passing.offer(act, sent) or send(passing.nobody(act))
    return send(passing.pass_on(act, to, [passing.part(sent)]))


def _own(act: Act, letter_id: int) -> Letter:
    """Return a letter to this very person; raises OldButton for anybody else's."""
    letter = letters.by_id(act.session, letter_id)
    if letter is None or letter.from_family or letter.person_id != act.who.id:
        raise OldButton
    return letter
