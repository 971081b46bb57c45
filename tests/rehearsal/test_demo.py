"""The demo, as somebody at its page meets it: over HTTP, until Ctrl-C."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.rehearsal.stage import ROOT, environment

READY = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass
class Demo:
    """A running demo and the address of its page."""

    process: subprocess.Popen[str]
    url: str

    def view(self, path: str) -> Any:
        with urlopen(f"{self.url}/control/{path}", timeout=10) as answer:
            return json.load(answer)["result"]

    def act(self, order: str, **body: object) -> Any:
        request = Request(f"{self.url}/control/{order}", json.dumps(body).encode(), method="POST")
        with urlopen(request, timeout=10) as answer:
            return json.load(answer)["result"]

    def messages(self, person: int) -> list[dict]:
        return self.view(f"chat?person={person}")["messages"]

    def buttons(self, person: int, prefix: str) -> list[str]:
        """The buttons of the newest message that has any of this kind."""
        for message in reversed(self.messages(person)):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            found = [b["callback_data"] for row in rows for b in row if b["callback_data"].startswith(prefix)]
            if found:
                return found
        return []

    def digest(self, worker: int) -> str:
        """Ask for the digest and return what comes."""
        before = len(self.messages(worker))
        self.act("text", person=worker, text="/digest")
        new = until(lambda: [m for m in self.messages(worker)[before:] if "document" in m])
        return new[-1]["caption"]


def until(found: Callable[[], Any], seconds: float = 60) -> Any:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come")


def start(folder) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--port=0", f"--data-dir={folder}"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def press_ctrl_c(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Reach every process of the terminal, as Ctrl-C does; return the exit status and the complaints."""
    os.killpg(process.pid, signal.SIGINT)
    _, complaints = process.communicate(timeout=30)
    return process.returncode, complaints


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Demo]:
    process = start(tmp_path_factory.mktemp("demo"))
    try:
        said = process.stdout.readline()
        address = READY.search(said)
        assert address, said + (process.stderr.read() if process.poll() is not None else "")
        yield Demo(process, address[0])
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def test_one_can_be_four_people_and_three_of_them_have_joined(demo):
    offered = demo.view("people")[:4]

    languages = [person["language_code"] for person in offered]
    assert languages == ["zh-hans", "en", "en", "en"]
    assert [bool([m for m in demo.messages(p["id"]) if m["from"]["is_bot"]]) for p in offered] == [
        True, True, False, True,
    ]  # fmt: skip


def test_a_check_in_waits_for_both_caregivers(demo):
    for person in demo.view("people")[:2]:
        assert demo.buttons(person["id"], "answer:")[0].endswith("micro.mood:1")


def test_an_answer_given_by_tap_reaches_the_workers_digest(demo):
    caregiver, _, _, worker = (person["id"] for person in demo.view("people")[:4])
    answered = re.compile(r"(\d+) of (\d+) answered")
    before = answered.search(demo.digest(worker))

    for item, value in (("mood", 4), ("load", 2), ("contact", 0)):
        data = until(
            lambda item=item: (
                demo.buttons(caregiver, "answer:")
                and f"micro.{item}:" in str(demo.buttons(caregiver, "answer:"))
                and demo.buttons(caregiver, "answer:")
            )
        )
        demo.act("tap", person=caregiver, data=f"{data[0].rpartition(':')[0]}:{value}")
    until(lambda: demo.buttons(caregiver, "trend"))

    after = answered.search(demo.digest(worker))
    assert (int(after[1]), after[2]) == (int(before[1]) + 1, before[2])


def test_the_group_meets_tomorrow_and_a_caregiver_says_that_they_come(demo):
    _, caregiver, _, worker = (person["id"] for person in demo.view("people")[:4])
    demo.act("text", person=caregiver, text="/sessions")
    until(lambda: "rsvp:2:ask" in demo.buttons(caregiver, "rsvp:"))
    demo.act("tap", person=caregiver, data="rsvp:2:ask")
    until(lambda: "rsvp:2:coming" in demo.buttons(caregiver, "rsvp:"))
    demo.act("tap", person=caregiver, data="rsvp:2:coming")
    until(lambda: demo.buttons(caregiver, "calendar:2"))

    demo.act("text", person=worker, text="/sessions")
    until(lambda: demo.buttons(worker, "sess:show:2"))
    assert re.search(r"coming [1-9]", demo.messages(worker)[-1]["text"])


def test_the_newcomer_joins_with_the_line_in_her_chat(demo):
    newcomer = demo.view("people")[2]["id"]
    note = demo.messages(newcomer)[0]["text"]

    demo.act("text", person=newcomer, text=note.splitlines()[-1])

    assert "join:language:en" in until(lambda: demo.buttons(newcomer, "join:"))


def test_the_page_is_there(demo):
    with urlopen(demo.url, timeout=10) as page:
        assert b"<html" in page.read()


def test_ctrl_c_ends_it_cleanly(demo):
    assert press_ctrl_c(demo.process) == (0, "")


def test_ctrl_c_in_the_prologue_ends_it_cleanly(tmp_path):
    process = start(tmp_path)
    until((tmp_path / "respite.db-wal").exists)

    assert press_ctrl_c(process) == (0, "")
    until(lambda: not _alive(process.pid))


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
