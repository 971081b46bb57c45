"""`respite scales import` and `export`: a site's words, and answers, in and out."""

import json
import tracemalloc
from pathlib import Path

import pytest
import yaml

from scales import registry
from scales.fhir.questionnaire import questionnaire
from scales.site_shelf import written
from tests.fhir.forms import WORDED, text_for

ZBI12 = registry.card("zbi12")
DECLARE = ["--licence", "Agreement 17", "--holder", "Mapi", "--declared-by", "Dr. Lin"]
PHQ4 = "phq4_1,phq4_2,phq4_3,phq4_4"


@pytest.fixture
def words(home):
    """Write a site's file for the Zarit with 12 items, changed as a test wants it, and return its path."""

    def words(**changes):
        data = yaml.safe_load(written(text_for(ZBI12))) | changes
        Path("zbi12.yaml").write_text(yaml.safe_dump(data, allow_unicode=True))
        return "zbi12.yaml"

    return words


@pytest.fixture
def form(home):
    """Write a Questionnaire for the same, changed as a test wants it, and return its path."""

    def form(**changes):
        Path("zbi12.json").write_text(json.dumps(questionnaire(WORDED["zbi12"]) | changes))
        return "zbi12.json"

    return form


def test_a_site_s_words_are_kept_and_shown(respite, words):
    result = respite("scales", "import", words())

    assert result.exit_code == 0, result.output
    assert (
        "zbi12: 12 items, under Agreement 17 (Dr. Lin); kept in data/instruments/zbi12.yaml" in result.stdout
    )
    shown = respite("scales", "card", "zbi12", "--locale", "zh-Hans").stdout
    assert "词i1" in shown
    assert "declared by Dr. Lin on 2026-03-02" in shown
    assert "site's text" in respite("scales", "list").stdout


def test_words_are_kept_in_the_data_folder_of_the_settings(respite, words, environment, tmp_path):
    environment["RESPITE_DATA_DIR"] = str(tmp_path / "elsewhere")

    respite("scales", "import", words())

    assert (tmp_path / "elsewhere" / "instruments" / "zbi12.yaml").is_file()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"declaration": None}, "zbi12.yaml: declaration: ", id="no licence"),
        pytest.param({"card": "zbi99"}, "no card is called zbi99", id="no card"),
        pytest.param(
            {"card": "phq9"}, "phq9 has its own words, which cannot be replaced", id="words of ours"
        ),
        pytest.param({"version": "9"}, "the words are for zbi12 9, not zbi12 1", id="another version"),
        pytest.param({"items": {"i1": {"en": "one"}}}, "no words for i10, i11, i12, i2", id="items lacking"),
        pytest.param(
            {"options": {0: {"en": "never"}}},
            "zbi12: options: no words in zh_hans for 0 of i1",
            id="answers lacking",
        ),
        pytest.param(
            {"options": {n: {"en": f"{n}", "zh_hans": f"{n}"} for n in range(6)}},
            "zbi12: options: no answer of the card has the value 5",
            id="an answer too many",
        ),
    ],
)
def test_words_that_do_not_fit_the_key_are_refused(respite, words, home, changes, said):
    result = respite("scales", "import", words(**changes))

    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert not Path("data").exists()


def test_words_that_people_may_have_answered_are_not_replaced_by_chance(respite, words):
    respite("scales", "import", words())

    again = respite("scales", "import", words())
    other = respite("scales", "import", words(stem={"en": "other", "zh_hans": "别的"}))

    assert (again.exit_code, other.exit_code) == (0, 2)
    assert "say --replace if nobody has answered those yet" in other.stderr
    assert "词before all" in respite("scales", "card", "zbi12", "--locale", "zh-Hans").stdout.replace(
        "\n", ""
    )
    assert (
        respite("scales", "import", words(stem={"en": "other", "zh_hans": "别的"}), "--replace").exit_code
        == 0
    )


def test_a_fault_that_came_into_the_folder_is_told_by_its_file(respite, words):
    respite("scales", "import", words())
    Path("data/instruments/zbi12.yaml").write_text("card: zbi12")

    result = respite("scales", "list")

    assert (result.exit_code, "zbi12.yaml: declaration: Field required" in result.stderr) == (2, True)


