"""`respite digest` and the child process write what the chat says."""

import json
import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.commands.digest import write
from db.apart import apart
from db.models import Table
from db.session import Database
from flows.digest import compose
from flows.digest_chat import shown
from reports.suppression import OUTSIDE
from tests import cast
from tests.digest.ward import DUE, WEEK, Ward


@pytest.fixture
def worker_id(database):
    with database.begin() as session:
        return Ward(session).live().trouble().worker.id


def test_the_command_writes_figures_text_and_page(database, database_url, worker_id, tmp_path):
    paths = write(database_url, cast.KEYS, worker_id, WEEK, tmp_path / "a" / "b", DUE)

    with database.read() as session:
        digest = compose(session, worker_id=worker_id, week=WEEK, now=DUE)
    assert {path.stem for path in paths} == {f"digest-{WEEK}-worker-{worker_id}"}
    contents = {path.suffix: path.read_bytes() for path in paths}
    assert json.loads(contents[".json"]) == digest.figures
    assert contents[".txt"].decode() == shown(digest.message.text) + "\n"
    assert contents[".pdf"] == digest.pdf


def test_no_week_and_no_view_takes_the_place_of_another(database_url, worker_id, tmp_path):
    for view in (None, OUTSIDE):
        write(database_url, cast.KEYS, worker_id, WEEK, tmp_path, DUE, view=view)

    assert len(list(tmp_path.glob("*.pdf"))) == 2


def test_a_digest_composed_in_a_child_process_is_the_same(database, database_url, worker_id):
    asked = {"worker_id": worker_id, "week": WEEK, "now": DUE}
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        made = pool.submit(apart, compose, database_url, cast.KEYS, **asked, files=("pdf",)).result()

    with database.read() as session:
        assert made == compose(session, **asked)
    assert pickle.loads(pickle.dumps(made)) == made


def test_a_digest_writes_nothing_to_the_database(database, database_url, worker_id, tmp_path):
    before = _counts(database)

    write(database_url, cast.KEYS, worker_id, WEEK, tmp_path, DUE)

    assert _counts(database) == before


def _counts(database: Database) -> dict[str, int]:
    with database.read() as session:
        tables = Table.metadata.sorted_tables
        return {table.name: session.scalar(select(func.count()).select_from(table)) for table in tables}


def test_no_document_is_made_if_none_is_wanted(database_url, worker_id):
    made = apart(compose, database_url, cast.KEYS, worker_id=worker_id, week=WEEK, now=DUE, files=())

    assert made.pdf == b""


@pytest.mark.parametrize(
    ("week", "told"),
    [
        ("2026-12", "write it like 2026-W12"),
        ("2026-W60", "has no week 60"),
        ("2026-W30", "has not begun yet"),
    ],
)
def test_a_week_that_cannot_be_is_refused_and_nothing_is_written(
    database_url, worker_id, tmp_path, week, told
):
    with pytest.raises(ValueError, match=told):
        write(database_url, cast.KEYS, worker_id, week, tmp_path / "out", DUE)

    assert not (tmp_path / "out").exists()


def test_an_unknown_worker_is_refused(database_url, worker_id, tmp_path):
    with pytest.raises(ValueError, match="there is no person 4711"):
        write(database_url, cast.KEYS, 4711, WEEK, tmp_path, DUE)


def test_somebody_who_is_not_a_worker_is_refused(database_url, worker_id, tmp_path):
    with pytest.raises(ValueError, match="is not a social worker but caregiver"):
        write(database_url, cast.KEYS, worker_id + 1, WEEK, tmp_path, DUE)


def test_a_worker_without_a_programme_is_told_so(database, database_url, tmp_path):
    with database.begin() as session:
        worker = cast.person(session, cast.site(session), role="social_worker", language="en")

    write(database_url, cast.KEYS, worker.id, WEEK, tmp_path, DUE + timedelta(days=1))

    (told,) = tmp_path.glob("*.txt")
    assert "You have no programme at the moment." in told.read_text()


def test_the_bot_does_not_load_pandas_or_typst_with_the_digest():
    heavy = "{'pandas', 'numpy', 'typst'} & set(sys.modules)"
    code = f"import sys, flows.digest, bot.commands.digest; sys.exit(str({heavy}) if {heavy} else 0)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
