"""Ways to spoil an update: some leave it what the Bot API may send, the others break its schema."""

from collections.abc import Callable, Iterator, Sequence
from random import Random  # noqa: TID251 - seeded: the same seed makes the same updates
from typing import Any

Spot = tuple[Any, Any]
NOT_WORDS = frozenset({"type", "status", "source", "id"})
ODD_WORDS = (
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff and \ud83c",
    "\u202e\u2066 turned \u2069\u202c",
    "\u200b\u2060\ufeff",
    "\ufffe\uffff",
    "\U0010ffff",
    "e\u0301" * 400,
    "&lt;b&gt; <b> </a> &amp",
    "{worker} {0} {{ %s %(x)s %n",
    "'; DROP TABLE people; --",
    "../../etc/passwd",
    "\r\n\t\v\f\x1b[31m\x85\u2028\u2029",
    "١٢٣٤٥٦٧",
    "１９：３０",
)
ODD_NUMBERS = (-1, 0, -(2**31), 2**31, 2**53, 2**63 - 1, 2**63, 2**64, -(2**63) - 1, 10**30, -(10**30))
ODD_FLOATS = (0.5, -1.5, 1e300, -0.0, 1.0)
HUGE = (5_000, 20_000, 100_000)
DEEP = 300


class Spoiler:
    """Spoils JSON in place; `ids` are the people's numbers, put where other numbers were."""

    def __init__(self, chance: Random, ids: Sequence[int]) -> None:
        self._chance, self._ids = chance, ids
        self._harmless = (self._more_fields, self._huge_words, self._odd_words)
        self._breaking = (
            self._another_type,
            self._missing,
            self._null,
            self._odd_number,
            self._odd_float,
            self._somebody,
            self._emptied,
            self._nested,
            self._twice,
            self._wrapped,
            self._reserved,
        )

    def decorate(self, body: Any) -> None:
        """Change what the Bot API leaves open: more fields, huge words, odd words."""
        self._apply(self._harmless, body)

    def break_(self, body: Any) -> None:
        """Change what the Bot API promises."""
        self._apply(self._breaking, body)

    def _apply(self, ways: Sequence[Callable[[Any], None]], body: Any) -> None:
        for _ in range(self._chance.choice((1, 1, 1, 2, 4))):
            self._chance.choice(ways)(body)

    def _spot(self, body: Any, fits: Callable[[Any, Any], bool] = lambda key, value: True) -> Spot | None:
        spots = [(holder, key) for holder, key in _spots(body) if fits(key, holder[key])]
        return self._chance.choice(spots) if spots else None

    def _replace(
        self, body: Any, value: Any, fits: Callable[[Any, Any], bool] = lambda key, old: True
    ) -> None:
        spot = self._spot(body, fits)
        if spot is not None:
            spot[0][spot[1]] = value

    def _more_fields(self, body: Any) -> None:
        spot = self._spot(body, lambda key, value: isinstance(value, dict))
        holder = spot[0][spot[1]] if spot else body
        name = self._chance.choice(("new_in_bot_api_99", "", "from_user", "чат"))
        holder[name] = self._chance.choice((1, "x", None, [], {"id": self._chance.choice(self._ids)}))

    def _reserved(self, body: Any) -> None:
        """Names that python-telegram-bot cannot be given as fields."""
        spot = self._spot(body, lambda key, value: isinstance(value, dict))
        (spot[0][spot[1]] if spot else body)[self._chance.choice(("self", "api_kwargs", "bot", "data"))] = (
            None
        )

    def _huge_words(self, body: Any) -> None:
        words = self._chance.choice(("x", "好", "🌱", "<b>", "a ", "\n", "&")) * self._chance.choice(HUGE)
        self._replace(body, words[: self._chance.choice(HUGE)], _is_words)

    def _odd_words(self, body: Any) -> None:
        self._replace(body, self._chance.choice(ODD_WORDS), _is_words)

    def _another_type(self, body: Any) -> None:
        self._replace(body, self._chance.choice((1, "x", True, [], {}, [[]], [None], {"id": "x"}, 0, "")))

    def _missing(self, body: Any) -> None:
        spot = self._spot(body)
        if spot is not None:
            del spot[0][spot[1]]

    def _null(self, body: Any) -> None:
        self._replace(body, None)

    def _odd_number(self, body: Any) -> None:
        self._replace(body, self._chance.choice(ODD_NUMBERS), _is_number)

    def _odd_float(self, body: Any) -> None:
        self._replace(body, self._chance.choice(ODD_FLOATS), _is_number)

    def _somebody(self, body: Any) -> None:
        self._replace(body, self._chance.choice(self._ids), _is_number)

    def _emptied(self, body: Any) -> None:
        self._replace(
            body, self._chance.choice(([], {}, "")), lambda key, old: isinstance(old, list | dict | str)
        )

    def _nested(self, body: Any) -> None:
        deep: Any = "x"
        for _ in range(DEEP):
            deep = [deep] if self._chance.random() < 0.5 else {"reply_to_message": deep}
        self._replace(body, deep)

    def _twice(self, body: Any) -> None:
        spot = self._spot(body, lambda key, value: isinstance(value, list))
        if spot is not None:
            spot[0][spot[1]] = spot[0][spot[1]] * 50

    def _wrapped(self, body: Any) -> None:
        spot = self._spot(body)
        if spot is not None:
            spot[0][spot[1]] = [spot[0][spot[1]]]


def _spots(value: Any) -> Iterator[Spot]:
    if isinstance(value, dict | list):
        for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from _spots(inner)


def _is_words(key: Any, value: Any) -> bool:
    return isinstance(value, str) and key not in NOT_WORDS


def _is_number(key: Any, value: Any) -> bool:
    return isinstance(value, int | float)
