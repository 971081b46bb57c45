"""Mail and webhook: what goes out, what a refusal means, and what the settings must say."""

import pytest

from bot.paging.channels import channels_of
from bot.paging.mail import Mail
from bot.paging.webhook import SignedWebhook, is_ours, signature
from bot.relay import relay
from bot.settings import SettingsFault, load
from scheduler.paging import Call
from tests.cast import MONDAY
from tests.journeys.second_channel import SECRET, both, mail_server, webhook_server

CALL = Call(id=7, case=17, drill=False, channel="mail", subject="step7", attempts=1)


async def test_a_mail_carries_the_case_number_and_nothing_of_the_family() -> None:
    async with mail_server() as (mailbox, url):
        assert await Mail(relay(url), "from@ward.example", ["to@ward.example"]).send(CALL, MONDAY) is None

    (message,) = mailbox.took
    assert message["Subject"] == "Respite #17: please look / 请查看"
    assert "Case 17 waits" in message.get_content()
    assert "编号 17" in message.get_content()
    assert message["Message-ID"] == "<respite-page-7@127.0.0.1>"
    assert message["Auto-Submitted"] == "auto-generated"


async def test_a_drill_says_so_in_every_channel() -> None:
    async with mail_server() as (mailbox, smtp), webhook_server() as (desk, webhook):
        channels = both(smtp, webhook)
        for name in channels.channels:
            assert await channels.send(Call(8, 18, True, name, "step7", 1), MONDAY) is None

    assert "DRILL / 演练" in mailbox.took[0]["Subject"]
    assert "This is a drill" in mailbox.took[0].get_content()
    assert desk.told == [{"page": 8, "case": 18, "drill": True}]


async def test_what_a_mail_server_refuses_is_told_in_a_word_without_addresses() -> None:
    async with mail_server() as (mailbox, url):
        mailbox.refuses.append("554 to@ward.example is nobody here")
        reason = await Mail(relay(url), "from@ward.example", ["to@ward.example"]).send(CALL, MONDAY)

    assert reason == "smtpdataerror"


async def test_a_mail_server_that_is_away_is_told_in_a_word() -> None:
    async with mail_server() as (_, url):
        pass

    assert (
        await Mail(relay(url), "a@b.example", ["c@d.example"]).send(CALL, MONDAY) == "connectionrefusederror"
    )


async def test_a_webhook_is_signed_over_time_and_body() -> None:
    async with webhook_server() as (desk, url):
        assert await SignedWebhook(url, SECRET).send(CALL, MONDAY) is None
        assert await SignedWebhook(url, "another-secret-of-tests").send(CALL, MONDAY) is None

    assert desk.genuine == [True, False]


@pytest.mark.parametrize(("stamp", "body"), [("1772438401", b'{"case":17}'), ("1772438400", b'{"case":18}')])
def test_a_signature_fits_one_time_and_one_body(stamp: str, body: bytes) -> None:
    given = "sha256=" + signature(SECRET, "1772438400", b'{"case":17}')

    assert is_ours(SECRET, "1772438400", b'{"case":17}', given)
    assert not is_ours(SECRET, stamp, body, given)


async def test_a_webhook_that_does_not_take_it_is_told_by_its_status() -> None:
    async with webhook_server() as (desk, url):
        desk.answers.append(503)
        assert await SignedWebhook(url, SECRET).send(CALL, MONDAY) == "status 503"

    assert await SignedWebhook(url, SECRET).send(CALL, MONDAY) == "clientconnectorerror"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"smtp_url": "smtp://mail.example"}, "RESPITE_SMTP_URL and RESPITE_ALERT_MAIL"),
        ({"alert_mail": ("a@b.example",)}, "RESPITE_SMTP_URL and RESPITE_ALERT_MAIL"),
        ({"alert_webhook_url": "https://pager.example/x"}, "RESPITE_ALERT_WEBHOOK_SECRET go together"),
        ({"alert_webhook_secret": SECRET}, "RESPITE_ALERT_WEBHOOK_SECRET go together"),
    ],
)
def test_half_a_channel_is_refused(given: dict, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        channels_of(load(**given))


@pytest.mark.parametrize(
    "given",
    [
        {"alert_webhook_url": "http://pager.example/x"},
        {"alert_mail": ("not an address",)},
        {"smtp_url": "mail.example:25"},
        {"alert_webhook_secret": "short"},
    ],
)
def test_what_would_go_unprotected_or_nowhere_is_refused(given: dict) -> None:
    with pytest.raises(SettingsFault):
        load(**given)


def test_a_mail_server_is_read_from_its_address() -> None:
    found = relay("smtps://ward%40x:test%3Aword@mail.example")

    assert (found.host, found.port, found.user, found.password) == (
        "mail.example",
        465,
        "ward@x",
        "test:word",
    )
    assert "test:word" not in repr(found)
