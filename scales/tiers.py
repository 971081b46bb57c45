"""Answers that call for somebody: how soon, and what the person who gave them is told."""

from enum import StrEnum
from typing import Literal

from scales.provenance import Citation, Part
from scales.questions import Id, Wording


class Tier(StrEnum):
    """How soon a person must look: at once, on the same working day, in the weekly digest."""

    RED = "red"
    AMBER = "amber"
    GREY = "grey"


MOST_URGENT_FIRST = (Tier.RED, Tier.AMBER, Tier.GREY)


class SafetyRule(Part):
    """A single answer that must not wait for the rest of the form: for a person to see, or to advise on."""

    item: Id
    op: Literal[">=", "=="]
    value: int
    tier: Tier | None = None
    # Said at once to whoever gave the answer; medical advice calls for no social worker by itself.
    advice: Wording | None = None
    source: Citation

    def holds(self, value: int) -> bool:
        """Whether `value` is such an answer."""
        return value == self.value if self.op == "==" else value >= self.value
