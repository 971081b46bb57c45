"""A card with a fault is not loaded, and every fault is said with its file and field."""

import subprocess
import sys

import pytest
import yaml

from scales.registry import load, parse
from scales.strict_yaml import CardFaults
from tests.scales.forms import content, faults, reversed_items

OPTION = {"value": 0, "en": "none", "zh_hans": "无"}
OTHER = {"value": 3, "en": "much", "zh_hans": "多"}


def test_the_content_that_the_faults_below_are_put_into_is_sound():
    assert parse(yaml.safe_dump(content()), "form.yaml").id == "form"


@pytest.mark.parametrize("field", ["licence", "missing", "key_source", "version", "holder", "recall"])
def test_a_card_without_its_papers_is_refused(field):
    data = content()
    del data[field]

    assert faults(data) == [f"form.yaml: {field}: Field required"]


def test_a_skippable_question_with_a_null_answer_is_refused():
    null = {"value": None, "en": "no chance", "zh_hans": "没机会"}
    item = {"id": "a", "en": "word", "zh_hans": "词", "skippable": True, "options": [OPTION, OTHER, null]}

    assert faults(content(items=[item, *reversed_items()[1:]])) == [
        "form.yaml: items.0: has a null answer and may be skipped: the two could not be told apart"
    ]


def test_a_site_brings_its_own_words():
    bare = [{"value": value} for value in range(4)]
    data = content(text_status="site_supplied", items=[{"id": id} for id in "abcd"], options=bare)

    card = parse(yaml.safe_dump(data), "form.yaml")

    with pytest.raises(LookupError, match="no words in en"):
        card.text("a", "en")


def test_a_key_written_twice_is_a_fault_with_its_line():
    with pytest.raises(CardFaults, match=r"form.yaml: yaml: .*written twice: id .*line 1"):
        parse("id: form\nversion: '1'\nid: other\n", "form.yaml")


def test_every_fault_of_every_file_is_said_at_once(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "one.yaml").write_text(yaml.safe_dump(content(colour="red", recall="soon")))
    (tmp_path / "own" / "two.yaml").write_text(yaml.safe_dump(content()))
    (tmp_path / "form.yaml").write_text(yaml.safe_dump(content()))

    with pytest.raises(CardFaults) as caught:
        load(tmp_path)

    assert [line.split(": ")[:2] for line in str(caught.value).splitlines()] == [
        ["one.yaml", "recall"],
        ["one.yaml", "colour"],
        ["own/two.yaml", "id"],
    ]


def test_cards_are_read_once():
    assert load() is load()


def test_asking_a_question_does_not_load_numpy():
    program = "import sys, scales.batteries, scales.safety; print('numpy' in sys.modules)"

    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout

    assert printed == "False\n"
