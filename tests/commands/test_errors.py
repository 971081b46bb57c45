"""Errors on the command line: the expected in one sentence, the unexpected with their traceback."""

import pytest
import typer
from typer.testing import CliRunner

from bot.__main__ import Spoken
from bot.commands.errors import in_plain_words
from db.session import DatabaseFault
from scales.model import Card
from scheduler.cadence import Slot
from tests import cast

CANARY = "CANARY-name"


@pytest.fixture
def run():
    """Run a command that ends as the given function does."""

    def run(ends):
        app = typer.Typer(cls=Spoken)
        app.callback()(lambda: None)
        app.command("end")(lambda: ends())
        return CliRunner().invoke(app, ["end"])

    return run


def test_a_plain_refusal_of_ours_is_told_and_ends_with_status_2(run):
    result = run(lambda: Slot((1, 1), 9, "micro"))

    assert (result.exit_code, result.stderr) == (2, "weekdays run from 0 to 6, not 9\n")


@pytest.mark.parametrize(
    "ends",
    [
        pytest.param(lambda: {}["missing"], id="a key"),
        pytest.param(lambda: int("x"), id="a ValueError of somebody else's"),
        pytest.param(lambda: b"\xff".decode(), id="a kind of ValueError that says nothing to people"),
        pytest.param(lambda: Card(), id="a ValueError of a library"),
    ],
)
def test_an_error_that_nobody_expected_is_not_dressed_up(run, ends):
    result = run(ends)

    assert result.exit_code == 1
    assert type(result.exception) is not SystemExit


def test_what_the_database_says_is_told_without_the_values(database):
    with database.begin() as session:
        person = cast.person(session, cast.site(session), chat=1)

    with pytest.raises(DatabaseFault) as caught, database.begin() as session:
        cast.person(session, cast.site(session, name=CANARY), telegram_index=person.telegram_index)

    words = in_plain_words(caught.value)

    assert words.startswith("the database cannot do this: ")
    assert "unique" in words.lower()
    assert len(words.splitlines()) == 1
    assert CANARY not in words
    assert "INSERT" not in words


def test_a_word_that_is_no_command_is_told(respite):
    result = respite("frobnicate")

    assert (result.exit_code, "No such command 'frobnicate'" in result.stderr) == (2, True)
