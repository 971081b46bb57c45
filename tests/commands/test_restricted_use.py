"""RESPITE_RESTRICTED_USE: one setting takes the words of some texts away; their keys are facts."""

import json
from pathlib import Path

import pytest
import yaml

from scales import deck
from scales.site_shelf import written
from tests.commands.test_doctor import findings
from tests.fhir.forms import text_for

RESTRICTED = ["bsfc_s", "cbi_personal", "who5"]


@pytest.fixture
def off(environment):
    """Switch the texts of restricted use off."""
    environment["RESPITE_RESTRICTED_USE"] = "off"


@pytest.mark.parametrize("value", ["on", "true", "1", ""])
def test_it_is_on_unless_it_is_off(respite, environment, value):
    environment["RESPITE_RESTRICTED_USE"] = value

    assert "switched off" not in respite("scales", "list").stdout


def test_the_list_names_what_is_switched_off(respite, off):
    lines = respite("scales", "list").stdout.splitlines()

    assert [line.split()[0] for line in lines if "switched off" in line] == RESTRICTED


def test_a_card_that_is_switched_off_shows_its_keys_and_not_its_words(respite, environment):
    on = respite("scales", "card", "who5").stdout
    environment["RESPITE_RESTRICTED_USE"] = "off"
    shown = respite("scales", "card", "who5").stdout

    assert "cheerful" in on.replace("who5_cheerful", "")
    assert "I have felt cheerful" not in " ".join(shown.split())
    assert "switched off by RESPITE_RESTRICTED_USE" in " ".join(shown.split())
    assert "who5_percent, 0 to 100" in shown


def test_a_card_that_is_switched_off_is_scored_as_before(respite, environment):
    Path("answers.csv").write_text("who5_1,who5_2,who5_3,who5_4,who5_5\n5,4,3,2,1\n")
    respite("scales", "score", "who5", "answers.csv", "--out", "on.csv")
    environment["RESPITE_RESTRICTED_USE"] = "off"
    result = respite("scales", "score", "who5", "answers.csv", "--out", "off.csv")

    assert result.exit_code == 0
    assert Path("off.csv").read_text() == Path("on.csv").read_text()


def test_a_form_that_is_switched_off_goes_out_without_words(respite, off):
    form = json.loads(respite("scales", "export", "who5", "--fhir").stdout)

    assert form["status"] == "draft"
    assert {"text", "_text"}.isdisjoint(key for item in form["item"] for key in item)


def test_the_doctor_says_what_is_switched_off(respite, off):
    level, words = findings(respite("doctor"))["site's texts"]

    assert (level, words.endswith("; switched off: bsfc_s, cbi_personal, who5")) == ("ok", True)


def test_a_site_s_own_words_take_their_place(respite, off):
    bare = deck.read(with_restricted_use=False).cards["who5"]
    Path("who5.yaml").write_text(written(text_for(bare)), "utf-8")

    assert respite("scales", "import", "who5.yaml").exit_code == 0
    assert "word cheerful" in respite("scales", "card", "who5").stdout


def test_the_doctor_names_every_fault_of_the_site_s_texts(respite, home):
    folder = home / "data" / "instruments"
    folder.mkdir(parents=True)
    (folder / "pss4.yaml").write_text("card: pss4\nversion: '1'\n")
    (folder / "zbi12.yaml").write_text("card: [")

    result = respite("doctor")

    level, words = findings(result)["site's texts"]
    assert (level, result.exit_code) == ("fault", 1)
    assert "pss4.yaml: declaration: Field required; pss4.yaml: translation_status" in words
    assert "zbi12.yaml: yaml: " in words
    assert "mend data/instruments" in words


def test_the_doctor_says_which_battery_asks_a_site_s_card_and_when_it_cannot(respite, home):
    text = text_for(deck.read().cards["pss4"], asked_in=["weekly"])
    Path("pss4.yaml").write_text(written(text), "utf-8")
    respite("scales", "import", "pss4.yaml")
    kept = home / "data" / "instruments" / "pss4.yaml"

    assert findings(respite("doctor"))["site's texts"] == (
        "ok",
        "pss4 in data/instruments; weekly asks pss4",
    )
    kept.write_text(yaml.safe_dump(yaml.safe_load(kept.read_text("utf-8")) | {"asked_in": ["never"]}))
    level, words = findings(respite("doctor"))["site's texts"]
    assert (level, "pss4.yaml: asked_in: there is no battery never" in words) == ("fault", True)


def test_a_text_is_kept_only_if_it_can_be_asked_where_it_says(respite, home):
    Path("pss4.yaml").write_text(written(text_for(deck.read().cards["pss4"], asked_in=["never"])), "utf-8")

    result = respite("scales", "import", "pss4.yaml")

    assert (result.exit_code, "asked_in: there is no battery never" in result.stderr) == (2, True)
    assert not Path("data").exists()


def test_where_a_text_is_asked_may_change_without_replacing_its_words(respite, home):
    for batteries in ([], ["weekly"]):
        text = text_for(deck.read().cards["pss4"], asked_in=batteries)
        Path("pss4.yaml").write_text(written(text), "utf-8")
        assert respite("scales", "import", "pss4.yaml").exit_code == 0

    assert "asked in weekly" in respite("scales", "list").stdout
