"""The digest as a chat message: it fits one phone screen and carries no score, no name and no one's words."""

import re
from collections.abc import Iterator
from html import unescape

from content.catalogue import Words
from content.message import Message
from flows.digest_ways import rows
from flows.digest_words import group, reason, title
from reports.lines import URGENCY
from reports.model import Figures, Line
from reports.suppression import TEAM

SCREEN = 900
"""The most characters a phone shows at once."""

MOST_LINES = 7
NAME_LENGTH = 40
URGENT = "❗"


def message(figures: Figures, voice: Words, *, acts: bool = True) -> Message:
    """Return the message: the group first, then at most seven families, with buttons for who may act.

    Outside of the team there are reasons in numbers instead of families.
    """
    head = "\n".join(_head(figures, voice))
    whole, most = head, 0
    for lines, families in _shorter_and_shorter(figures, voice):
        whole, most = f"{head}\n\n{families}".strip(), lines
        if len(shown(whole)) <= SCREEN:
            break
    return Message(whole, rows(figures, most, voice) if acts else ())


def shown(html: str) -> str:
    """Return what of the HTML is seen on the screen."""
    return unescape(re.sub(r"</?b>", "", html))


def programmes(figures: Figures, voice: Words) -> str:
    """Return the name of the one programme, shortened, or how many there are; there is at least one."""
    if len(figures.programmes) > 1:
        return voice.count("digest.programmes", len(figures.programmes))
    name = figures.programmes[0]
    return voice.say("digest.name", name=name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1] + "…")


def _head(figures: Figures, voice: Words) -> Iterator[str]:
    yield f"<b>{title(figures, voice)}</b>"
    if figures.programmes:
        yield programmes(figures, voice)
    if figures.synthetic:
        yield voice.say("digest.synthetic")
    if figures.so_far:
        yield voice.say("digest.so_far")
    yield ""
    yield from _group(figures, voice)


def _group(figures: Figures, voice: Words) -> Iterator[str]:
    this = figures.this
    if not figures.programmes:
        yield voice.say("digest.no_programme")
    elif not this.caregivers:
        yield voice.say("digest.nobody")
    elif not this.sent:
        yield voice.say("digest.nothing_sent")
    else:
        yield voice.say("digest.rate", answered=this.answered, sent=this.sent, rate=this.rate)
    if any(this.items[item].n for item in figures.changes):
        for item, change in figures.changes.items():
            yield group(item, this.items[item], change, voice)


def _shorter_and_shorter(figures: Figures, voice: Words) -> Iterator[tuple[int, str]]:
    """Yield the number of lines and the families' part, the fullest form first: then with less in it."""
    if figures.view != TEAM:
        yield 0, "\n".join(_reasons(figures, voice))
        return
    if not figures.lines:
        yield 0, voice.say("digest.quiet_week") if figures.this.caregivers else ""
        return
    for lines, reasons in [(MOST_LINES, 2), *((count, 1) for count in range(MOST_LINES, 0, -1))]:
        yield lines, "\n".join(_families(figures.lines, lines, reasons, voice))


def _families(lines: tuple[Line, ...], most: int, reasons: int, voice: Words) -> Iterator[str]:
    yield f"<b>{voice.say('digest.look')}</b>"
    for line in lines[:most]:
        yield _line(line, reasons, voice)
    if len(lines) > most:
        yield voice.count("digest.more", len(lines) - most)


def _reasons(figures: Figures, voice: Words) -> Iterator[str]:
    """Yield how many families need a look for what, most pressing first."""
    found = figures.sections.reasons or {}
    if not found:
        yield voice.say("digest.quiet_week") if figures.this.caregivers else ""
        return
    yield f"<b>{voice.say('digest.page.reasons')}</b>"
    for code in sorted(found, key=URGENCY.index):
        why, n = unescape(voice.say(f"digest.why.{code}")), found[code]
        yield voice.say("digest.count", why=why, n=voice.say("digest.page.few") if n is None else n)


def _line(line: Line, most: int, voice: Words) -> str:
    told = [unescape(reason(one, voice)) for one in line.reasons[:most]]
    if len(line.reasons) > most:
        told.append(unescape(voice.count("digest.and_more", len(line.reasons) - most)))
    said = voice.say("digest.line", label=line.label, reasons=voice.say("digest.and").join(told))
    return f"{URGENT} {said}" if line.reasons[0].code == "alert_red" else said
