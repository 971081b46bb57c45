"""`respite programme`: made from a template, repeated elsewhere from a file, told of in a chapter."""

from datetime import timedelta

import pytest
import yaml

from bot.clock import WallClock
from content.programmes import BadTemplate, keys, read, template
from db import opinions, session_notes, sessions
from db.models import Meets, Programme, SessionNote
from scheduler.cadence import DEFAULT, Cadence
from tests import cast

TOMORROW = (WallClock().now() + timedelta(days=2)).date().isoformat()
WHERE = ("--first", TOMORROW, "--at", "14:30", "--place", "Room 3")


def test_the_programme_for_caregivers_asks_what_every_programme_asks_by_default():
    assert list(template("caregivers").cadence) == DEFAULT.to_json()


@pytest.mark.parametrize("key", keys())
def test_every_template_can_be_asked_and_reads_back_as_it_was_written(key):
    ours = template(key)

    assert read(ours.to_yaml()) == ours
    assert len(ours.sessions) == 6
    assert all(set(one.theme) == {"en", "zh-Hans"} for one in ours.sessions)
    Cadence.from_json(ours.cadence)


def test_what_is_exported_makes_the_same_programme_elsewhere(respite, house, tmp_path):
    for number, words in enumerate(
        [("new", *WHERE), ("export", 2, "--out", "one.yaml"), ("import", "one.yaml", *WHERE)]
    ):
        result = respite("programme", *words)
        assert result.exit_code == 0, (number, result.output)
    again = respite("programme", "export", 3, "--out", "two.yaml")

    assert again.exit_code == 0
    assert (tmp_path / "one.yaml").read_text("utf-8") == (tmp_path / "two.yaml").read_text("utf-8")
    assert read((tmp_path / "one.yaml").read_text("utf-8")) == template("caregivers")
    shown = respite("programme", "show", 3).output
    assert f" 1  {TOMORROW} 14:30  彼此认识  (planned, coming 0, cannot 0)" in shown


def test_what_a_session_of_ones_own_brings_goes_with_it_into_the_file_and_out_of_it(respite, house, tmp_path):
    one = {**BROKEN["sessions"][0], "key": "own", "theme": {"zh-Hans": "歇一歇"}, "piece": "micro_rest"}
    (tmp_path / "own.yaml").write_text(yaml.safe_dump({**BROKEN, "sessions": [one]}), "utf-8")
    respite("programme", "import", "own.yaml", *WHERE)
    respite("programme", "export", 2, "--out", "again.yaml")

    again = read((tmp_path / "again.yaml").read_text("utf-8"))
    assert (again.sessions[0].theme, again.sessions[0].piece) == ({"zh-Hans": "歇一歇"}, "micro_rest")
    with house.session() as session:
        assert [each.piece for each in sessions.of_programme(session, 2)] == ["micro_rest"]
    assert all("piece" not in template(key).to_yaml() for key in keys())


def test_a_programme_for_children_asks_for_a_yes_and_so_does_its_copy(respite, house, tmp_path):
    for words in [
        ("new", *WHERE, "--template", "children"), ("export", 2, "--out", "one.yaml"),
        ("import", "one.yaml", *WHERE),
    ]:  # fmt: skip
        assert respite("programme", *words).exit_code == 0

    assert read((tmp_path / "one.yaml").read_text("utf-8")) == template("children")
    with house.session() as session:
        assert [session.get_one(Programme, number).asks_child for number in (1, 2, 3)] == [False, True, True]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "--first", "2020-01-01", "--at", "14:30", "--place", "R"), "is past"),
        (("new", "--first", TOMORROW, "--at", "half two", "--place", "R"), "write an hour as 14:30"),
        (("new", *WHERE, "--template", "nurses"), "there is no template nurses"),
        (("new", *WHERE, "--site", 9), "there is no site 9"),
        (("show", 9), "there is no programme 9"),
        (("export", 1, "--out", "x.yaml"), "has no sessions"),
        (("chapter", 1, "--out", "x.md"), "no session was held yet"),
        (("chapter", 1, "--out", "x.md", "--language", "fr"), "there are zh-Hans and en"),
    ],
)
def test_what_cannot_be_is_one_sentence(respite, house, words, said):
    result = respite("programme", *words)

    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.splitlines()) == 1


