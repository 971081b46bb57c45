"""The NLM's LHC-Forms in Node.js, started once for all that is to be loaded into it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NO_NODE = (
    "LHC-Forms runs in Node.js, and there is no `node`: install it (Debian, Ubuntu: apt install nodejs npm)"
)
NO_FORMS = (
    "LHC-Forms is not there: `make test` fetches it, or `npm ci` in tests/fhir with the flags of the Makefile"
)


def load(jobs: list[dict]) -> list[dict]:
    """Load forms, each with or without a response, and return what LHC-Forms made of each."""
    node = shutil.which("node")
    if node is None:
        raise pytest.fail.Exception(NO_NODE, pytrace=False)
    if not (HERE / "node_modules" / "lforms").is_dir() or not (HERE / "node_modules" / "jsdom").is_dir():
        raise pytest.fail.Exception(NO_FORMS, pytrace=False)
    lines = "".join(f"{json.dumps(job)}\n" for job in jobs)
    done = subprocess.run([node, HERE / "load.cjs"], input=lines, capture_output=True, text=True, timeout=150)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]
