"""The picture of the group: a phone shows it whole, its words can be read there, and no family is on it."""

import re
import struct
from dataclasses import replace

import pytest

from content.catalogue import LANGUAGES, words
from flows.digest import PICTURE, compose
from flows.digest_glance import picture, shown
from reports.documents.page import SHARP, TEMPLATES
from reports.model import Change, Group
from reports.suppression import HOUSE, OUTSIDE, TEAM
from tests.digest.made_up import figures, line, said, week
from tests.digest.ward import DUE, WEEK, Ward

PHONE, SMALLEST, TALLEST = 360, 11, 5 / 4
CROWD = Group(120, 3.0, 1.0, 5.0, 3.1)
ITEMS = ("mood", "load", "burden")


def full(view=TEAM, **columns):
    """The most that can stand on it: eight whole weeks of a crowd, of a long name, with all that is noted."""
    items = dict.fromkeys(ITEMS, CROWD)
    weeks = tuple(replace(week(300, 300, 120), week=f"2026-W{n:02d}", items=items) for n in range(8, 16))
    changes = {"mood": Change(120, 2.0, 2), "load": Change(120, -2.0, -2)}
    lines = [line(number, "quiet") for number in range(1, 120)]
    noted = {"synthetic": True, "so_far": True, "programmes": ("白血病儿童照顾者支持小组" * 5,)}
    return figures(lines, weeks=weeks, view=view, changes=changes, **noted | columns)


def size(png):
    """Width and height in pixels, as its header says."""
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("view", [TEAM, HOUSE, OUTSIDE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_however_much_there_is_it_is_no_taller_than_four_to_five(language, view):
    width, height = size(picture(full(view), words(language), DUE))

    assert height / width <= TALLEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_week_is_a_picture_too(language):
    bare = week(0, 0, 0, mood=Group(0), load=Group(0))
    nobody = replace(bare, items={**bare.items, "burden": Group(0)})

    width, height = size(picture(figures(this=nobody, programmes=(), changes={}), words(language), DUE))

    assert height / width <= TALLEST


def test_its_smallest_words_can_be_read_where_it_is_as_wide_as_a_phone():
    template = (TEMPLATES / "digest_picture.typ").read_text("utf-8")
    width, _ = size(picture(full(), words("en"), DUE))
    a_point = SHARP / 72 * PHONE / width

    sizes = [float(points) for points in re.findall(r"size: ([\d.]+)pt", template)]

    assert min(sizes) * a_point >= SMALLEST
    assert not re.search(r"\b(small|tiny)\b", template.partition("\n#let d")[0].replace("smallest", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_the_message_says_of_the_group_and_names_no_family(language):
    made = full()
    told, message = shown(made, words(language)), said(made, language)

    rate, mood, load, burden = told["rows"]
    assert rate["value"] in message.replace("\u00a0", " ")
    assert mood["value"] in message
    assert load["value"] in message
    assert [point["below"] for point in burden["points"]] == ["120"] * 8
    assert not any(f"C-{number:02d}" in str(told) for number in range(1, 120))


def test_it_comes_with_the_digest_of_a_living_ward(session):
    ward = Ward(session, 12, "zh-Hans").live().trouble()

    made = compose(session, worker_id=ward.worker.id, week=WEEK, now=DUE, files=(PICTURE,))

    assert made.files[PICTURE].startswith(b"\x89PNG")


def test_whoever_is_not_of_the_team_sees_how_many_take_part_and_no_number_of_families():
    assert shown(full(), words("en"))["people"]["value"] == "119"
    assert shown(full(HOUSE), words("en"))["people"] == {
        "label": "Caregivers taking part",
        "value": "120",
        "note": "",
    }
