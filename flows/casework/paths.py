"""What the dialogues of casework share: the way out, and a text without what cannot be seen."""

import unicodedata
from html import unescape

from content.catalogue import Words
from content.message import Button, Message, Reply, edit
from db import people
from flows.act import Act
from flows.errors import OldButton

KINDS = frozenset({"letter", "answer", "note", "bed", "find", "leave", "mailbox"})
KEPT = "\u200c\u200d\n"
UNSEEN = frozenset({"Cc", "Cf", "Mn", "Zs"})


def cancel(act: Act) -> tuple[Button, ...]:
    """Return the row that leaves a dialogue."""
    return (Button(act.words.say("draft.cancel"), "draft:cancel"),)


def leave(act: Act) -> Reply:
    """Leave the open dialogue without doing anything; raises OldButton where none of ours is open."""
    draft = people.draft_of(act.session, act.who.id, act.now)
    if draft is None or draft.kind not in KINDS:
        raise OldButton
    people.drop_draft(act.session, act.who.id)
    return edit(Message(act.words.say("draft.cancelled")))


def on_button(words: Words, key: str, **values: object) -> str:
    """Return words for a button, which shows them as they are: a name in them is not markup."""
    return unescape(words.say(key, **values))


def plainly(text: str) -> str:
    """Return a text without invisible marks and blank lines; "" if nothing in it can be seen."""
    kept = [letter for letter in text if letter in KEPT or unicodedata.category(letter) not in {"Cc", "Cf"}]
    if all(unicodedata.category(letter) in UNSEEN for letter in kept):
        return ""
    lines = (" ".join(line.split()) for line in "".join(kept).splitlines())
    return "\n".join(line for line in lines if line)


def shortened(text: str, most: int) -> str:
    """Return a text on one line, cut where it is too long for one."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
