"""Workbooks: cells are what they are, numbers, days, moments, and texts that are never formulas."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from reports.pages import Cell, Page
from reports.workbook import write

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def cells(file: bytes) -> dict[str, tuple[str | None, str]]:
    """Each cell of the first sheet: its type, and what it holds."""
    with ZipFile(BytesIO(file)) as book:
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", NAMES)
    texts = ["".join(each.itertext()) for each in strings]
    found: dict[str, tuple[str | None, str]] = {}
    for each in root.findall(".//m:c", NAMES):
        value = each.findtext("m:v", "", NAMES)
        kind = each.get("t")
        found[each.get("r", "")] = (kind, texts[int(value)] if kind == "s" else value)
    return found


def one(head: str, *row: Cell) -> bytes:
    return write([Page("People", (head,) * max(1, len(row)), (row,))], NOON)


def test_what_begins_like_a_formula_stays_a_text() -> None:
    for text in ('=HYPERLINK("http://x")', "+1", "@a", "-2", "http://x", "{=1}"):
        file = one("code", text)
        assert cells(file)["A2"] == ("s", text)
        with ZipFile(BytesIO(file)) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_numbers_days_and_moments_are_numbers_and_nothing_is_an_empty_cell() -> None:
    found = cells(one("a", 7, NOON, date(2026, 3, 2), None))

    assert found["A2"] == (None, "7")
    assert found["B2"] == (None, "46083.5")
    assert found["C2"] == (None, "46083")
    assert "D2" not in found


def test_a_moment_shows_the_hour_and_a_day_does_not() -> None:
    with ZipFile(BytesIO(one("a", NOON, date(2026, 3, 2)))) as book:
        shown = re.findall(r'formatCode="([^"]+)"', book.read("xl/styles.xml").decode())

    assert sorted(shown) == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


def test_the_same_data_give_the_same_bytes() -> None:
    assert one("a", "b", 1) == one("a", "b", 1)


@given(st.text(min_size=1, max_size=40))
def test_whatever_is_written_the_file_can_be_read(text: str) -> None:
    assert cells(one("said", text))["A2"][0] == "s"
