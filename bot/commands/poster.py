"""The poster for the ward's wall: a QR code of an invite, in Chinese and English; it names no illness."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import segno

from content.catalogue import LANGUAGES, words
from db.models import SiteRow
from reports.documents.page import render

# A quarter of the code may be dirty or torn, and it still opens.
ERROR_LEVEL = "q"
TEXTS = ("title", "first", "second", "scan", "then", "free", "until", "phone")


def modules_of(link: str) -> list[str]:
    """Return the code of a link as rows of 0 and 1, without the quiet zone."""
    code = segno.make_qr(link, error=ERROR_LEVEL)
    return ["".join("1" if dark else "0" for dark in row) for row in code.matrix]


def contents(site: SiteRow, link: str, last: datetime) -> dict[str, Any]:
    """Return what stands on the poster: the site's language first, then the other."""
    day = last.astimezone(ZoneInfo(site.zone)).date().isoformat()
    languages = sorted(LANGUAGES, key=lambda language: language != site.language)
    return {
        "title": words(site.language).say("poster.title"),
        "language": site.language,
        "ward": site.name,
        "modules": modules_of(link),
        "texts": [_texts(language, day, site.ward_phone) for language in languages],
    }


def write_poster(path: Path, data: Mapping[str, Any], now: datetime) -> None:
    """Write the poster as a PDF; raises ValueError in plain words where the file cannot be written."""
    try:
        path.write_bytes(render("poster", data, now))
    except OSError as error:
        raise ValueError(f"{path} cannot be written: {error.strerror}") from None


def _texts(language: str, day: str, phone: str | None) -> dict[str, str]:
    said = words(language)
    texts = {name: said.say(f"poster.{name}", day=day, phone=phone or "") for name in TEXTS}
    return texts | {"language": language, "phone": texts["phone"] if phone else ""}