def test_words_may_come_as_fhir_with_the_licence_declared_on_the_command_line(respite, form):
    result = respite(
        "scales", "import", "--fhir", form(), *DECLARE, "--mode", "chat", "--translation", "official"
    )

    assert result.exit_code == 0, result.output
    kept = yaml.safe_load(Path("data/instruments/zbi12.yaml").read_text())
    assert kept["items"]["i1"] == {"en": "word i1", "zh_hans": "词i1"}
    assert kept["declaration"] | {"declared_on": None} == {
        "licence": "Agreement 17",
        "holder": "Mapi",
        "declared_by": "Dr. Lin",
        "declared_on": None,
        "modes": ["chat"],
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--licence", "Agreement 17"], "declare the licence that you hold: say --holder, --declared-by"),
        ([*DECLARE, "--mode", "song"], "--mode is one of chat, read_aloud, paper"),
        ([*DECLARE, "--translation", "perfect"], "--translation is one of official, published, working"),
        ([*DECLARE, "--declared-on", "soon"], "write a day as 2026-03-02"),
    ],
)
def test_a_form_without_a_sound_declaration_is_refused(respite, form, words, said):
    result = respite("scales", "import", "--fhir", form(), *words)

    assert (result.exit_code, said in result.stderr) == (2, True)
    assert not Path("data").exists()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"words", b"\xff\xfe", b'{"resourceType": "Patient"}']
)
def test_a_file_without_fhir_is_refused(respite, home, content):
    Path("form.json").write_bytes(content)

    result = respite("scales", "import", "--fhir", "form.json", *DECLARE)

    assert (result.exit_code, "form.json" in result.stderr) == (2, True)


def test_options_of_fhir_do_not_pass_unheard_with_a_file_in_yaml(respite, words):
    result = respite("scales", "import", words(), *DECLARE)

    assert (result.exit_code, "those options are for --fhir" in result.stderr) == (2, True)


def test_a_form_is_shown_or_written(respite, home):
    shown = respite("scales", "export", "phq9", "--fhir")
    respite("scales", "export", "phq9", "--fhir", "--out", "phq9.json")

    assert json.loads(shown.stdout) == questionnaire(registry.card("phq9"))
    assert Path("phq9.json").read_text() == shown.stdout


def test_a_form_has_the_words_that_the_site_brought(respite, words):
    respite("scales", "import", words())

    assert "词i1" in respite("scales", "export", "zbi12", "--fhir").stdout


def test_a_format_must_be_named(respite):
    result = respite("scales", "export", "phq9")

    assert (result.exit_code, "say --fhir" in result.stderr) == (2, True)


def test_answers_go_out_as_fhir_and_come_back_with_the_same_scores(respite, home):
    Path("answers.csv").write_text(f"{PHQ4}\n3,2,1,0\n3,2,,0\n")

    sent = respite("scales", "export", "phq4", "--fhir", "--responses", "answers.csv", "--out", "sent.ndjson")
    back = respite("scales", "import", "--fhir", "sent.ndjson", "--out", "back.csv")
    respite("scales", "score", "phq4", "back.csv", "--out", "scores.csv")

    assert (sent.exit_code, back.exit_code) == (0, 0), sent.output + back.output
    lines = [json.loads(line) for line in Path("sent.ndjson").read_text().splitlines()]
    assert [line["status"] for line in lines] == ["completed", "in-progress"]
    assert Path("back.csv").read_text() == (
        "response,nervous,worry,interest,down\nphq4-2,3,2,1,0\nphq4-3,3,2,,0\n"
    )
    assert [line.split(",")[5] for line in Path("scores.csv").read_text().splitlines()[1:]] == ["6", ""]


def test_a_row_that_is_no_answer_is_named_and_left_out(respite, home):
    Path("answers.csv").write_text(f"{PHQ4}\n3,2,1,0\n3,2,9,0\n")

    result = respite(
        "scales", "export", "phq4", "--fhir", "--responses", "answers.csv", "--out", "sent.ndjson"
    )

    assert (result.exit_code, result.stderr) == (1, "row 3, interest: 9 is not one of 0, 1, 2, 3\n")
    assert len(Path("sent.ndjson").read_text().splitlines()) == 1


