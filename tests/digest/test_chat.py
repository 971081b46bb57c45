"""The digest in chat: plain words, nobody's name, no one's score."""

import re
from datetime import date

import pytest

from content.catalogue import LANGUAGES, words
from flows.digest import compose
from flows.digest_chat import message, shown
from reports.lines import URGENCY
from reports.model import Change, Group, Line, Reason
from tests.digest.made_up import ALERTS, PAUSES, figures, line, said, week
from tests.digest.ward import DUE, NAMES, WEEK, Ward


def test_it_says_week_programme_rate_and_where_the_group_is_going():
    assert said(figures()).splitlines() == [
        "Week 15 · Apr 6 – 12",
        "Spring group",
        "",
        "23 of 30 answered (77 %)",
        "Mood: so-so ↗ a little brighter than last week (8 in both weeks)",
        "Load: heavy ↘ a little lighter than last week (8 in both weeks)",
        "",
        "All quiet: no family needs a special look this week.",
    ]


def test_it_says_the_same_in_chinese():
    assert said(figures([line(3, "quiet")]), "zh-Hans").splitlines() == [
        "第15周 · 4月6日至12日",
        "Spring group",
        "",
        "发出30次提问，答了23次（77%）",
        "心情：一般 ↗ 比上周好一点（两周都答的8人）",
        "压力：比较大 ↘ 比上周轻一点（两周都答的8人）",
        "",
        "请留意这几家",
        "C-03 · 没有回音 · 4月9日起",
    ]


def test_a_red_alert_catches_the_eye_and_a_third_reason_is_counted():
    told = said(figures([line(1, "alert_red", "load", "quiet")])).splitlines()[-1]

    assert told.split("; ") == [
        "❗ C-01 · red alert open · since Apr 9",
        "very heavy load, twice in a week · since Apr 9",
        "+1 more reason",
    ]


def test_an_alert_and_a_pause_are_told_by_their_own_reason():
    reasons = (
        Reason("alert_amber", date(2026, 4, 9), "contact"),
        Reason("paused", date(2026, 4, 7), "hospital"),
    )

    assert "asked for contact as soon as possible · since Apr 9; resting (in hospital) · since Apr 7" in said(
        figures([Line(1, "C-01", reasons)])
    )


def test_under_five_it_says_that_it_cannot_say():
    few = said(
        figures(this=week(mood=Group(4), load=Group(0)), changes={"mood": Change(4), "load": Change(0)})
    )

    assert "Mood: too few answers to say" in few
    assert "Load: too few answers to say" in few


def test_without_a_week_to_compare_it_says_the_level_only():
    assert "Mood: so-so\n" in said(figures(changes={"mood": Change(3), "load": Change(3)}))


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"this": week(sent=0, answered=0)}, "No check-in was sent this week."),
        (
            {"this": week(sent=0, answered=0, caregivers=0)},
            "No caregiver takes part in your programmes this week.",
        ),
        ({"programmes": ()}, "You have no programme at the moment."),
        ({"so_far": True}, "So far: the week is not over yet."),
        ({"synthetic": True}, "Synthetic data: none of these people exist."),
        ({"programmes": ("A", "B")}, "2 programmes"),
        ({"programmes": ("A" * 80,)}, "A" * 39 + "…"),
    ],
)
def test_what_is_special_about_a_week_is_said(columns, told):
    assert told in said(figures(**columns))


def test_a_name_cannot_break_the_markup():
    html = message(figures(programmes=("<b>Ward</b> & co",)), words("en")).text

    assert "&lt;b&gt;Ward&lt;/b&gt; &amp; co" in html
    assert re.findall(r"<[^>]*>", html) == ["<b>", "</b>"]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_no_name_and_no_number_from_an_answer_is_in_the_message(small_session, language):
    ward = Ward(small_session, language=language).live().trouble()
    made = compose(small_session, worker_id=ward.worker.id, week=WEEK, now=DUE, files=())
    text = shown(made.message.text)

    assert not [name for name in NAMES if len(name) > 1 and name in text]
    families = [one for one in text.splitlines() if re.match(r"(❗ )?C-\d\d", one)]
    told = [
        re.sub(r"^❗? ?C-\d\d|\w* ?\d+月\d+日起|since \w+ \d+|另有\d条|\+\d more reasons?", "", one)
        for one in families
    ]
    assert len(families) == 7
    assert not [one for one in told if re.search(r"\d", one)]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_reason_has_words_in_every_language(language):
    for code in URGENCY:
        for detail in ("", *ALERTS, *PAUSES, "unheard_of"):
            told = said(figures([Line(1, "C-01", (Reason(code, date(2026, 4, 9), detail),))]), language)
            assert "C-01 · " in told
            assert "{" not in told
