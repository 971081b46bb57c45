"""`respite setup` by question: what is asked, what is offered, what happens to a wrong answer."""

import pytest

from db import holdings
from tests.commands.house import TOKEN

ANSWERS = {
    "name": "Ward 5",
    "country": "gb",
    "zone": "",
    "language": "",
    "hours": "",
    "days": "",
    "phone": "",
    "programme": "",
    "start": "2026-12-01",
    "sure": "y",
    "token": TOKEN,
}


def typed(**changed):
    """What a person types, line by line."""
    return "".join(f"{line}\n" for line in (ANSWERS | changed).values())


@pytest.fixture
def site(house_of):
    """Return the site that came of it."""

    def site():
        with house_of().session() as session:
            return holdings.sites(session)[0]

    return site


def test_enter_takes_what_is_usual_in_the_country(respite, site):
    result = respite("setup", typed=typed())

    assert result.exit_code == 0, result.output
    assert "[Europe/London]" in result.stdout
    assert (site().zone, site().language, site().duty_days, site().ward_phone) == (
        "Europe/London",
        "en",
        "12345",
        None,
    )


def test_a_yes_vouches_for_the_crisis_numbers(respite, site):
    respite("setup", typed=typed(sure="y"))

    assert site().crisis_confirmed_on is not None


def test_a_no_leaves_them_hidden(respite, site):
    result = respite("setup", typed=typed(sure="n"))

    assert site().crisis_confirmed_on is None
    assert "Families do not see these numbers" in result.stdout


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"country": "Atlantis\ngb"}, "choose one of AU, CA", id="country"),
        pytest.param({"country": "ZZ\ngb"}, "choose one of AU, CA", id="made-up country"),
        pytest.param({"zone": "Mars/Base\n"}, "write a zone such as Asia/Shanghai", id="zone"),
        pytest.param({"language": "klingon\n"}, "choose one of zh-Hans, en", id="language"),
        pytest.param({"hours": "always\n"}, "write hours as 08:30-17:30", id="hours"),
        pytest.param({"hours": "17:30-08:30\n"}, "must end later on the same day", id="hours at night"),
        pytest.param({"days": "Mon-Fri\n"}, "digits from 1 for Monday", id="days"),
        pytest.param({"phone": f"{'1' * 41}\n"}, "at most 40 characters", id="phone"),
        pytest.param({"programme": f"{'long' * 31}\n"}, "the programme needs a name", id="programme"),
        pytest.param({"start": "tomorrow\n2026-12-01"}, "write a day as 2026-03-02", id="first day"),
        pytest.param({"token": f"secret\n{TOKEN}"}, "digits, a colon, letters and digits", id="token"),
    ],
)
def test_a_wrong_answer_is_explained_and_asked_for_again(respite, site, wrong, said):
    result = respite("setup", typed=typed(**wrong))

    assert said in result.output
    assert site().zone == "Europe/London"


def test_what_a_flag_says_is_not_asked(respite, site):
    lines = typed().removeprefix("Ward 5\ngb\n")

    respite("setup", "--site", "Ward 7", "--country", "GB", typed=lines)

    assert site().name == "Ward 7"


def test_the_made_up_country_is_not_offered(respite):
    assert "ZZ" not in respite("setup", typed=typed()).output


def test_the_token_does_not_show_while_it_is_typed(respite, house_of):
    result = respite("setup", typed=typed())

    assert TOKEN not in result.output
    assert house_of().read_env()["RESPITE_BOT_TOKEN"] == TOKEN


def test_the_token_may_wait(respite, house_of):
    result = respite("setup", typed=typed(token=""))

    assert "There is no bot token yet" in result.stdout
    assert "RESPITE_BOT_TOKEN" not in house_of().read_env()


def test_whoever_walks_away_in_the_middle_leaves_nothing_behind(respite, home):
    result = respite("setup", typed="Ward 5\ngb\n")

    assert (result.exit_code, list(home.iterdir())) == (1, [])
