"""A workbook whose cells are what they are: numbers, moments, and texts that are never formulas."""

from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from reports.sheets import Sheet, workbook

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def cells(file: bytes) -> dict[str, tuple[str | None, str]]:
    """Each cell of the first sheet: its type, and what it holds."""
    with ZipFile(BytesIO(file)) as book:
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found = root.findall(".//m:c", NAMES)
    return {each.get("r", ""): (each.get("t"), "".join(each.itertext())) for each in found}


def test_what_begins_like_a_formula_stays_a_text() -> None:
    rows: list[list[str]] = [['=HYPERLINK("http://x")'], ["+1"], ["@a"], ["-2"]]
    file = workbook([Sheet("People", ["code"], rows)])

    assert [cells(file)[f"A{n}"] for n in range(2, 6)] == [("inlineStr", row[0]) for row in rows]
    assert b"<f>" not in ZipFile(BytesIO(file)).read("xl/worksheets/sheet1.xml")


def test_numbers_and_moments_are_numbers_and_nothing_is_an_empty_cell() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    file = workbook([Sheet("Counts", ["a", "b", "c"], [[7, noon, None]])])

    assert cells(file)["A2"] == (None, "7")
    assert cells(file)["B2"] == (None, "46083.500000")
    assert "C2" not in cells(file)


def test_columns_are_named_as_spreadsheets_do() -> None:
    file = workbook([Sheet("Wide", [str(n) for n in range(28)], [])])

    assert list(cells(file))[24:] == ["Y1", "Z1", "AA1", "AB1"]


@given(st.text(max_size=40))
def test_whatever_is_written_the_file_can_be_read(text: str) -> None:
    file = workbook([Sheet("People", [text], [[text]])])

    assert cells(file)["A2"][0] == "inlineStr"
