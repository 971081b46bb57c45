"""`make audit`: known vulnerabilities of everything that is pinned, asked of PyPI and of OSV.

A source that does not answer has found nothing, and nothing it is: that is said, and is no success.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LISTS = ("main.txt", "dev.txt", "build.txt")
SOURCES = ("pypi", "osv")
CLEAN, FOUND, NOT_ASKED = 0, 1, 3
PATIENCE = 600


@dataclass(frozen=True)
class Verdict:
    """What one source said of one list; `asked` is false where it did not answer."""

    source: str
    list_: str
    asked: bool
    packages: int = 0
    found: tuple[str, ...] = ()


def verdict(source: str, list_: str, status: int, out: str) -> Verdict:
    """Read what pip-audit said; without a whole answer nothing was asked, whatever its exit status says."""
    try:
        packages = json.loads(out)["dependencies"]
        read = [each for each in packages if "vulns" in each]
    except (json.JSONDecodeError, KeyError, TypeError):
        return Verdict(source, list_, asked=False)
    if status not in {0, 1} or not packages or len(read) < len(packages):
        return Verdict(source, list_, asked=False)
    found = [
        f"{each['name']} {each['version']}: {vulnerability['id']}"
        for each in read
        for vulnerability in each["vulns"]
    ]
    return Verdict(source, list_, asked=True, packages=len(read), found=tuple(found))


def summary(verdicts: Sequence[Verdict]) -> tuple[int, list[str]]:
    """Return the exit status and the lines that say what was found and what was not asked."""
    lines = []
    for list_ in dict.fromkeys(each.list_ for each in verdicts):
        heard = [each for each in verdicts if each.list_ == list_ and each.asked]
        for each in heard:
            lines += [f"{list_}: {each.source}: {what}" for what in each.found]
        if heard:
            names = " and ".join(each.source for each in heard)
            lines.append(f"{list_}: {heard[0].packages} packages asked of {names}")
        else:
            lines.append(f"{list_}: NOT CHECKED: no source of vulnerabilities answered")
    if any(each.found for each in verdicts):
        return FOUND, lines
    silent = [line for line in lines if "NOT CHECKED" in line]
    return (
        (NOT_ASKED, [*lines, "This is no clean bill: ask again with a network."])
        if silent
        else (CLEAN, lines)
    )


def ask(source: str, list_: str) -> Verdict:
    """Ask one source about one list."""
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", str(ROOT / "requirements" / list_), "--no-deps",
        "--disable-pip", "--vulnerability-service", source, "--format", "json", "--progress-spinner", "off",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return Verdict(source, list_, asked=False)
    return verdict(source, list_, done.returncode, done.stdout)


def main() -> int:
    """Ask every source about every list and say what came of it."""
    status, lines = summary([ask(source, list_) for list_ in LISTS for source in SOURCES])
    sys.stdout.write("\n".join(lines) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
