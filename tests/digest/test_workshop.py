"""The child process in which digests are composed."""

import subprocess
import sys
import time
from pathlib import Path

from bot.workshop import one_child
from flows.broadcasting import consent

PARENT = """
import os, time
from bot.workshop import one_child
if __name__ == "__main__":
    print(one_child().submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""
GONE_WITHIN = 10.0


def lives(pid: int) -> bool:
    """Whether a process runs; one that only waits to be counted does not."""
    told = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.strip()
    return bool(told) and not told.startswith("Z")


def test_a_child_ends_with_its_parent_even_where_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(Path.cwd())}
    )
    assert parent.stdout is not None
    with parent, parent.stdout as said:
        child = int(said.readline())
        assert lives(child)

        parent.kill()

    give_up = time.monotonic() + GONE_WITHIN
    while lives(child) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert not lives(child)


def test_the_child_knows_to_how_many_somebody_may_send_alone() -> None:
    """The look at a notice is counted there, and says whether a second one has to agree."""
    before = consent.above()
    consent.use(7)
    try:
        with one_child() as child:
            assert child.submit(consent.above).result() == 7
    finally:
        consent.use(before)
