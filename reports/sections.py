"""What the document says beyond the week: change, areas, sessions, steps, satisfaction, quality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Outcome:
    """One questionnaire since the baseline: of `n` scored twice, who changed beyond chance, and who did not.

    None is a number that stays hidden. `working` says that its text in the reader's language is a working
    translation, `own` that the project made it.
    """

    instrument: str
    scale: str
    n: int | None
    improved: int | None
    unchanged: int | None
    deteriorated: int | None
    working: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Area:
    """One area of life: how many people were asked in it, and how many of them need attention there."""

    name: str
    n: int | None
    attention: int | None
    rest: int | None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One scale of a form about children, of those who answer it: means from 0 to 100 over `n` children.

    `respondent` is who answered, a caregiver about the child or the child of itself; the two are never put
    together. None is a number that stays hidden.
    """

    instrument: str
    scale: str
    respondent: str
    n: int | None
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Held:
    """A session that took place: how many came, and how many did not of those it was for."""

    number: int
    day: date
    came: int | None
    missed: int | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A step or a material: how many people it reached, how many told, tried it, and were helped."""

    key: str
    reached: int | None
    told: int | None
    tried: int | None
    helped: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """One question about a session, and how many gave each answer, by its value."""

    card: str
    item: str
    counts: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What was said about the latest session that enough people spoke about."""

    session: int
    n: int
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the week's answers are: questions and those skipped, long forms and those all alike, haste."""

    questions: int
    skipped: int
    forms: int
    alike: int
    fast: int


@dataclass(frozen=True, slots=True)
class Sections:
    """Everything that the document says of the group since the programme began."""

    outcomes: tuple[Outcome, ...] = ()
    areas: tuple[Area, ...] = ()
    tired: Area | None = None
    children: tuple[BeforeAfter, ...] = ()
    sessions: tuple[Held, ...] = ()
    steps: tuple[Piece, ...] = ()
    materials: tuple[Piece, ...] = ()
    satisfaction: Satisfaction | None = None
    quality: Quality | None = None
    reasons: Mapping[str, int | None] | None = None
