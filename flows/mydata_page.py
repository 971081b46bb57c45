"""One's own data as a page: the same as the file for a computer, in sentences and in one's language."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape, unescape
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from content.catalogue import LANGUAGES, Words, words
from content.zones import city
from db import people, programmes, traces
from db.models import Person
from db.session import Session
from scales import deck
from scales.asking import language_of
from scales.registry import UnknownCard

Row = Mapping[str, Any]
STYLE = (
    "body{font-family:sans-serif;line-height:1.5;max-width:40em;margin:auto;padding:1em}"
    "dt{color:#555}dd{margin:0 0 .6em}h2{margin-top:1.6em}"
)
# Said in words below; the rest stands in the other file, and the page says how much that is.
SAID = ("people", "consents", "pauses", "checkins", "answers", "scores", "alerts", "enrolments")


def page(session: Session, person: Person, now: datetime) -> str:
    """Return the whole page as HTML."""
    said, zone = words(person.language), ZoneInfo(person.zone)
    found: dict[str, Sequence[Row]] = dict(traces.rows_of(session, person.id))
    parts = [
        _section(said, "known", _known(said, person, zone)),
        _section(said, "seen_by", _seen_by(session, person, said)),
        _section(said, "consents", [_consent(said, row, zone) for row in found.get("consents", ())]),
        _section(said, "pauses", [_pause(said, row, zone) for row in found.get("pauses", ())]),
        _section(said, "answers", list(_answers(said, found))),
        _section(said, "scores", list(_scores(said, found))),
        _section(said, "alerts", [_alert(said, row, zone) for row in found.get("alerts", ())]),
        _section(said, "rest", _rest(said, found)),
    ]
    title = said.say("mydata.title")
    made = said.say("mydata.made", when=_moment(now, zone))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return (
        f'<!doctype html><html lang="{person.language}"><head>{head}<style>{STYLE}</style></head>'
        f"<body><h1>{title}</h1><p>{made}</p>{''.join(parts)}</body></html>"
    )


def _section(said: Words, name: str, lines: Sequence[tuple[str, str]]) -> str:
    entries = "".join(f"<dt>{term}</dt><dd>{told}</dd>" for term, told in lines)
    return f"<h2>{said.say(f'mydata.{name}')}</h2><dl>{entries or said.say('mydata.none')}</dl>"


def _known(said: Words, person: Person, zone: ZoneInfo) -> list[tuple[str, str]]:
    unknown = said.say("word.not_given")
    shared = said.say("mydata.yes" if person.shares_phone else "mydata.no")
    values = {
        "called": person.called or unknown,
        "phone": person.phone or unknown,
        "adult": person.trusted_adult or unknown,
        "telegram": person.chat or unknown,
        "language": LANGUAGES[person.language],
        "zone": city(person.zone, person.language),
        "hour": person.asked_at.strftime("%H:%M"),
        "shared": shared,
        "since": _moment(person.created_at, zone),
    }
    return [(said.say(f"mydata.of.{name}"), _safe(value)) for name, value in values.items()]


def _seen_by(session: Session, person: Person, said: Words) -> list[tuple[str, str]]:
    found = [
        worker.called or said.say("word.social_worker")
        for each in programmes.programmes_of(session, person.id)
        for worker in people.workers_of(session, each)
    ]
    names = _safe(", ".join(found)) or said.say("word.social_worker")
    return [
        (said.say("mydata.workers"), names),
        (said.say("mydata.others"), said.say("mydata.others.told")),
    ]


def _consent(said: Words, row: Row, zone: ZoneInfo) -> tuple[str, str]:
    return _moment(row["given_at"], zone), said.say("mydata.consent", version=row["version"])


def _pause(said: Words, row: Row, zone: ZoneInfo) -> tuple[str, str]:
    begin, end = _moment(row["since"], zone), _moment(row["ended_at"] or row["until"], zone)
    return f"{begin} – {end}", said.say(f"pause.{row['reason']}")


def _alert(said: Words, row: Row, zone: ZoneInfo) -> tuple[str, str]:
    return _moment(row["raised_at"], zone), said.say(f"mydata.alert.{row['state']}", number=row["id"])


def _answers(said: Words, found: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, str]]:
    days = {row["id"]: row["day"] for row in found.get("checkins", ())}
    rows = sorted(found.get("answers", ()), key=lambda row: (str(days[row["checkin_id"]]), row["id"]))
    for day, given in groupby(rows, key=lambda row: days[row["checkin_id"]]):
        yield str(day), "<br>".join(_answer(said, row) for row in given)


def _answer(said: Words, row: Row) -> str:
    """Return question and answer as they stood on the screen; by their names where the words are gone."""
    name, value = f"{row['instrument']}.{row['item']}", row["value"]
    told = said.say("mydata.skipped") if value is None else str(value)
    try:
        card = deck.card(row["instrument"])
        item = next(each for each in card.items if each.id == row["item"])
        language = language_of(card, said.language)
        options = {option.value: option for option in card.options_for(item.id)}
        name = item.say(language)
        if card.respondent == "child":
            name = unescape(said.say("mydata.child_says", question=name))
        told = options[value].say(language) if value in options else told
    except (UnknownCard, StopIteration, LookupError):
        return f"{_safe(name)}: {_safe(told)}"
    return f"{_safe(name)} — {_safe(told)}"


def _scores(said: Words, found: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, str]]:
    days = {row["id"]: row["day"] for row in found.get("checkins", ())}
    for row in found.get("scores", ()):
        yield (
            str(days[row["checkin_id"]]),
            _safe(f"{row['instrument']}, {row['scale']}: {row['value'].normalize():f}"),
        )


def _rest(said: Words, found: Mapping[str, Sequence[Row]]) -> list[tuple[str, str]]:
    others = {name: len(rows) for name, rows in found.items() if name not in SAID}
    return [(_safe(name), said.count("mydata.rows", count)) for name, count in others.items()]


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _safe(text: str) -> str:
    return escape(text, quote=True)
