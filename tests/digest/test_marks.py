"""A digest in a chat is brought up to date by rule: only what happened changes, and twice is once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import LANGUAGES, words
from content.message import Button
from flows.digest_chat import message, shown
from flows.digest_marks import CAPTION, Mark, brought_up_to_date, is_digest, rows_of
from reports.lines import URGENCY
from tests.digest.made_up import figures, line

ENGLISH = words("en")
MARKS = st.builds(Mark, st.booleans(), st.booleans(), st.booleans(), st.booleans())
# A label stands in one line; it may hold whatever a programme is called.
WRITTEN = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=30)
LABELS = st.lists(WRITTEN, min_size=1, max_size=9, unique=True)


def crowd(labels, code="quiet"):
    """A line for each label, of a family with a place."""
    return [
        replace(line(number, code, label=f"C-{number:02d} {label}".strip()), place_id=number)
        for number, label in enumerate(labels, 1)
    ]


def digest(lines, language="en"):
    """A digest as it is sent: with the ways to its files below."""
    made = message(figures(lines), words(language))
    files = (Button("Picture", "digest:picture:2026-W15:3"),)
    return replace(made, buttons=(*made.buttons, files))


def marked(made, places, alerts=None, voice=ENGLISH):
    return brought_up_to_date(made, places, alerts or {}, voice)


@given(LABELS, st.sampled_from(URGENCY), st.sampled_from(list(LANGUAGES)))
def test_where_nothing_happened_not_a_letter_changes(labels, code, language):
    made = digest(crowd(labels, code), language)
    places = {row.place: Mark() for row in rows_of(made)}

    assert brought_up_to_date(made, places, {}, words(language)) == made
    assert brought_up_to_date(made, {}, {}, words(language)) == made


@given(LABELS, st.sampled_from(URGENCY), st.dictionaries(st.integers(1, 9), MARKS))
def test_what_was_brought_up_to_date_is_so(labels, code, places):
    once = marked(digest(crowd(labels, code)), places)

    assert marked(once, places) == once


@given(
    LABELS,
    st.sampled_from(URGENCY),
    st.dictionaries(st.integers(1, 9), st.builds(Mark, st.just(True), st.just(True))),
)
def test_what_was_put_back_stands_as_before(labels, code, places):
    made = digest(crowd(labels, code))

    assert marked(marked(made, places), dict.fromkeys(range(1, 10), Mark())) == made


@given(LABELS, st.integers(1, 9))
def test_of_all_lines_only_the_one_that_is_done_is_struck_out(labels, place):
    made = digest(crowd(labels))
    if place not in {row.place for row in rows_of(made)}:
        return

    told = shown_lines(marked(made, {place: Mark(done=True, mine=True)}))

    assert [each for each in told if each.startswith("✓ ")] == [f"✓ <s>{shown_line(made, place)}</s>"]


def shown_lines(made):
    return made.text.split("\n")


def shown_line(made, place):
    return next(each for each in shown_lines(made) if each.startswith(f"C-{place:02d}"))


def test_a_digest_below_a_file_never_grows_past_its_caption():
    made = digest(crowd([""]))
    long = replace(made, text=made.text + "x" * (CAPTION - len(shown(made.text))))

    told = marked(long, {1: Mark(done=True, mine=True)})

    assert told.text == long.text
    assert told.buttons[0][0].data == "line:1:undo:call"


def test_what_a_colleague_has_done_can_only_be_looked_into():
    told = marked(digest(crowd([""])), {1: Mark(done=True)})

    assert [each.data for each in told.buttons[0]] == ["line:1:call", "line:1:more"]
    assert "✓ <s>C-01" in told.text


def test_a_taken_alert_says_so_once_in_whatever_language():
    alerted = [replace(line(1, "alert_red"), place_id=1, alert_id=7)]
    made = digest(alerted)
    assert made.buttons[0][0].data == "line:1:take"

    told = marked(made, {1: Mark(taken=True)})
    again = marked(told, {1: Mark(taken=True)}, voice=words("zh-Hans"))

    assert told.buttons[0][0].data == "line:1:call"
    assert told.text.endswith(ENGLISH.say("line.taken"))
    assert again.text.endswith(words("zh-Hans").say("line.taken"))
    assert ENGLISH.say("line.taken") not in again.text


def test_that_an_alert_was_taken_before_the_digest_is_no_news():
    made = digest([replace(line(1, "alert_red"), place_id=1)])
    assert made.buttons[0][0].data == "line:1:call"

    assert marked(made, {1: Mark(taken=True)}) == made


def test_of_one_without_a_place_the_way_goes_once_somebody_has_the_alert():
    made = digest([replace(line(1, "alert_red", label="#7"), alert_id=7)])
    assert made.buttons[0][0].data == "alert:take:7"

    assert marked(made, {}, {7: Mark(raised=True)}) == made
    told = marked(made, {}, {7: Mark(taken=True)})

    assert [each.data for row in told.buttons for each in row] == ["digest:picture:2026-W15:3"]
    assert f"#7 · pressed Help{ENGLISH.say('line.taken')}" not in made.text
    assert told.text.endswith(ENGLISH.say("line.taken"))


def test_only_a_digest_is_one():
    assert is_digest(digest(crowd([""])))
    assert not is_digest(message(figures(crowd([""])), ENGLISH))
    assert set(LANGUAGES) >= {"en", "zh-Hans"}
