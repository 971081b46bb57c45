"""The typeface holds what it says it holds; what it lacks becomes visible."""

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from reports.glyphs import FOLDER, drawable, lacks, visible


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_both_weights_draw_every_promised_character(weight):
    font = TTFont(FOLDER / f"NotoSansSC-{weight}.subset.ttf")

    assert drawable() - {chr(code) for code in font.getBestCmap()} == set()


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_fonts_carry_their_licence_and_no_reserved_name(weight):
    names = TTFont(FOLDER / f"NotoSansSC-{weight}.subset.ttf")["name"]

    assert "SIL Open Font License" in names.getDebugName(13)
    assert "Reserved Font Name 'Source'" in names.getDebugName(0)
    assert not [names.getDebugName(number) for number in (1, 4, 6) if "Source" in names.getDebugName(number)]
    assert "Reserved Font Name 'Source'" in (FOLDER / "OFL.txt").read_text()


@given(st.text())
def test_whatever_is_shown_can_be_drawn(text):
    assert set(visible(text)) <= drawable()


@given(st.text(st.sampled_from(sorted(drawable())), min_size=1).map(visible))
def test_what_can_be_drawn_is_left_as_it_is(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("𠮷野家", "〓(U+20BB7)野家"),
        ("王芳", "王芳"),
        ("Jose\u0301", "José"),
        ("a\u200b\tb\n c", "a b c"),
        ("👩", "〓(U+1F469)"),
        ("ᠮ", "〓(U+182E)"),
    ],
)
def test_a_name_is_shown_on_one_line_and_never_silently_shortened(name, shown):
    assert visible(name) == shown
    assert lacks(name) == ("〓" in shown)
