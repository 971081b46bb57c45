"""A rehearsal of a site asks what that site asks: texts that it switched off are left out of it too."""

import json
import os
import subprocess
import sys
from contextlib import closing
from sqlite3 import connect

from tests.rehearsal.stage import ROOT


def test_a_rehearsal_leaves_out_what_the_site_has_switched_off(tmp_path):
    env = {name: value for name, value in os.environ.items() if not name.startswith("RESPITE_")}
    env |= {"RESPITE_RESTRICTED_USE": "off", "PYTHONPATH": str(ROOT)}
    words = ["rehearse", "--weeks=1", "--caregivers=3", f"--out={tmp_path / 'out'}"]

    ended = subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=tmp_path, env=env, capture_output=True, text=True
    )

    assert ended.returncode == 0, ended.stderr
    with closing(connect(tmp_path / "out" / "respite.db")) as database:
        answered = {row[0] for row in database.execute("SELECT DISTINCT instrument FROM answers")}
        left = [
            json.loads(row[0])
            for row in database.execute("SELECT left_out FROM checkins WHERE battery = 'phq15_who5'")
        ]
    assert {"phq8", "gad7", "phq15", "ucla3"} <= answered
    assert answered.isdisjoint({"who5", "bsfc_s", "cbi_personal"})
    assert left
    assert all(each == {"who5": "switched_off"} for each in left)
