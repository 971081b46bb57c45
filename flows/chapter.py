"""The chapter of a programme: what its workers noted after each session, gathered; nobody's name is in it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from statistics import median
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.moments import day_only
from content.programmes import in_language
from db import attendance, attention, ratings, session_notes, sessions
from db.models import Meeting, Meets, Programme, SessionNote
from db.session import Session
from flows import meeting, opinion
from flows.noted import SEEN, TEXTS
from flows.rating import BATTERY
from scales.asking import language_of
from scales.batteries import cards_of

# Shorter names are syllables of other words.
SHORTEST_NAME = 2
TAG = re.compile(r"</?b>")


@dataclass(frozen=True)
class Chapter:
    """What a chapter is made from."""

    session: Session
    programme: Programme
    words: Words
    now: datetime

    def say(self, key: str, /, **values: object) -> str:
        """Return a text of the catalogue as Markdown: without the chat's markup."""
        return unescape(TAG.sub("", self.words.say(key, **values)))


def write(session: Session, programme: Programme, words: Words, now: datetime) -> str:
    """Return the chapter as Markdown: each session, then experience and insufficiency over all of them.

    Names that families gave themselves are replaced by their case labels wherever they stand in a note.
    Raises ValueError in plain words for a programme of which no session was held.
    """
    of = Chapter(session, programme, words, now)
    known = sessions.of_programme(session, programme.id)
    held = [one for one in known if one.state == Meets.HELD]
    if not held:
        raise ValueError(f"of programme {programme.id} no session was held yet: there is nothing to tell")
    notes = session_notes.of_programme(session, programme.id)
    lines = [*_overview(of, known), *_dose(of)]
    for one in held:
        lines += _session(of, one, notes.get(one.id))
    for name in TEXTS:
        lines += _gathered(of, name, held, notes)
    lines += _ward(of)
    return _without_names(of, "\n".join(lines) + "\n")


def _overview(of: Chapter, known: Sequence[Meeting]) -> Iterator[str]:
    came = attendance.counts(of.session, [one.id for one in known])
    yield f"# {of.say('chapter.title', name=of.programme.name)}"
    yield ""
    states = Counter(one.state for one in known)
    yield of.say(
        "chapter.counts", held=states[Meets.HELD], planned=len(known), cancelled=states[Meets.CANCELLED]
    )
    yield ""
    yield f"| {of.say('chapter.columns')} |"
    yield "|---|---|---|---|---|"
    for one in known:
        there, asked = came.get(one.id, (0, 0))
        how = f"{there}/{asked}" if one.state == Meets.HELD else meeting.standing(one, of.words, of.now)
        cells = (one.number, _theme(of, one), _day(of, one), how, one.minutes)
        yield f"| {' | '.join(str(cell) for cell in cells)} |"
    yield ""


def _dose(of: Chapter) -> Iterator[str]:
    """Yield how many families came to how many sessions."""
    doses = sessions.dose(of.session, [of.programme.id])
    counts = Counter(one.attended for one in doses)
    said = [of.words.count("chapter.dose", counts[n], sessions=n) for n in sorted(counts, reverse=True)]
    yield of.say("chapter.attended", said=of.say("chapter.and").join(said))
    yield ""


def _session(of: Chapter, one: Meeting, note: SessionNote | None) -> Iterator[str]:
    yield f"## {one.number}. {_theme(of, one)} ({_day(of, one)})"
    yield ""
    if note is None:
        yield of.say("chapter.no_note")
    else:
        yield from _noted(of, one, note)
    if of.now >= meeting.ends_at(one) + meeting.HEARD_AFTER:
        yield from (f"- {unescape(line)}" for line in opinion.heard(of.session, one, of.words))
    yield ""


def _noted(of: Chapter, one: Meeting, note: SessionNote) -> Iterator[str]:
    steps = [in_language(step, of.words.language) for step in one.outline]
    done = [step for number, step in enumerate(steps) if number in note.done]
    left = [step for number, step in enumerate(steps) if number not in note.done]
    yield f"- {of.say('chapter.done', done=len(done), of=len(steps))}"
    if left:
        yield f"- {of.say('chapter.left', steps=', '.join(left))}"
    for name in SEEN:
        if name in note.observed:
            seen = of.say(f"session_note.{name}.{note.observed[name]}")
            yield f"- {of.say(f'session_note.ask.{name}')} {seen}"
    for name in TEXTS:
        text = getattr(note, name)
        if text:
            yield f"- {of.say(f'chapter.{name}', text=_plain(text))}"


def _gathered(
    of: Chapter, name: str, held: Sequence[Meeting], notes: Mapping[int, SessionNote]
) -> Iterator[str]:
    yield f"## {of.say(f'chapter.all.{name}')}"
    yield ""
    texts = [(one.number, getattr(notes[one.id], name)) for one in held if one.id in notes]
    said = [f"- {_plain(text)} ({number})" for number, text in texts if text]
    yield from said or [of.say("chapter.nothing")]
    yield ""


def _ward(of: Chapter) -> Iterator[str]:
    """Yield what nurses and doctors say, where enough of them did."""
    yield f"## {of.say('chapter.ward')}"
    yield ""
    said = ratings.of_programme(of.session, of.programme.id, BATTERY)
    for card in cards_of(BATTERY):
        for item in card.items:
            text = _plain(card.text(item.id, language_of(card, of.words.language)))
            values = said.get(item.id, [])
            if len(values) < opinion.FEWEST:
                yield f"- {text} {of.say('opinion.too_few', fewest=opinion.FEWEST)}"
            else:
                yield f"- {text} {of.say('chapter.median', n=len(values), median=f'{median(values):g}')}"


def _theme(of: Chapter, one: Meeting) -> str:
    return in_language(one.theme, of.words.language)


def _day(of: Chapter, one: Meeting) -> str:
    return day_only(one.starts_at.astimezone(ZoneInfo(one.zone)).date(), of.words.language)


def _plain(text: str) -> str:
    """Return what was written on one line, so that it stays one entry of its list."""
    return " ".join(text.split())


def _without_names(of: Chapter, text: str) -> str:
    """Replace what families call themselves by their case labels, the longest names first."""
    names = {
        called: label
        for _, _, _, label, _, called, *_ in attention.families(of.session, [of.programme.id])
        if called and len(called.strip()) >= SHORTEST_NAME
    }
    for called in sorted(names, key=len, reverse=True):
        # A name in letters is a word of its own; in Chinese it stands among others.
        edge = r"\b" if called.isascii() else ""
        text = re.sub(f"{edge}{re.escape(called)}{edge}", names[called], text)
    return text
