"""One sheet for each family that needs a look: why, and how it went, as data for the template."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from content.catalogue import Words
from db import attention, digest_families
from db.models import Place
from flows.casework.answers import scale_of, short_name
from flows.digest_group import title_of
from flows.digest_words import counted, day, number_of, on_page, since_of, why
from flows.scope import Family, Scope
from flows.sharing import What
from reports.model import Line
from scales import children, deck
from scales.change import change

Data = dict[str, Any]
TAPS = ("mood", "load")
MOST_STEPS, MOST_SESSIONS = 4, 8
# A family that lost its child has a sheet with nothing on it but why somebody should turn to them.
NO_FIGURES = frozenset({"bereaved"})


class Sheets:
    """What was read for all sheets of one digest, in a statement for each question."""

    def __init__(self, scope: Scope, people: Sequence[int], voice: Words, zone: str) -> None:
        self._scope, self._voice, self._zone = scope, voice, ZoneInfo(zone)
        between = (scope.spans[0].start, scope.as_of)
        session, ids = scope.session, scope.ids
        self._taps = _grouped(digest_families.taps(session, ids, people, TAPS, between))
        self._asked = _grouped(digest_families.asked(session, ids, people, between))
        self._scores = _grouped(digest_families.scores(session, ids, people, scope.as_of))
        self._steps = _grouped(digest_families.steps(session, people, scope.as_of))
        self._marks = _grouped(attention.marked(session, ids, scope.as_of))
        on = scope.as_of.astimezone(self._zone).date()
        self._where = digest_families.places(session, people, on)

    def of(self, line: Line, family: Family) -> Data:
        """Return the sheet of one family."""
        figures = not {reason.code for reason in line.reasons} & NO_FIGURES
        return {
            "label": line.label,
            "called": family.called or "",
            "title": on_page(self._voice, "sheet"),
            "reasons": [
                {"why": unescape(why(told, self._voice)), "since": since_of(told, self._voice)}
                for told in line.reasons
            ],
            "where": self._place(self._where.get(line.person_id)) if figures else "",
            **(self._figures(line.person_id) if figures else _nothing()),
        }

    def _figures(self, person: int) -> Data:
        kept_back = person in self._scope.hidden[What.SCORES]
        return {
            "curves": [] if kept_back else [self._curve(person, item) for item in TAPS],
            "weeks": [] if person in self._scope.hidden[What.ATTENDANCE] else self._weeks(person),
            "weeks_title": on_page(self._voice, "sheet_checkins"),
            "scores": [] if kept_back else self._score_rows(person),
            "scores_head": [
                on_page(self._voice, key) for key in ("questionnaire", "first", "latest", "moved")
            ],
            "facts": self._facts(person),
            "kept_back": on_page(self._voice, "kept_back") if kept_back else "",
        }

    def _curve(self, person: int, item: str) -> Data:
        """Return the answers to a question over the weeks, each with its place between start and end."""
        start, end = self._scope.spans[0].start, self._scope.as_of
        points = [
            {"at": (when - start) / (end - start), "value": value}
            for _, _, which, value, when in self._taps[person]
            if which == item
        ]
        say = self._voice.say
        return {
            "title": on_page(self._voice, f"sheet_{item}"),
            "low": unescape(say(f"digest.{item}.1")),
            "high": unescape(say(f"digest.{item}.5")),
            "points": points,
            "empty": "" if points else on_page(self._voice, "no_answers"),
        }

    def _weeks(self, person: int) -> list[Data]:
        found = []
        for span in self._scope.spans:
            sent = [row for row in self._asked[person] if span.start <= row[1] < span.end]
            answered = sum(done is not None and done <= span.as_of for _, _, done in sent)
            found.append(
                {
                    "week": on_page(self._voice, "week", number=number_of(span.week)),
                    "marks": [True] * answered + [False] * (len(sent) - answered),
                }
            )
        return found

    def _score_rows(self, person: int) -> list[list[str]]:
        first: dict[tuple[str, str], tuple[Decimal, datetime]] = {}
        last: dict[tuple[str, str], tuple[Decimal, datetime]] = {}
        for _, instrument, name, value, when in self._scores[person]:
            if _is_shown(instrument, name):
                first.setdefault((instrument, name), (value, when))
                last[instrument, name] = value, when
        return [self._score(key, first[key], last[key]) for key in last]

    def _score(
        self, key: tuple[str, str], first: tuple[Decimal, datetime], last: tuple[Decimal, datetime]
    ) -> list[str]:
        none, scale = on_page(self._voice, "none"), scale_of(*key)
        assert scale is not None, "only scales that there are were kept"
        name = self._name(key)
        if first[1] == last[1]:
            return [name, self._banded(key, *first), none, none]
        within = all(scale.range[0] <= value <= scale.range[1] for value in (first[0], last[0]))
        within = within and scale.bands is not None
        category = change(scale, first[0], last[0]).category if within else None
        moved = on_page(self._voice, f"moved.{category}") if category else none
        return [name, self._banded(key, *first), self._banded(key, *last), moved]

    def _name(self, key: tuple[str, str]) -> str:
        """Return what a score is called; of one about the child also who answered."""
        if key[0] not in children.SCALES:
            return unescape(short_name(key[0], self._voice.language))
        scale = unescape(self._voice.say(children.name_of(*key)))
        return on_page(self._voice, f"sheet_{deck.card(key[0]).respondent}", scale=scale)

    def _banded(self, key: tuple[str, str], value: Decimal, when: datetime) -> str:
        scale, on = scale_of(*key), day(self._voice, when.astimezone(self._zone).date())
        assert scale is not None, "only scales that there are were kept"
        if scale.bands is None:
            return f"{value:.0f} · {on}"
        band = scale.band_of(value)
        label = next(step.label.say(self._voice.language) for step in scale.bands.steps if step.id == band)
        return f"{value.normalize():f} · {label} · {on}"

    def _facts(self, person: int) -> list[str]:
        """Return the sessions they came to, and the steps they got, in a line each."""
        say, lines = self._voice, []
        marks = [came for _, _, _, came in self._marks[person]][-MOST_SESSIONS:]
        if marks:
            lines.append(counted(say, "sheet_sessions", len(marks), came=sum(marks)))
        for _, piece, answered, tried, helped in self._steps[person][:MOST_STEPS]:
            told = answered is not None and answered <= self._scope.as_of
            how = "untold" if not told else "untried" if not tried else f"helped.{helped or 'not'}"
            lines.append(on_page(say, f"step_{how}", title=title_of(piece, say)))
        return lines

    def _place(self, place: Place | None) -> str:
        if place is None:
            return ""
        where = unescape(self._voice.say(f"place.{place.place}"))
        return on_page(self._voice, "sheet_where", where=where, day=day(self._voice, place.since))


def sheets(
    scope: Scope, lines: Sequence[Line], families: Mapping[int, Family], voice: Words, zone: str
) -> list[Data]:
    """Return a sheet for each line that is about a family with a place."""
    known = [line for line in lines if line.person_id in families]
    if not known:
        return []
    read = Sheets(scope, [line.person_id for line in known], voice, zone)
    return [read.of(line, families[line.person_id]) for line in known]


def _is_shown(instrument: str, name: str) -> bool:
    """Whether a family's sheet has a row for a scale: one with bands, or one of a form about the child."""
    scale = scale_of(instrument, name)
    return scale is not None and (scale.bands is not None or name in children.SCALES.get(instrument, ()))


def _grouped(rows: Sequence[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


def _nothing() -> Data:
    empty: Data = {"curves": [], "weeks": [], "weeks_title": "", "scores": [], "scores_head": []}
    return {**empty, "facts": [], "kept_back": ""}
