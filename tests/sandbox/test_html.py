"""Telegram's HTML subset, in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import Refused
from sandbox.html import TAGS, parse, units


@pytest.mark.parametrize(
    ("html", "text", "kinds"),
    [
        pytest.param("<b>a</b><strong>b</strong>", "ab", ["bold", "bold"], id="bold"),
        pytest.param("<i>a</i><em>b</em>", "ab", ["italic", "italic"], id="italic"),
        pytest.param("<u>a</u><ins>b</ins>", "ab", ["underline", "underline"], id="underline"),
        pytest.param("<s>a</s><del>b</del><strike>c</strike>", "abc", ["strikethrough"] * 3, id="struck"),
        pytest.param('<span class="tg-spoiler">a</span>', "a", ["spoiler"], id="spoiler by class"),
        pytest.param("<tg-spoiler>a</tg-spoiler>", "a", ["spoiler"], id="spoiler by tag"),
        pytest.param("<blockquote expandable>a</blockquote>", "a", ["expandable_blockquote"], id="quote"),
        pytest.param("<B>a</B >", "a", ["bold"], id="capitals and a space"),
        pytest.param("<b>a</>", "a", ["bold"], id="nameless end"),
        pytest.param("a<b></b>", "a", [], id="empty tag"),
        pytest.param("<b>a<i>b</i></b>", "ab", ["bold", "italic"], id="nested"),
        pytest.param("&lt;&gt;&amp;&quot;", '<>&"', [], id="named references"),
        pytest.param("&#22909;&#x597d;", "好好", [], id="numbers"),
        pytest.param("&nbsp;&ge; & &#0; &#xD800;", "&nbsp;&ge; & &#0; &#xD800;", [], id="no references"),
    ],
)
def test_markup_becomes_text_and_entities(html, text, kinds):
    plain, entities = parse(html)

    assert (plain, [entity["type"] for entity in entities]) == (text, kinds)


def test_offsets_count_utf16_units():
    assert parse("😀好<b>😀</b>!<i>x</i>")[1] == [
        {"type": "bold", "offset": 3, "length": 2},
        {"type": "italic", "offset": 6, "length": 1},
    ]


def test_a_link_carries_its_address():
    assert parse('<a href="https://x.org/?a=1&amp;b=2">here</a>')[1][0]["url"] == "https://x.org/?a=1&b=2"


def test_a_link_without_an_address_takes_its_own_words():
    assert parse("😀<a>https://x.org</a>")[1][0]["url"] == "https://x.org"


def test_code_inside_pre_names_the_language():
    assert parse('<pre><code class="language-python">x = 1</code></pre>')[1] == [
        {"type": "pre", "offset": 0, "length": 5, "language": "python"}
    ]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        pytest.param("好<br>", 'Unsupported start tag "br" at byte offset 3', id="unknown tag"),
        pytest.param("a < b", 'Unsupported start tag "" at byte offset 2', id="bare angle"),
        pytest.param("<b/>", 'Unsupported start tag "b/" at byte offset 0', id="self-closing"),
        pytest.param("x <b", "Unclosed start tag at byte offset 2", id="no end of tag"),
        pytest.param("<a href", 'Unclosed start tag "a" at byte offset 0', id="no end after a name"),
        pytest.param("<a href=", 'Unclosed start tag "a" at byte offset 0', id="no value"),
        pytest.param('<a href="x"', "Unclosed start tag at byte offset 0", id="no end after a value"),
        pytest.param('<a href="x>y</a>', "Unclosed start tag at byte offset 0", id="open quote"),
        pytest.param('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0', id="no name"),
        pytest.param("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8", id="bare value"),
        pytest.param("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0', id="span"),
        pytest.param("x</b>", "Unexpected end tag at byte offset 1", id="end without start"),
        pytest.param("<b>x</b", "Unclosed end tag at byte offset 4", id="unclosed end"),
        pytest.param(
            "<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"', id="crossed"
        ),
        pytest.param("<i><b>x</b>", 'Can\'t find end tag corresponding to start tag "i"', id="never closed"),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(html, words):
    with pytest.raises(Refused) as refused:
        parse(html)

    assert refused.value.answer() == {
        "error_code": 400,
        "description": f"Bad Request: can't parse entities: {words}",
    }


SCRAPS = st.sampled_from([*TAGS, "<", "</", ">", "&", ";", "lt", "#x41", '"', "=", " ", "href", "好", "😀"])


def outcome(html):
    """Parse, and return the words of a refusal, or the text with its entities."""
    try:
        return parse(html)
    except Refused as refused:
        return refused.description


@given(st.lists(SCRAPS, max_size=40).map("".join))
def test_any_scraps_are_either_parsed_within_bounds_or_refused(html):
    match outcome(html):
        case str(words):
            assert words.startswith("Bad Request: can't parse entities: ")
        case (text, entities):
            assert all(0 < one["length"] <= units(text) - one["offset"] for one in entities)
