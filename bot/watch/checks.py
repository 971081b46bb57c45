"""The checks of the watch: which number means that families are not served, and from when on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from db.gauges import Standing
from db.models import Kind

POLL_SECONDS, BEAT_SECONDS, DATABASE_SECONDS = 180.0, 180.0, 30.0
SAFETY_SECONDS, INBOX_SECONDS = 60.0, 300.0


@dataclass(frozen=True)
class Check:
    """One thing that is well or not; `age` and `limit` are in seconds."""

    name: str
    age: float
    limit: float

    @property
    def well(self) -> bool:
        """Whether it is within its limit."""
        return self.age <= self.limit


@dataclass(frozen=True)
class Signs:
    """What a look has found: ages in seconds, and the tables as they were when the database last answered."""

    poll_age: float
    beat_ages: Mapping[str, float]
    beats_every: Mapping[str, float]
    database_age: float
    standing: Standing | None


def checks(signs: Signs) -> Iterator[Check]:
    """Yield every check; a beat may miss two of its turns more than the limit."""
    yield Check("poll", signs.poll_age, POLL_SECONDS)
    yield Check("database", signs.database_age, DATABASE_SECONDS)
    for name, age in signs.beat_ages.items():
        yield Check(f"beat {name}", age, BEAT_SECONDS + 2 * signs.beats_every[name])
    if signs.standing is not None:
        yield Check("alerts", signs.standing.lag.get(Kind.ALERT, 0.0), SAFETY_SECONDS)
        yield Check("inbox", signs.standing.inbox_age, INBOX_SECONDS)