def test_answers_come_from_a_bundle_too(respite, home):
    Path("answers.csv").write_text(f"{PHQ4}\n3,2,1,0\n3,2,1,1\n")
    respite("scales", "export", "phq4", "--fhir", "--responses", "answers.csv", "--out", "sent.ndjson")
    entries = [{"resource": json.loads(line)} for line in Path("sent.ndjson").read_text().splitlines()]
    Path("bundle.json").write_text(
        json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})
    )

    respite("scales", "import", "--fhir", "bundle.json", "--out", "back.csv")

    assert Path("back.csv").read_text().splitlines()[1:] == ["phq4-2,3,2,1,0", "phq4-3,3,2,1,1"]


def test_a_response_that_cannot_be_read_stops_all_and_is_named(respite, home):
    Path("answers.csv").write_text(f"{PHQ4}\n3,2,1,0\n3,2,1,1\n")
    respite("scales", "export", "phq4", "--fhir", "--responses", "answers.csv", "--out", "sent.ndjson")
    first, second = Path("sent.ndjson").read_text().splitlines()
    Path("sent.ndjson").write_text(
        f"{first}\n{second.replace('LA6568-5', 'LA1-1').replace('LA6569-3', 'LA1-1')}\n"
    )

    result = respite("scales", "import", "--fhir", "sent.ndjson", "--out", "back.csv")

    assert (result.exit_code, "response 2: phq4: no answer to" in result.stderr) == (2, True)
    assert not Path("back.csv").exists()


def test_responses_are_read_one_at_a_time(respite, home):
    Path("answers.csv").write_text(f"{PHQ4}\n3,2,1,0\n")
    respite("scales", "export", "phq4", "--fhir", "--responses", "answers.csv", "--out", "one.ndjson")
    line = Path("one.ndjson").read_text()

    def peak(count):
        Path("many.ndjson").write_text(line * count)
        tracemalloc.start()
        result = respite("scales", "import", "--fhir", "many.ndjson", "--out", "back.csv")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert f"responses: {count}, written to back.csv" in result.stderr
        return most

    peak(1)  # what is read once is read now
    assert peak(4000) < 1.2 * peak(500)


def test_blank_lines_between_responses_are_nothing(respite, home):
    Path("answers.csv").write_text(f"{PHQ4}\n3,2,1,0\n")
    respite("scales", "export", "phq4", "--fhir", "--responses", "answers.csv", "--out", "one.ndjson")
    line = Path("one.ndjson").read_text()
    Path("two.ndjson").write_text(f"{line}\n{line}\n")

    respite("scales", "import", "--fhir", "two.ndjson", "--out", "back.csv")

    assert len(Path("back.csv").read_text().splitlines()) == 3


def test_a_form_among_responses_stops_all(respite, home):
    Path("answers.csv").write_text(f"{PHQ4}\n3,2,1,0\n")
    respite("scales", "export", "phq4", "--fhir", "--responses", "answers.csv", "--out", "one.ndjson")
    Path("both.ndjson").write_text(
        Path("one.ndjson").read_text() + json.dumps(questionnaire(registry.card("phq4"))) + "\n"
    )

    result = respite("scales", "import", "--fhir", "both.ndjson", "--out", "back.csv")

    assert (result.exit_code, "QuestionnaireResponses and nothing else" in result.stderr) == (2, True)
    assert not Path("back.csv").exists()


def test_a_form_in_fhir_may_say_where_it_is_asked(respite, form):
    respite("scales", "import", "--fhir", form(), *DECLARE, "--mode", "chat", "--asked-in", "weekly")

    assert yaml.safe_load(Path("data/instruments/zbi12.yaml").read_text())["asked_in"] == ["weekly"]


def test_words_of_people_never_become_formulas(respite, home):
    Path("answers.csv").write_text("wishes\n=1+1\n")
    card = "session_satisfaction"

    respite("scales", "export", card, "--fhir", "--responses", "answers.csv", "--out", "sent.ndjson")
    respite("scales", "import", "--fhir", "sent.ndjson", "--out", "back.csv")

    assert Path("back.csv").read_text().splitlines()[1].endswith("'=1+1")
