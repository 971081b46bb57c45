"""`respite setup` where something is already: nothing is lost, nothing is made twice."""

from sqlalchemy import select

from db.models import Act, AuditEvent, Person, SiteRow
from tests import cast
from tests.commands.house import TOKEN

WARD = ("setup", "--yes", "--site", "Ward 5", "--country", "CN")


def test_running_it_twice_changes_nothing_and_says_so(respite, house):
    rows, env = house.dump(), house.env.read_bytes()

    result = respite(*WARD, "--bot-token", "1:another-token")

    assert (house.dump(), house.env.read_bytes()) == (rows, env)
    assert "The site Ward 5 is here already; nothing else about it was changed." in result.stdout


def test_a_second_site_is_not_made_by_a_slip_of_the_pen(respite, house):
    rows = house.dump()

    result = respite("setup", "--yes", "--site", "Ward 6", "--country", "CN")

    assert (result.exit_code, house.dump()) == (2, rows)
    assert "the site Ward 5 is here already" in result.stderr


def test_keys_that_are_set_are_kept(respite, home, environment):
    environment["RESPITE_KEYS"] = cast.KEYS

    respite(*WARD)

    assert not (home / ".env").exists()


def test_what_the_settings_file_says_already_stays_as_it_is(respite, home):
    (home / ".env").write_text(f"# ours\nRESPITE_KEYS={cast.KEYS}\nRESPITE_LOG_LEVEL=DEBUG")

    respite(*WARD, "--bot-token", TOKEN)

    assert (home / ".env").read_text() == (
        f"# ours\nRESPITE_KEYS={cast.KEYS}\nRESPITE_LOG_LEVEL=DEBUG\nRESPITE_BOT_TOKEN={TOKEN}\n"
    )


def test_where_people_are_a_lost_key_is_not_replaced_by_a_new_one(respite, house):
    with house.session() as session:
        cast.person(session, cast.site(session))
    house.env.unlink()

    result = respite(*WARD)

    assert result.exit_code == 2
    assert "put back the keys it was written with" in result.stderr
    assert not house.env.exists()


def test_a_lost_key_that_sealed_nothing_may_be_replaced(respite, house):
    house.env.unlink()

    assert respite(*WARD).exit_code == 0
    assert "RESPITE_KEYS" in house.read_env()


def test_people_stay_readable_after_setup_ran_again(respite, house):
    with house.session() as session:
        person = cast.person(session, cast.site(session), called="Amina")

    respite(*WARD)

    with house.session() as session:
        assert session.get_one(Person, person.id).called == "Amina"


def test_the_pdf_goes_by_chat_only_while_the_site_wants_it(respite, house):
    for word, wanted in (("--pdf-by-chat", True), ("--no-pdf-by-chat", False)):
        respite("setup", "--yes", word)

        with house.session() as session:
            assert session.get_one(SiteRow, 1).pdf_by_chat is wanted


def test_item_nine_is_asked_only_while_the_site_answers_for_it(respite, house):
    with house.session() as session:
        assert session.get_one(SiteRow, 1).seven_day_cover is False
    for word, wanted in (("--seven-day-cover", True), ("--no-seven-day-cover", False)):
        respite("setup", "--yes", word)

        with house.session() as session:
            assert session.get_one(SiteRow, 1).seven_day_cover is wanted


def test_what_setup_settles_anew_is_written_down_where_it_is_another(respite, house):
    respite("setup", "--yes", "--seven-day-cover", "--pdf-by-chat")
    respite("setup", "--yes", "--seven-day-cover", "--no-pdf-by-chat", "--confirm-crisis")

    with house.session() as session:
        today = session.get_one(SiteRow, 1).crisis_confirmed_on
        changes = select(AuditEvent.about).where(AuditEvent.act == Act.SITE_CHANGED)
        written = session.scalars(changes.order_by(AuditEvent.id)).all()
    assert written == [
        "digest's PDF by chat: yes",
        "seven-day cover: yes",
        "digest's PDF by chat: no",
        f"crisis numbers confirmed on: {today}",
    ]
