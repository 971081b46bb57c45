"""The audit: what was owed, said and heard, against what the journal and the database hold at the end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from chaos import audit_heard, audit_said, expected, journal
from chaos.books import Books
from chaos.campaign import Evidence
from chaos.case import Case


@dataclass
class Verdict:
    """What was found, a sentence each, and the figures of the run in the order of the table."""

    findings: list[str] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)


def judge(evidence: Evidence, books: Books) -> Verdict:
    """Hold the evidence against the books."""
    entries, said = evidence.box.world.journal.entries, evidence.box.calls
    handed = list(journal.updates(entries))
    case = Case(
        books, evidence.casualties, list(journal.calls(said)), handed, expected.of(handed), evidence.called
    )
    verdict = Verdict(faults=Counter(journal.faults(said)))
    verdict.findings += _process(evidence)
    for check in (*audit_heard.CHECKS, *audit_said.CHECKS):
        verdict.findings += check(case)
    ends = evidence.ends
    verdict.figures |= {f"seconds {what}": round(count) for what, count in evidence.seconds.items()}
    verdict.figures |= {
        "kills while running": ends["running"],
        "kills while starting": ends["starting"],
        "ends by a token taken back": ends["revoked"],
        "faults that struck": sum(verdict.faults.values()),
    }
    verdict.figures |= case.figures()
    return verdict


def _process(evidence: Evidence) -> Iterator[str]:
    for words in evidence.unasked:
        yield f"ended unasked: {words}"
    for what, count in evidence.unfinished.items():
        yield f"not finished: {count} {what}"
    if evidence.left_behind:
        yield f"left behind: children of {len(evidence.left_behind)} killed processes live on"
