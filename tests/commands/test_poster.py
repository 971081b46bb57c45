"""The poster for the ward's wall: its code opens the invite, and it names no illness."""

import re
from datetime import timedelta

import orjson
import pytest
import typst
import zxingcpp
from pypdf import PdfReader

from bot.commands.poster import contents
from db import programmes
from db.models import SiteRow
from reports.documents import page
from tests import cast
from tests.commands.pictures import lightness

LINK = "https://t.me/respite_bot?start=AbCdEfGhIjKlMnOpQrStUv"
# Nobody who reads the wall, and no child, is to learn an illness from it.
ILLNESS = re.compile(r"白血病|癌|肿瘤|血液|化疗|病情|leuk|cancer|tumou?r|oncolog|chemo|haemat", re.IGNORECASE)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_camera_reads_the_link_from_the_picture_of_the_page(language: str) -> None:
    site = SiteRow(name="Ward 3 三病区", zone="Asia/Shanghai", language=language, ward_phone="021-5555 0133")
    data = contents(site, LINK, cast.MONDAY + timedelta(days=90))

    picture = typst.compile(
        str(page.TEMPLATES / "poster.typ"),
        root=str(page.TEMPLATES),
        font_paths=[str(page.FONTS)],
        sys_inputs={"data": orjson.dumps(data).decode()},
        format="png",
        ppi=48,
    )

    assert [code.text for code in zxingcpp.read_barcodes(lightness(picture))] == [LINK]


async def test_the_command_writes_a_page_in_two_languages_and_an_invite_that_asks_first(
    telegram, respite_aside, house, tmp_path
):
    with house.session() as session:
        session.get_one(SiteRow, 1).ward_phone = "021-5555 0133"

    result = await respite_aside("invite", "--poster", tmp_path / "wall.pdf", "--cap", 12)

    token = re.search(r"start=([\w-]+)", result.stdout)[1]
    with house.session() as session:
        invite = programmes.invite_of(session, token)
        assert (invite.asks_first, invite.cap, invite.uses_left) == (True, 12, 300)
        assert invite.expires_at - invite.created_at == timedelta(days=90)
    pages = PdfReader(tmp_path / "wall.pdf").pages
    text = "".join(each.extract_text() for each in pages)
    assert len(pages) == 1
    assert "Open Telegram and scan this code" in text
    assert "打开 Telegram，扫这个码" in text
    assert "021-5555 0133" in text
    assert ILLNESS.search(text) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--role", "social_worker", "--poster", "wall.pdf"], "a poster is for caregivers"),
        (["--cap", 5], "--cap goes with --poster"),
        (["--poster", "wall.pdf"], "A poster needs the bot's own name: nothing was made"),
    ],
)
def test_a_poster_that_cannot_be_makes_nothing(respite, house, home, words, said):
    rows = house.dump()

    result = respite("invite", *words)

    assert (result.exit_code, house.dump()) == (2, rows)
    assert said in result.stderr
    assert not (home / "wall.pdf").exists()
