"""Correcting: what was sent gets other words in place, and what still waits goes out with them."""

from dataclasses import replace

from content.catalogue import words
from content.message import Button, Media, Message, Reply, column, send
from db import broadcasts, people, rounds
from db.models import Broadcast, Delivery, Draft, Person, Role, Sending
from db.session import Session
from flows import broadcast
from flows.act import Act
from flows.broadcasting import composing, consent, screens, talking, wording
from flows.broadcasting.covered import cover
from flows.errors import OldButton

KIND = "correction"
Instead = str


def ask(act: Act, one: Broadcast) -> Message:
    """Open the dialogue in which the words are written anew, language by language.

    Words that two had to agree to are not changed by one: they are taken back, and new ones agreed to.
    """
    if one.state == Sending.QUEUED or not one.rounds:
        raise OldButton
    if consent.of_two(act.session, one):
        return screens.status(act.session, one, act.words).with_note(act.words.say("broadcast.two_agreed"))
    said = {"broadcast": one.id, "left": list(one.texts), "texts": {}}
    people.begin_draft(act.session, act.who.id, KIND, "write", said=said, now=act.now, lasts=talking.PATIENCE)
    return _ask(act, one, next(iter(one.texts)))


def hear(act: Act, draft: Draft, marked: str) -> Reply:
    """Take the new words of one language; after the last, everybody's message is changed."""
    said, one = draft.said, broadcasts.by_id(act.session, draft.said["broadcast"])
    assert one is not None, "what was sent is kept"
    if one.site_id != act.who.site_id or consent.of_two(act.session, one):
        raise OldButton
    language, *left = said["left"]
    if wrong := composing.fault(act, marked, captioned=one.media is not None):
        return send(_ask(act, one, language).with_note(wrong))
    texts = {**said["texts"], language: marked}
    if left:
        draft.said = {**said, "left": left, "texts": texts}
        return send(_ask(act, one, left[0]))
    people.drop_draft(act.session, act.who.id)
    one.shown = None
    changed = broadcast.change(act.session, one, texts, act.now, act.who.id)
    note = act.words.count("broadcast.correcting", changed)
    return send(screens.status(act.session, one, act.words).with_note(note))


def leave(act: Act, one: Broadcast) -> Message:
    """Leave the words as they are."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is not None and draft.kind == KIND:
        people.drop_draft(act.session, act.who.id)
    return screens.status(act.session, one, act.words)


def message(session: Session, delivery: Delivery, person: Person) -> Message | Instead:
    """Return what is put in place of somebody's message, or takes it back; an outcome if it is too late."""
    one = broadcasts.by_id(session, delivery.about_id or 0)
    found = rounds.reached(session, one, person.id) if one else None
    if one is None or found is None:
        return "skipped:gone"
    number, sent_at = found
    if rounds.RECALL in delivery.subject:
        late = delivery.due_at - sent_at > broadcast.RECALLABLE
        return "skipped:too_old" if late else Message("", removes=number)
    if person.shares_phone and person.role == Role.CAREGIVER:
        return replace(cover(words(person.language), one.id), replaces=number)
    text = one.texts.get(person.language, next(iter(one.texts.values())))
    media = Media(**one.media) if one.media else None
    return Message(text, media=media, replaces=number)


def _ask(act: Act, one: Broadcast, language: str) -> Message:
    asked = act.words.say("broadcast.ask.correction", language=wording.named(language, act.words))
    buttons = column(Button(act.words.say("broadcast.button.rather_not"), f"bs:{one.id}:leave"))
    return Message(f"{asked}\n\n{one.texts[language]}", buttons)
