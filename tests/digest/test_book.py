"""The workbook: typed columns that the codebook explains, and nothing that a spreadsheet would run."""

import re
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from content.catalogue import LANGUAGES
from flows.digest import compose
from tests import cast
from tests.digest.programme import lived
from tests.digest.ward import DUE, WEEK

EPOCH = date(1899, 12, 30)
CELL = re.compile(r'<c r="([A-Z]+)(\d+)"(?: s="\d+")?(?: t="(\w+)")?(?:/>|><v>(.*?)</v></c>)')


def sheets(book):
    """Every sheet's cells as rows, read from the file itself: texts as str, numbers as float."""
    with ZipFile(BytesIO(book)) as parts:
        texts = re.findall(r"<si><t[^>]*>(.*?)</t></si>", parts.read("xl/sharedStrings.xml").decode(), re.S)
        names = re.findall(r'<sheet name="([^"]+)"', parts.read("xl/workbook.xml").decode())
        found = {}
        for number, name in enumerate(names, start=1):
            raw = parts.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert "<f>" not in raw, "a formula"
            rows = {}
            for column, row, kind, value in CELL.findall(raw):
                rows.setdefault(int(row), {})[column] = texts[int(value)] if kind == "s" else float(value)
            found[name] = [rows[row] for row in sorted(rows)]
        return found


def table(found, name):
    head, *rows = found[name]
    return [{title: row.get(column) for column, title in head.items()} for row in rows]


@pytest.fixture(scope="module", params=list(LANGUAGES))
def made(request, small_session):
    ward = lived(small_session, request.param)
    return compose(small_session, worker_id=ward.worker.id, week=WEEK, now=DUE, files=("book",))


def test_it_holds_the_figures_of_the_digest_as_numbers(made):
    found = sheets(made.files["book"])

    for week, row in zip(made.figures["weeks"], table(found, "weeks"), strict=True):
        for name in ("caregivers", "sent", "answered", "unfinished", "expired", "waiting", "rate"):
            assert row[name] == week[name]
        assert EPOCH + timedelta(days=row["monday"]) == date.fromisoformat(week["monday"])
    for outcome, row in zip(made.figures["sections"]["outcomes"], table(found, "outcomes"), strict=True):
        assert [row[name] for name in ("n", "improved", "unchanged", "deteriorated")] == [
            outcome[name] for name in ("n", "improved", "unchanged", "deteriorated")
        ]


def test_every_column_is_explained_in_the_codebook(made):
    found = sheets(made.files["book"])
    *pages, codebook = found

    explained = {(row["A"], row["B"]) for row in found[codebook][1:]}
    assert explained == {(page, title) for page in pages for title in found[page][0].values()}
    assert all(len(row["C"]) > 2 for row in found[codebook][1:])


def test_the_same_week_gives_the_same_workbook_and_no_name_is_in_it(small_session, made):
    ward = lived(small_session)
    first, second = (
        compose(small_session, worker_id=ward.worker.id, week=WEEK, now=DUE, files=("book",)).files["book"]
        for _ in range(2)
    )

    assert first == second
    for person in ward.families:
        if len(person.called) > 1 and person.called.isalpha():
            assert person.called not in str(sheets(first))


@pytest.mark.parametrize(
    "label", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "http://example.org", "\t=1"]
)
def test_what_looks_like_a_formula_stays_a_text(small_session, label):
    ward = lived(small_session, families=1)
    ward.silent(
        cast.caregiver(small_session, ward.site, ward.programme, label=label),
        date(2026, 4, 7),
        date(2026, 4, 9),
    )

    made = compose(small_session, worker_id=ward.worker.id, week=WEEK, now=DUE, files=("book",))

    assert label in {row["case"] for row in table(sheets(made.files["book"]), "families")}
