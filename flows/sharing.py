"""The sharing map: what of a family's is visible to whom, changed by a tap and in force at once.

It never touches safety: an alert reaches the team whatever is chosen here.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from content.message import Button, Message, Reply, column, edit, send
from db import audit
from db import sharing as choices
from db.models import Act as Deed
from db.session import Session
from flows.act import Act
from flows.errors import OldButton


class Reader(StrEnum):
    """Who may be shown something."""

    SOCIAL_WORKER = "social_worker"
    MEDICAL_WORKER = "medical_worker"
    RESEARCHER = "researcher"


class What(StrEnum):
    """What may be shown: answers and scores, attendance, and what was written freely."""

    SCORES = "scores"
    ATTENDANCE = "attendance"
    WORDS = "words"


ALL = "all"
# As the consent says it: the own social worker sees the answers, research gets numbers, nobody else anything.
DEFAULTS: Mapping[tuple[str, str], bool] = {
    (Reader.SOCIAL_WORKER, What.SCORES): True,
    (Reader.SOCIAL_WORKER, What.ATTENDANCE): True,
    (Reader.SOCIAL_WORKER, What.WORDS): True,
    (Reader.MEDICAL_WORKER, What.SCORES): False,
    (Reader.MEDICAL_WORKER, What.ATTENDANCE): False,
    (Reader.MEDICAL_WORKER, What.WORDS): False,
    (Reader.RESEARCHER, What.SCORES): True,
    (Reader.RESEARCHER, What.ATTENDANCE): True,
    (Reader.RESEARCHER, What.WORDS): False,
}


def shares(session: Session, person_id: int, reader: Reader, what: What) -> bool:
    """Whether this person shows this to such a reader."""
    return _map(session, person_id)[reader, what]


def kept_back(session: Session, person_id: int, reader: Reader, written_at: datetime) -> bool:
    """Whether this person keeps from such a reader what they wrote then; what they pass on later is shown."""
    since = choices.withheld_since(session, person_id, reader, What.WORDS)
    return since is not None and written_at <= since


def withholding(session: Session, reader: Reader, what: What) -> frozenset[int]:
    """Return who keeps this from such a reader; only for what is shared unless somebody says no."""
    assert DEFAULTS[reader, what], "where nothing is shared by default, ask for each person"
    return choices.withholding(session, reader, what)


def show(act: Act) -> Reply:
    """Show the whole map."""
    return send(_all(act))


def choose(act: Act, *, reader: str) -> Reply:
    """Show what one kind of reader sees, each with the way to change it; "all" goes back to the map."""
    if reader == ALL:
        return edit(_all(act))
    return edit(_one(act, _known(reader)))


def change(act: Act, *, reader: str, what: str, shared: bool) -> Reply:
    """Keep a choice; a second press of the same button changes nothing more."""
    known, kind = _known(reader), _kind(what)
    if _map(act.session, act.who.id)[known, kind] != shared:
        choices.choose(act.session, act.who.id, known, kind, shared, act.now)
        audit.record(
            act.session,
            site_id=act.who.site_id,
            actor_id=act.who.id,
            act=Deed.SHARED,
            person_id=act.who.id,
            about=f"{kind} {'to' if shared else 'no longer to'} {known}",
            now=act.now,
        )
    return edit(_one(act, known))


def _all(act: Act) -> Message:
    say, now_shared = act.words.say, _map(act.session, act.who.id)
    lines = [say("sharing.title"), ""]
    for reader in Reader:
        seen = [say(f"sharing.what.{what}") for what in What if now_shared[reader, what]]
        what = say("sharing.and").join(seen) if seen else say("sharing.nothing")
        lines.append(say("sharing.line", who=say(f"sharing.reader.{reader}"), what=what))
    lines += ["", say("sharing.always")]
    buttons = [Button(say(f"sharing.reader.{reader}"), f"share:{reader}") for reader in Reader]
    return Message("\n".join(lines), column(*buttons, Button(say("sharing.button.seen"), "seen")))


def _one(act: Act, reader: Reader) -> Message:
    say, now_shared = act.words.say, _map(act.session, act.who.id)
    lines = [say("sharing.one", who=say(f"sharing.reader.{reader}"))]
    buttons = []
    for what in What:
        shared, named = now_shared[reader, what], say(f"sharing.what.{what}")
        lines.append(say("sharing.yes" if shared else "sharing.no", what=named))
        key, wish = ("sharing.button.stop", "no") if shared else ("sharing.button.share", "yes")
        buttons.append(Button(say(key, what=named), f"share:{reader}:{what}:{wish}"))
    lines += ["", say("sharing.always")]
    return Message("\n".join(lines), column(*buttons, Button(say("sharing.button.back"), f"share:{ALL}")))


def _map(session: Session, person_id: int) -> Mapping[tuple[str, str], bool]:
    return {**DEFAULTS, **choices.chosen(session, person_id)}


def _known(reader: str) -> Reader:
    try:
        return Reader(reader)
    except ValueError:
        raise OldButton from None


def _kind(what: str) -> What:
    try:
        return What(what)
    except ValueError:
        raise OldButton from None
