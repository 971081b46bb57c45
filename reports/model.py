"""What a digest is counted from, and the figures that come out; no pandas here, so anybody may import it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from reports.sections import Sections
from reports.suppression import FEWEST, TEAM
from reports.weeks import Span

K = FEWEST[TEAM]
"""The fewest caregivers a group number may stand for inside the team."""

ITEMS: Mapping[str, tuple[str, str]] = {
    "mood": ("micro", "mood"),
    "load": ("micro", "load"),
    "burden": ("weekly", "burden"),
    "body": ("weekly", "body"),
    "connect": ("weekly", "connect"),
}
"""The group's items by the name their figures have: (instrument, item)."""


@dataclass(frozen=True, slots=True)
class WeekCount:
    """The check-ins sent in one week: answered, begun, run out unopened, or none of these yet."""

    week: str
    sent: int
    answered: int
    unfinished: int
    expired: int


@dataclass(frozen=True, slots=True)
class Alike:
    """How many people gave `count` answers to one item in one week that add up to `total`."""

    week: str
    item: str
    total: int
    count: int
    people: int


@dataclass(frozen=True, slots=True)
class WeekRows:
    """The small table that SQL hands over, its size the same for ten people and for a hundred thousand.

    `moves` has by item how many answered in the last two weeks, and the sum of their changes.
    """

    spans: tuple[Span, ...]
    enrolled: Mapping[str, int]
    checkins: tuple[WeekCount, ...]
    answers: tuple[Alike, ...]
    moves: Mapping[str, tuple[int, float]]
    bands: tuple[str, ...]
    view: str = TEAM

    @property
    def k(self) -> int:
        """The fewest people whom a group number may stand for, for whoever reads it."""
        return FEWEST[self.view]


@dataclass(frozen=True, slots=True)
class Group:
    """A group's caregivers' weekly means: `n` of them; the rest is None where `n` is under K."""

    n: int
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The mean change since last week over the `n` who answered in both; None where `n` is under K.

    `step` puts it in words: -2 clearly lower, -1 a little, 0 about the same, 1 a little higher, 2 clearly.
    """

    n: int
    mean: float | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """One week: caregivers enrolled, check-ins sent and what became of them, `rate` in whole percent."""

    week: str
    monday: date
    caregivers: int
    sent: int
    answered: int
    unfinished: int
    expired: int
    waiting: int
    rate: int | None
    items: Mapping[str, Group]


@dataclass(frozen=True, slots=True)
class BandCount:
    """How many PHQ-4 results lie in the bands `first` to `last`."""

    first: str
    last: str
    n: int


@dataclass(frozen=True, slots=True)
class Screening:
    """The week's PHQ-4 results: `n` people; `bands` is empty where they are too few to say."""

    n: int
    bands: tuple[BandCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a family needs a look, and since which day; `detail` is the alert's or the pause's own reason."""

    code: str
    since: date
    detail: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One family that needs a look, most pressing reason first.

    `place_id` is their place in a programme, by which a worker acts; whoever is still joining has none.
    `alert_id` is an alert that nobody has taken yet.
    """

    person_id: int
    label: str
    reasons: tuple[Reason, ...]
    place_id: int | None = None
    alert_id: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a digest says in numbers; the last of `weeks` is the digest's own.

    Outside of the team (`view`) it has no line of any family, and no number that stands for too few people.
    """

    week: str
    zone: str
    as_of: datetime
    so_far: bool
    synthetic: bool
    programmes: tuple[str, ...]
    weeks: tuple[WeekFigures, ...]
    changes: Mapping[str, Change]
    phq4: Screening
    lines: tuple[Line, ...]
    view: str = TEAM
    sections: Sections = field(default_factory=Sections)

    @property
    def this(self) -> WeekFigures:
        """The digest's own week."""
        return self.weeks[-1]

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON: days and instants in ISO 8601, no name and no answer of one person."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value
