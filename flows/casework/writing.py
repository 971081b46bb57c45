"""Writing to a family: a draft, a look at it, and the letter is owed to that family and to nobody else."""

from datetime import timedelta

from content.message import Button, Message, Reply, edit, send
from db import deliveries, letters, people
from db.models import Act as Deed
from db.models import Draft, Kind, Letter, Standing
from flows import gate
from flows.act import Act
from flows.casework import whose
from flows.casework.door import Case, case, note
from flows.casework.owing import row
from flows.casework.paths import cancel, plainly
from flows.errors import OldButton

DRAFT = "letter"
LONGEST = 1000
PATIENCE = timedelta(hours=2)
# A letter that could not be brought for so long goes back to its writer.
WORTH = timedelta(days=3)
# A family that wrote so short a time ago is awake: the answer to it does not wait for the morning.
AWAKE = timedelta(hours=2)
ANSWERING = "answer:"


@gate.needs_second_factor
def begin(act: Act, *, place_id: int) -> Reply:
    """Open the dialogue in which the next text is for this family."""
    found = case(act, place_id)
    refusal = _cannot(act, found)
    if refusal:
        return send(Message(act.words.say(refusal, label=found.label)))
    people.begin_draft(
        act.session, act.who.id, DRAFT, "write", said={"place": place_id}, now=act.now, lasts=PATIENCE
    )
    asked = act.words.say("letter.write", label=found.label, called=found.person.called or "–")
    return send(Message(asked, (cancel(act),)))


def hear(act: Act, draft: Draft, text: str) -> Reply:
    """Take what was written; a further text takes its place."""
    return written(act, text=text)


@gate.needs_second_factor
def written(act: Act, *, text: str) -> Reply:
    """Keep what was written and show it once more before it goes."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None or draft.kind != DRAFT:
        raise OldButton
    found = case(act, int(draft.said["place"]))
    text = plainly(text)
    if not text or len(text) > LONGEST:
        asked = act.words.say("letter.too_long" if text else "letter.empty", most=LONGEST)
        return send(Message(asked, (cancel(act),)))
    draft.said = {**draft.said, "text": text}
    draft.step, draft.changed_at, draft.expires_at = "sure", act.now, act.now + PATIENCE
    shown = act.words.say("letter.sure", label=found.label, called=found.person.called or "–", text=text)
    return send(
        Message(shown, ((Button(act.words.say("letter.send"), f"send:{found.place.id}"),), cancel(act)))
    )


@gate.needs_second_factor
def finish(act: Act, *, place_id: int) -> Reply:
    """Owe the letter to the family; raises OldButton where nothing is written for this family."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None or draft.kind != DRAFT or draft.step != "sure" or draft.said["place"] != place_id:
        raise OldButton
    found = case(act, place_id)
    refusal = _cannot(act, found)
    text = str(draft.said["text"])
    people.drop_draft(act.session, act.who.id)
    if refusal:
        return edit(Message(act.words.say(refusal, label=found.label)))
    _owe(act, found, text)
    note(act, Deed.WROTE, found.place, "letter")
    back = ((Button(act.words.say("case.back"), f"case:{place_id}"),),)
    return edit(Message(act.words.say("letter.sent", label=found.label), back))


def _cannot(act: Act, found: Case) -> str | None:
    """Return the words for why nothing may be written to this family now, or None."""
    if not whose.may_read(act, found.place):
        return "letter.not_yours"
    newest = letters.newest(act.session, found.place)
    answers = newest is not None and newest.from_family
    if found.person.standing == Standing.STOPPED and not answers:
        return "letter.stopped"
    return None


def _owe(act: Act, found: Case, text: str) -> None:
    place = found.place
    theirs = letters.newest(act.session, place, from_family=True)
    awake = theirs is not None and theirs.done_at is None and act.now - theirs.written_at <= AWAKE
    letter = letters.add(
        act.session,
        Letter(
            site_id=place.site_id,
            programme_id=place.programme_id,
            person_id=place.person_id,
            worker_id=act.who.id,
            from_family=False,
            kind="text",
            said=text,
            written_at=act.now,
        ),
    )
    letters.done(act.session, place, letter.id, act.now)
    subject = f"{ANSWERING if awake else ''}word:{letter.id}"
    owed = row(letter, Kind.WORD, subject, place.person_id, due_at=act.now, now=act.now)
    deliveries.queue(act.session, [{**owed, "not_after": act.now + WORTH}])
