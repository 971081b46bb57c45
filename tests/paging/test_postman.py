"""The postman, against a real mail server: what goes out, and which refusal is one for good."""

import pytest

from bot.postman import Postman, postman_of
from bot.relay import relay
from bot.settings import load
from flows.mailing import Written
from scheduler.mailing import Sealed
from scheduler.settling import Outcome
from tests.cast import MONDAY
from tests.journeys.second_channel import mail_server

MAIL = Sealed(7, Written("lin@ward.example", "每周小结好了", "请打开聊天。\n"))


async def test_a_mail_is_plain_text_to_one_address_and_says_that_a_machine_sent_it() -> None:
    async with mail_server() as (server, url):
        assert await Postman(relay(url), "bot@ward.example").send(MAIL, MONDAY) == Outcome("sent")

    (message,) = server.took
    assert server.to == [["lin@ward.example"]]
    assert (message["Subject"], message["From"]) == ("每周小结好了", "bot@ward.example")
    assert message.get_content().strip() == "请打开聊天。"
    assert message["Message-ID"] == "<respite-mail-7@127.0.0.1>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("answer", "how"),
    [("451 try later", "retry"), ("554 never", "refused"), ("552 too much", "refused")],
)
async def test_an_answer_is_for_good_or_for_now_by_its_number(answer: str, how: str) -> None:
    async with mail_server() as (server, url):
        server.refuses.append(answer)
        found = await Postman(relay(url), "bot@ward.example").send(MAIL, MONDAY)

    assert found == Outcome(how, "smtpdataerror")


async def test_an_address_that_is_nobodys_is_refused_for_good_and_not_quoted() -> None:
    async with mail_server() as (server, url):
        server.nobody.append("lin@ward.example")
        found = await Postman(relay(url), "bot@ward.example").send(MAIL, MONDAY)

    assert found == Outcome("refused", "smtprecipientsrefused")


async def test_a_server_that_is_away_is_tried_again() -> None:
    async with mail_server() as (_, url):
        pass

    found = await Postman(relay(url), "bot@ward.example").send(MAIL, MONDAY)

    assert found == Outcome("retry", "connectionrefusederror")


def test_there_is_one_where_the_settings_name_a_mail_server() -> None:
    assert postman_of(load()) is None
    assert postman_of(load(smtp_url="smtp://127.0.0.1:25", alert_mail=("team@ward.example",))) is not None
