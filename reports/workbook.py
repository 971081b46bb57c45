"""A workbook of typed columns with a codebook; nothing in it is ever read as a formula."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.pages import Cell, Meaning, Page

CODEBOOK_WIDTHS = (14, 16, 90)
WIDTH = 14
# A text stays a text, whatever it begins with, and a link stays one, too.
PLAIN = {
    "in_memory": True,
    "remove_timezone": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# A moment is a day, too, to Python; its own type says how it is shown.
TIMES: Mapping[type, str] = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}


def write(
    pages: Sequence[Page],
    now: datetime,
    *,
    meanings: Sequence[Meaning] = (),
    titles: tuple[str, str, str, str] | None = None,
) -> bytes:
    """Return the workbook as it was made at `now`: the same data give the same bytes.

    A moment shows the clock it is given in. `titles` are the codebook's name and the heads of its three
    columns; without them there is none.
    """
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, PLAIN) as book:
        book.set_properties({"created": now.replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bottom": 1})
        times = {kind: book.add_format({"num_format": shown}) for kind, shown in TIMES.items()}
        for page in pages:
            _sheet(book.add_worksheet(page.name), page, head, times)
        if titles is not None:
            _codebook(book.add_worksheet(titles[0]), meanings, titles[1:], head)
    return kept.getvalue()


def _sheet(sheet: Worksheet, page: Page, head: Format, times: Mapping[type, Format]) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(page.columns) - 1, WIDTH)
    for at, name in enumerate(page.columns):
        sheet.write_string(0, at, name, head)
    for number, row in enumerate(page.rows, start=1):
        for at, value in enumerate(row):
            _cell(sheet, number, at, value, times)


def _cell(sheet: Worksheet, row: int, column: int, value: Cell, times: Mapping[type, Format]) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, times[type(value)])
    else:
        sheet.write_number(row, column, value)


def _codebook(sheet: Worksheet, meanings: Sequence[Meaning], heads: Sequence[str], head: Format) -> None:
    sheet.freeze_panes(1, 0)
    for at, (name, width) in enumerate(zip(heads, CODEBOOK_WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, head)
    for number, each in enumerate(meanings, start=1):
        for at, value in enumerate((each.sheet, each.column, each.text)):
            sheet.write_string(number, at, value)