BROKEN = {
    "key": "caregivers",
    "title": {"en": "Group"},
    "minutes": 90,
    "capacity": 12,
    "sessions": [{"key": "one", "day": 0, "theme": {"en": "Theme"}, "plan": [{"en": "Step"}]}],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sessions": []}, "sessions: from 1 to 40"),
        ({"minutes": "long"}, "minutes: a whole number"),
        ({"capacity": 0}, "capacity: a whole number"),
        ({"title": {"fr": "Groupe"}}, "title: a text"),
        ({"key": "two words"}, "key: a key"),
        ({"cadence": "daily"}, "cadence: a list"),
        ({"asks_child": "maybe"}, "asks_child: true or false"),
        ({"cadence": [{"weeks": [0, 0], "weekday": 1, "battery": "child"}]}, "asks_child: the cadence asks"),
        ({"sessions": [{**BROKEN["sessions"][0], "day": 9}, BROKEN["sessions"][0]]}, "do not go forward"),
        ({"sessions": [{**BROKEN["sessions"][0], "plan": [{"en": "x" * 61}]}]}, "session 1, step 1"),
        (
            {"sessions": [{**BROKEN["sessions"][0], "piece": "cake"}]},
            "session 1, piece: the library has no cake",
        ),
        ({"sessions": [{**BROKEN["sessions"][0], "piece": "grief_first"}]}, "that everybody may read"),
    ],
)
def test_a_file_with_a_fault_is_refused_and_the_place_is_named(change, said):
    assert read(yaml.safe_dump(BROKEN)).sessions[0].theme == {"en": "Theme"}
    with pytest.raises(BadTemplate, match=said):
        read(yaml.safe_dump({**BROKEN, **change}))


def test_the_chapter_gathers_the_notes_and_names_nobody(respite, house, tmp_path):
    respite("programme", "new", *WHERE)
    with house.session() as session:
        run = session.get_one(Programme, 2)
        site = cast.site(session)
        people = [
            cast.caregiver(session, site, run, label=f"C-0{n}", called=called)
            for n, called in ((1, "苗苗妈妈"), (2, "Ma"), (3, "Ben"))
        ]
        held = sessions.of_programme(session, run.id)[0]
        held.state = Meets.HELD
        held.starts_at -= timedelta(days=30)
        sessions.of_programme(session, run.id)[1].starts_at -= timedelta(days=30)
        for n in range(5):
            opinions.add(session, held.id, bytes([n] * 16), {"session_taps.listened": 5})
        note = SessionNote(
            site_id=held.site_id, session_id=held.id, done=[0, 1], observed={"mood": 3, "strain": 1},
            worked="苗苗妈妈 opened up.\nMany spoke.", fell_short="Ma and Ben left early.", next=None,
            written_by=None, written_at=cast.MONDAY,
        )  # fmt: skip
        session_notes.put(session, note)
        assert len(people) == 3

    result = respite("programme", "chapter", 2, "--out", "chapter.md", "--language", "en")

    assert result.exit_code == 0, result.output
    text = (tmp_path / "chapter.md").read_text("utf-8")
    assert "- C-01 opened up. Many spoke. (1)" in text
    assert "- C-02 and C-03 left early. (1)" in text
    assert "Of the plan 2 of 5 steps were done." in text
    rows = [line.split(" | ")[3] for line in text.splitlines() if line.startswith(("| 2 |", "| 3 |"))]
    assert rows == ["Begun, and not marked yet", "As planned"]
    assert "How was the mood? Open" in text
    assert "I felt listened to and respected. Strongly agree 5" in text
    assert "It helps the families. Fewer than 5 people said something" in text
    assert "苗苗" not in text
