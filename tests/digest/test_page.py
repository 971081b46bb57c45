"""The digest on paper: the chat's figures, in real glyphs, and a page for each family that needs a look."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from content.catalogue import words
from flows.digest import compose
from reports.glyphs import drawable
from tests.digest.ward import DUE, WEEK, Ward


def pages(pdf):
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def whole(pdf):
    return " ".join(pages(pdf))


def squeezed(pdf):
    """The text without white space: where a line breaks is the page's own business."""
    return "".join("".join(pages(pdf)).split())


def made(session, language="en", families=12, lived=True, **site):
    ward = Ward(session, families, language, **site)
    ward = ward.live().trouble() if lived else ward
    return compose(session, worker_id=ward.worker.id, week=WEEK, now=DUE)


def test_the_page_has_the_figures_of_the_json(english):
    page = whole(english.pdf)
    this = english.figures["weeks"][-1]

    assert f"{this['rate']} %" in page
    assert f"{this['answered']} of {this['sent']}" in page
    for week in english.figures["weeks"]:
        assert f"{week['answered']}/{week['sent']}" in page
    for outcome, label in (("unfinished", "Opened, not finished"), ("expired", "Never opened, time over")):
        assert f"{label} {this[outcome]}" in page
    for item in ("burden", "body", "connect"):
        group = this["items"][item]
        assert f"{group['median']:g} {group['q1']:g} – {group['q3']:g} {group['n']}" in page


def test_the_page_has_every_family_with_name_reason_and_day(english):
    page = whole(english.pdf)

    for line in english.figures["lines"]:
        assert line["label"] in page
    for told in (
        "阿米娜 asked for contact as soon as possible",
        "screening result to talk about",
        "pressed Help",
        "Apr 7, until Apr 21",
    ):
        assert told in page


def test_the_chinese_page_is_in_chinese_glyphs(chinese):
    page = squeezed(chinese.pdf)

    for told in (
        "周报",
        "第15周：2026年4月6日至12日",
        "需要留意的家庭",
        "希望尽快有人联系",
        "王妈妈",
        "筛查不是诊断",
    ):
        assert told in page
    fonts = {
        name.get_object()["/BaseFont"]
        for page in PdfReader(BytesIO(chinese.pdf)).pages
        for name in page["/Resources"]["/Font"].values()
    }
    assert all("NotoSansSC" in font for font in fonts)


def test_chat_and_page_say_the_same_about_the_group(english):
    page = whole(english.pdf)
    chat = english.message.text

    for item in ("Mood", "Load"):
        [line] = [line for line in chat.splitlines() if line.startswith(item)]
        assert line.partition("→ ")[2] in page


def test_what_a_page_must_never_leave_out_is_there(english, chinese):
    for digest, told in (
        (english, ("Screening, not diagnosis", "not a validated scale", "What these numbers do not say")),
        (chinese, ("是筛查，不是诊断", "不是经过验证的量表", "这些数字说明不了什么")),
    ):
        for words_of_care in told:
            assert "".join(words_of_care.split()) in squeezed(digest.pdf)


@pytest.mark.parametrize(("language", "told"), [("en", "Synthetic data"), ("zh-Hans", "合成数据")])
def test_synthetic_is_said_on_every_page(small_session, language, told):
    digest = made(small_session, language, families=40)

    texts = pages(digest.pdf)

    assert len(texts) > 2
    assert all(told in text for text in texts)


def test_a_real_site_is_not_called_synthetic(small_session):
    digest = made(small_session, synthetic=False)

    assert "Synthetic" not in squeezed(digest.pdf) + digest.message.text


def test_a_character_outside_the_typeface_is_visible_and_explained(english):
    page = whole(english.pdf)

    assert "〓(U+20BB7)野" in page
    assert "stands for a character that this typeface lacks" in page


def test_a_week_without_rare_names_has_no_footnote(small_session):
    assert "typeface lacks" not in " ".join(pages(made(small_session, lived=False).pdf))


def test_data_is_never_read_as_markup(small_session):
    ward = Ward(small_session)
    ward.programme.name = "*bold* #pagebreak() $x$ <tag> \\ A & B"
    ward.families[6].unreachable_at = DUE
    small_session.flush()

    digest = compose(small_session, worker_id=ward.worker.id, week=WEEK, now=DUE)

    page = whole(digest.pdf)
    assert "*bold* #pagebreak() $x$ <tag> \\ A & B" in page
    assert "#set page" in page


def test_the_same_week_gives_the_same_bytes(small_session):
    ward = Ward(small_session).live().trouble()

    once, twice = (compose(small_session, worker_id=ward.worker.id, week=WEEK, now=DUE) for _ in range(2))

    assert once.pdf == twice.pdf


def test_the_page_is_dated_now(english):
    assert PdfReader(BytesIO(english.pdf)).metadata.creation_date == DUE


def test_bands_are_counted_from_five_people_on(small_session):
    few = Ward(small_session, families=4)
    for person, total in zip(few.families, (1, 2, 4, 11), strict=True):
        few.screened(person, total, DUE)

    digest = compose(small_session, worker_id=few.worker.id, week=WEEK, now=DUE)

    page = whole(digest.pdf)
    assert "4 people completed it since the last digest: too few to show bands." in page
    assert "screening result to talk about" in page


@pytest.mark.parametrize(
    ("language", "told"), [("en", "No check-in was sent this week."), ("zh-Hans", "本周没有发出提问。")]
)
def test_an_empty_week_is_said_plainly(small_session, language, told):
    digest = made(small_session, language, lived=False)

    assert told.replace(" ", "") in squeezed(digest.pdf)
    assert told in digest.message.text


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_typeface_draws_every_word_of_the_document(language):
    texts = [
        form for key, forms in words(language).keys().items() if key.startswith("digest.") for form in forms
    ]

    assert {sign for form in texts for sign in form} - drawable() == set()
