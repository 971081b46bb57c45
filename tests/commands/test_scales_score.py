"""`respite scales score`: a file of answers, scored right or not at all."""

import csv
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.__main__ import app
from scales import registry
from scales.cells import offers
from scales.model import Score
from scales.rows import added
from scales.scoring import columns, score

CARDS = registry.load(with_site_supplied=True)
PHQ4 = "phq4_1,phq4_2,phq4_3,phq4_4"
SCORES = "phq4_total,phq4_gad2,phq4_phq2,phq4_band,phq4_missing"


@pytest.fixture
def scored(respite, home):
    """Score a file and return what the command said, and what it wrote, if it did."""

    def scored(text, id="phq4", out="scores.csv"):
        Path("answers.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        result = respite("scales", "score", id, "answers.csv", "--out", out)
        return result, Path(out).read_bytes().decode() if Path(out).is_file() else None

    return scored


def test_scores_bands_and_gaps_are_set_beside_the_answers(scored):
    result, text = scored(f"{PHQ4}\n3,2,1,0\n3,2,1,\n")

    assert result.exit_code == 0, result.output
    assert text == f"{PHQ4},{SCORES}\n3,2,1,0,6,5,1,moderate,0\n3,2,1,,,5,,,1\n"


def test_columns_may_be_named_for_the_items_and_stand_in_any_order(scored):
    _, text = scored("down,worry,interest,nervous\n0,2,1,3\n")

    assert text.splitlines()[1] == "0,2,1,3,6,5,1,moderate,0"


def test_every_other_column_passes_through_as_it_came(scored):
    _, text = scored(f'name,note,{PHQ4},more\n"Lin, Wei",1+1=2,3,2,1,0,词\n')

    assert list(csv.reader(text.splitlines()))[1][:7] == ["Lin, Wei", "1+1=2", "3", "2", "1", "0", "词"]


def test_a_cell_that_is_no_answer_names_its_row_and_column_and_all_other_rows_are_scored(scored):
    result, text = scored(f"{PHQ4}\n3,2,1,0\n3,7,1,two\n0,0,0,0\n")

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "row 3, column phq4_2: 7 is not one of 0, 1, 2, 3",
        "row 3, column phq4_4: two is not one of 0, 1, 2, 3",
        "wrong cells: 2. Their rows have no scores",
        "rows: 3, written to scores.csv",
    ]
    assert text.splitlines()[2:] == ["3,7,1,two,,,,,", "0,0,0,0,0,0,0,normal,0"]


@pytest.mark.parametrize("cell", ["4", "-1", "1.5", "1e0", "0x1", "²", "１", "1_0", "NA", "n/a", "9" * 30])
def test_what_is_not_plainly_an_answer_is_not_taken_for_one(scored, cell):
    result, text = scored(f"{PHQ4}\n{cell},0,0,0\n")

    assert result.exit_code == 1
    assert "row 2, column phq4_1: " in result.stderr
    assert text.splitlines()[1] == f"{cell},0,0,0,,,,,"


@pytest.mark.parametrize("cell", ["2", " 2", "2.0", "2.", "+2", "02"])
def test_ways_of_writing_a_number_that_other_programs_have_are_taken(scored, cell):
    _, text = scored(f"{PHQ4}\n{cell},0,0,0\n")

    assert text.splitlines()[1] == f"{cell},0,0,0,2,2,0,normal,0"


def test_an_answer_without_a_number_is_not_a_blank(scored):
    names = ",".join(f"phq15_{n}" for n in range(1, 16))
    ones = ["1"] * 15

    _, text = scored(
        "\n".join([names, ",".join([*ones[:3], "n/a", *ones[4:]]), ",".join([*ones[:3], "", *ones[4:]])]),
        id="phq15",
    )

    rows = list(csv.DictReader(text.splitlines()))
    assert [(row["phq15_total"], row["phq15_missing"]) for row in rows] == [("14", "0"), ("", "1")]


