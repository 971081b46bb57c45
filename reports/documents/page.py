"""Setting a document: data in, PDF out; the same data gives the same bytes."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import typst

from reports.glyphs import FOLDER as FONTS
from reports.glyphs import visible

TEMPLATES = Path(__file__).parent
SHARP = 220


def render(template: str, data: Mapping[str, Any], now: datetime) -> bytes:
    """Return a PDF of `template` (a file here, without its ending) dated `now`.

    Every text of `data` is shown as text: it is never read as markup, and a character that the typeface lacks
    becomes visible (`reports.glyphs`). Raises typst.TypstError if the template and the data do not fit.
    """
    pdf = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"data": orjson.dumps(_drawable(data)).decode()},
        timestamp=int(now.timestamp()),
        pdf_standards=["ua-1"],
    )
    assert pdf is not None, "no output path was given, so the bytes come back"
    return pdf


def picture(template: str, data: Mapping[str, Any], now: datetime) -> bytes:
    """Return a PNG of `template`'s one page; the same data gives the same bytes."""
    png = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"data": orjson.dumps(_drawable(data)).decode()},
        timestamp=int(now.timestamp()),
        format="png",
        ppi=SHARP,
    )
    assert isinstance(png, bytes), "a picture has one page"
    return png


@cache
def _fonts() -> typst.Fonts:
    """Return our typeface alone: reading the system's fonts takes ten times as long as the page."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _drawable(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {key: _drawable(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(entry) for entry in value]
    return value
