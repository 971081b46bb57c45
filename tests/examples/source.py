"""The source distribution of the installed python-telegram-bot, fetched with pip."""

import os
import subprocess
import sys
import tarfile
from importlib.metadata import version

PACKAGE = f"python-telegram-bot=={version('python-telegram-bot')}"
LONGEST = 120


class NotFetched(Exception):
    """The examples cannot be had; the text says why."""


def fetch(folder, environment=None):
    """Download the source distribution into `folder` and return the path of its examples.

    Only this package is asked for as source: pip would build its build tools from
    source as well, which takes a minute and changes nothing.
    """
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"]
    only = ["--no-deps", "--no-binary", "python-telegram-bot", "--dest", str(folder), PACKAGE]
    try:
        around = {**os.environ, **(environment or {})}
        done = subprocess.run([*pip, *only], capture_output=True, text=True, timeout=LONGEST, env=around)
    except subprocess.TimeoutExpired:
        raise NotFetched(f"pip could not download the source of {PACKAGE} within {LONGEST} s") from None
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or ["nothing"]
        raise NotFetched(f"pip could not download the source of {PACKAGE}; it said: {said[0]}")
    [archive] = folder.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        source.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz") / "examples"