def test_the_most_that_is_named_is_a_hundred_cells(scored):
    result, _ = scored(f"{PHQ4}\n" + "9,9,9,9\n" * 30)

    assert result.stderr.count("is not one of") == 100
    assert "wrong cells: 120; the first 100 are named" in result.stderr


@pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_has_the_scores_that_the_chat_would_give(tmp_path, card, data):
    cells = st.fixed_dictionaries(
        {item: st.sampled_from([*offers(card, item), ""]) for item in columns(card)}
    )
    rows = data.draw(st.lists(cells, min_size=1, max_size=4))
    given_, out = tmp_path / "given.csv", tmp_path / "out.csv"
    with given_.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns(card))
        writer.writeheader()
        writer.writerows(rows)

    CliRunner().invoke(app, ["scales", "score", card.id, str(given_), "--out", str(out)])

    with out.open(newline="") as file:
        found = list(csv.DictReader(file))
    for row, cells_out in zip(rows, found, strict=True):
        answers = {item: None if cell == "n/a" else int(cell) for item, cell in row.items() if cell}
        for result in score(card, answers):
            said = str(result.value) if isinstance(result, Score) else ""
            assert cells_out[f"{card.id}_{result.scale}"] == said


def test_every_card_names_its_columns_apart():
    for card in CARDS.values():
        names = added(card)
        assert len(set(names)) == len(names), card.id


def test_the_band_is_the_total_s_or_the_only_one_s():
    bands = {id: [name for name in added(card) if name.endswith("_band")] for id, card in CARDS.items()}

    assert (bands["phq9"], bands["who5"], bands["ucla3"]) == (["phq9_band"], ["who5_band"], [])
    assert bands["mspss"] == ["mspss_total_mean_band", "mspss_total_sum_band"]


def test_every_set_of_bands_has_a_column(scored):
    mspss = CARDS["mspss"]
    further = next(scale for scale in mspss.scales if scale.further_bands)
    names = ",".join(columns(mspss))

    _, text = scored(f"{names}\n{','.join(['4'] * 12)}\n{','.join(['7'] * 12)}\n", id="mspss")

    rows = list(csv.DictReader(text.splitlines()))
    assert [row["mspss_total_sum_band_2"] for row in rows] == [
        further.further_bands[0].of(Decimal(total)) for total in (48, 84)
    ]
    assert rows[0]["mspss_total_sum_band"] == further.bands.of(Decimal(48))


def test_a_gap_is_filled_by_the_unverified_rule_only_where_that_is_asked_for(respite, home):
    names = ",".join(f"phq8_{n}" for n in range(1, 9))
    Path("answers.csv").write_text(f"{names}\n2,2,2,2,2,2,2,\n")

    respite("scales", "score", "phq8", "answers.csv", "--out", "scores.csv")
    respite("scales", "score", "phq8", "answers.csv", "--out", "chosen.csv", "--unverified-missing-rule")

    rows = [
        next(csv.DictReader(Path(name).read_text().splitlines())) for name in ("scores.csv", "chosen.csv")
    ]
    assert [row["phq8_total"] for row in rows] == ["", "16"]


def test_a_card_without_such_a_rule_says_so(respite, home):
    Path("answers.csv").write_text(f"{PHQ4}\n3,2,1,0\n")

    result = respite(
        "scales", "score", "phq4", "answers.csv", "--out", "scores.csv", "--unverified-missing-rule"
    )

    assert (result.exit_code, "phq4 has no missing rule but the one in force" in result.stderr) == (2, True)


def test_memory_does_not_grow_with_the_file(home):
    def peak(rows):
        Path("answers.csv").write_text(f"{PHQ4}\n" + "3,2,1,0\n" * rows)
        tracemalloc.start()
        CliRunner().invoke(app, ["scales", "score", "phq4", "answers.csv", "--out", "scores.csv"])
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(Path("scores.csv").read_text().splitlines()) == rows + 1
        return most

    peak(10)  # what is read once is read now
    assert peak(100_000) < 1.3 * peak(20_000)
