"""What became of an answer to a step of joining."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Taken:
    """What became of an answer: it was taken, or the same step asks again with a note."""

    done: bool
    note: str = ""
