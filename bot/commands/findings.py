"""Findings: what one check of the doctor says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import typer

Level = Literal["ok", "warning", "fault"]
OK: Level = "ok"
WARNING: Level = "warning"
FAULT: Level = "fault"


@dataclass(frozen=True)
class Finding:
    """One line: how it stands with something, and what to do. With a fault the bot may not start."""

    level: Level
    about: str
    words: str

    def __str__(self) -> str:
        return f"{self.level:<8} {self.about}: {self.words}"


def may_start(findings: Sequence[Finding]) -> bool:
    """Whether nothing found forbids the bot to start."""
    return all(finding.level != FAULT for finding in findings)


def show(findings: Sequence[Finding], *, err: bool = False) -> None:
    """Print one line a finding."""
    for finding in findings:
        typer.echo(str(finding), err=err)
