"""What joining asks where a programme wants to know: about the child, and about needs; all by taps."""

from collections.abc import Mapping
from typing import Any

from db.models import Draft
from flows.act import Act
from flows.taken import Taken

YOUNGEST_TO_ASSENT, OLDEST = 8, 25
LONGEST_NAME = 40
ASSENT_FROM = ("8-12", "13-17", "18+")
NEEDS: Mapping[str, tuple[str, ...]] = {
    "job": ("same", "less", "stopped", "unsaid"),
    "cost": ("fine", "tight", "toomuch", "unsaid"),
    "dilemma": ("none", "treatment", "family", "away", "unsaid"),
    "help": ("enough", "some", "nobody", "unsaid"),
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "relation": ("mother", "father", "grandparent", "other"),
    "age": ("0-7", *ASSENT_FROM),
    "childname": ("skip",),
    "guardian": ("yes", "no"),
    "assent": ("yes", "later", "no"),
    **{f"need{item}": choices for item, choices in NEEDS.items()},
}


def steps(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the steps that come after those of every caregiver."""
    about: tuple[str, ...]
    if said.get("of_child"):
        about = ("relation",)
    elif said.get("child"):
        agreed = said.get("guardian") == "yes" and said.get("age") in ASSENT_FROM
        about = ("relation", "age", "childname", "guardian", *(("assent",) if agreed else ()))
    else:
        about = ()
    return about + (tuple(f"need{item}" for item in NEEDS) if said.get("needs") else ())


def chosen(draft: Draft, choice: str) -> None:
    """Keep a tapped answer; raises ValueError for one that was never offered."""
    if choice not in CHOICES[draft.step]:
        raise ValueError(choice)
    draft.said = {**draft.said, draft.step: "" if choice == "skip" else choice}


def hear_age(act: Act, draft: Draft, text: str) -> Taken:
    """Take a year of birth, which says more than a band."""
    years = act.now.year - int(text) if text.isdecimal() and len(text) == 4 else -1
    if not 0 <= years <= OLDEST:
        return Taken(False, act.words.say("join.age.unknown"))
    draft.said = {**draft.said, "birth": int(text), "age": _band(years)}
    return Taken(True)


def hear_childname(act: Act, draft: Draft, text: str) -> Taken:
    """Take what the child is called."""
    draft.said = {**draft.said, "childname": text[:LONGEST_NAME]}
    return Taken(True)


def note(act: Act, step: str, choice: str) -> str:
    """Return the line that follows an answer about the child: a no is as good as a yes."""
    if step == "guardian" and choice == "no":
        return act.words.say("join.guardian.fine")
    if step == "assent":
        return act.words.say(f"join.assent.after_{choice}")
    return ""


def _band(years: int) -> str:
    """Return the band of an age of which only the year of birth is known: who may be eight is asked."""
    if years < YOUNGEST_TO_ASSENT:
        return "0-7"
    return "8-12" if years <= 12 else "13-17" if years <= 17 else "18+"
