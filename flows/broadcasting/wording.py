"""What a broadcast is called in chat: to whom, in which languages, when, and why somebody does not get it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from html import unescape
from re import sub
from zlib import crc32
from zoneinfo import ZoneInfo

from content.catalogue import LANGUAGES, Words
from content.moments import day_and_hour, day_only
from db import audiences, programmes, sessions
from db.models import Broadcast
from db.session import Session

# How fast messages to many may leave, each second: the share of Telegram's rate that broadcasts have.
PER_SECOND = 25
# How an outcome is counted; what it says in full stands in the workbook.
SENT, UNSURE, FAILED, LEFT, NOT_SENT = "sent", "unknown", "failed", "left", "withheld"
CHINESE, HAN = "zh-Hans", ("\u4e00", "\u9fff")
OPEN = frozenset({"pending", "sending", "paused", "held"})


def whom(session: Session, one: Broadcast, words: Words) -> str:
    """Return the audience in one line."""
    programme = programmes.by_id(session, one.programme_id) if one.programme_id else None
    parts = [programme.name if programme else words.say("broadcast.site")]
    parts.append(words.say(f"broadcast.role.{one.role or 'all'}"))
    parts += [words.say(f"broadcast.arm.{one.arm}")] if one.arm else []
    parts += [named(one.language, words)] if one.language else []
    if one.session_id is not None and one.answer:
        met = sessions.by_id(session, one.session_id)
        answered = words.say(f"broadcast.answer.{one.answer}")
        parts.append(words.say("broadcast.of_session", number=met.number if met else 0, answer=answered))
    if one.control and one.programme_id is None:
        parts.append(words.say("broadcast.with_control"))
    return words.say("broadcast.whom", whom=" · ".join(parts))


def when(one: Broadcast, words: Words) -> str:
    """Return when it goes out, and how often."""
    if one.day is None or one.at is None:
        return words.say("broadcast.when.now")
    values = {"day": day_only(one.day, words.language), "hour": one.at.isoformat("minutes")}
    return words.say(f"broadcast.when.{one.repeats or 'once'}", **values)


def languages(session: Session, one: Broadcast, words: Words) -> str:
    """Return in which languages it is written, and how many read one that is missing."""
    written = " · ".join(f"{named(key, words)} {'✓' if key in one.texts else '–'}" for key in LANGUAGES)
    said = words.say("broadcast.languages", languages=written)
    return "\n".join([said, *missing(session, one, words), *odd(one, words)])


def missing(session: Session, one: Broadcast, words: Words) -> list[str]:
    """Return a warning for each language that people of the audience read, and that it lacks."""
    if not one.texts:
        return []
    instead = named(next(iter(one.texts)), words)
    return [
        words.count("broadcast.missing", people, language=named(key, words), instead=instead)
        for key, people in audiences.by_language(session, one).items()
        if key not in one.texts
    ]


def odd(one: Broadcast, words: Words) -> list[str]:
    """Return a warning for each language whose text is by its letters in the other one."""
    return [
        words.say("broadcast.odd", language=named(key, words))
        for key, text in one.texts.items()
        if _is_odd(key, bare(text))
    ]


def named(language: str, words: Words) -> str:
    """Return what a language is called in the reader's own."""
    return words.say(f"word.language.{language}")


def reasons(words: Words, counted: Mapping[str, int]) -> str:
    """Return why people do not get it, with how many each, the most first."""
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return " · ".join(f"{reason(words, how)} {count}" for how, count in ordered)


def reason(words: Words, how: str) -> str:
    """Return an outcome in words; one that has none of its own is named by its class."""
    key, known = f"broadcast.why.{how.replace(':', '.')}", words.keys()
    return words.say(key if key in known else f"broadcast.why.{how.partition(':')[0]}")


def local(moment: datetime, zone: str, words: Words) -> str:
    """Return a moment on somebody's clock, with the zone it is in."""
    return f"{day_and_hour(moment.astimezone(ZoneInfo(zone)), words.language)} ({zone})"


def totals(counted: Mapping[str, int]) -> Mapping[str, int]:
    """Return how many were sent, failed, are left and so on; "sent" says nothing about reading."""
    found = dict.fromkeys((SENT, FAILED, UNSURE, NOT_SENT, LEFT), 0)
    for how, count in counted.items():
        found[_class(how)] += count
    return found


def print_of(one: Broadcast) -> str:
    """Return a short print of what it says, to whom and when: a button that carries it is about just that."""
    said = (
        one.texts, one.media, one.programme_id, one.role, one.arm, one.language, one.session_id, one.answer,
        one.control, one.day, one.at, one.repeats,
    )  # fmt: skip
    return f"{crc32(repr(said).encode()):08x}"


def bare(text: str) -> str:
    """Return a text without its formatting."""
    return unescape(sub(r"<[^<>]*>", "", text))


def lasts(people: int) -> timedelta:
    """Return how long a message to so many takes at the permitted rate."""
    return timedelta(seconds=people / PER_SECOND)


def _is_odd(language: str, text: str) -> bool:
    """Whether a Chinese text has no Chinese character, or another one mostly those."""
    letters = [letter for letter in text if letter.isalpha()]
    chinese = sum(HAN[0] <= letter <= HAN[1] for letter in letters)
    return bool(letters) and (not chinese if language == CHINESE else chinese > len(letters) / 2)


def _class(how: str) -> str:
    if how in OPEN:
        return LEFT
    kind = how.partition(":")[0]
    return kind if kind in {SENT, FAILED, UNSURE} else NOT_SENT
