"""Search: by case label, or by name among one's own families, whose seals are opened for it."""

from datetime import timedelta

from content.message import Button, Message, Reply, send
from db import audit, caseload, people
from db.models import Act as Deed
from db.models import Draft
from flows import authority, gate
from flows.act import Act
from flows.casework import card
from flows.casework.door import look
from flows.casework.paths import cancel, plainly
from flows.casework.worklist import labels

DRAFT = "find"
PATIENCE = timedelta(minutes=30)
ON_A_SCREEN, LONGEST = 7, 40


@gate.needs_second_factor
def find(act: Act, *, text: str) -> Reply:
    """Look for what was written behind the command; without it the next text is looked for."""
    if plainly(text):
        return _find(act, text)
    people.begin_draft(act.session, act.who.id, DRAFT, "write", said={}, now=act.now, lasts=PATIENCE)
    return send(Message(act.words.say("find.ask"), (cancel(act),)))


def hear(act: Act, draft: Draft, text: str) -> Reply:
    """Look for what was written."""
    people.drop_draft(act.session, act.who.id)
    return find(act, text=text)


def _find(act: Act, text: str) -> Reply:
    """Open the one family that fits, or list those that do by their labels alone."""
    wanted = " ".join(plainly(text).split())[:LONGEST].casefold()
    seen = list(authority.reached(act, "families.find"))
    known = {each.place_id: each for each in caseload.families(act.session, seen)}
    hits = [key for key, each in known.items() if each.label.casefold() == wanted]
    if not hits and wanted:
        hits = [key for key, called in caseload.names(act.session, seen) if wanted in called.casefold()]
        audit.record(
            act.session,
            site_id=act.who.site_id,
            actor_id=act.who.id,
            act=Deed.LOOKED,
            about="search",
            now=act.now,
        )
    if not hits:
        return send(Message(act.words.say("find.nobody")))
    if len(hits) == 1:
        return send(card.front(act, look(act, hits[0], "card")))
    shown = labels(act, list(known.values()))
    some = hits[:ON_A_SCREEN]
    lines = [act.words.say("list.line_found", n=n, label=shown[key]) for n, key in enumerate(some, 1)]
    return send(
        Message("\n".join(lines), (tuple(Button(str(n), f"case:{key}") for n, key in enumerate(some, 1)),))
    )
