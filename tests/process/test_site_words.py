"""`respite run` asks the words that lie in its data folder."""

from pathlib import Path

from bot.clock import WallClock
from db.session import Database
from sandbox.server import Sandbox
from tests import cast
from tests.journeys.site import text_of
from tests.process.running import WORKER_CHAT, RunningBot
from tests.process.test_kill import answer_everything, shows, until

AMINA = 5001


async def test_a_bot_that_was_started_with_a_site_s_words_asks_them(
    box: Sandbox, sqlite_database: Database, tmp_path: Path
) -> None:
    now = WallClock().now()
    with sqlite_database.begin() as session:
        site = cast.site(session, country="ZZ", zone=cast.zone_of_noon(now), crisis_confirmed_on=now.date())
        programme = cast.programme(session, site, starts_on=now.date())
        cast.worker(session, site, programme, chat=WORKER_CHAT, language="en")
        amina = cast.caregiver(session, site, programme, chat=AMINA, language="en")
        cast.subscription(session, amina, programme, next_at=now, next_day=now.date())
    folder = tmp_path / "instruments"
    folder.mkdir()
    (folder / "pss4.yaml").write_text(text_of("pss4", 4, ["micro"]), "utf-8")
    box.add_person(user_id=AMINA, first_name="Synthetic", language_code="en")
    await box.text(AMINA, "/help")
    bot = RunningBot(box.url, sqlite_database.url, tmp_path)
    await bot.start()

    await answer_everything(box, AMINA)
    await until(lambda: shows(box, AMINA, "pss4.i1"))

    assert any("en question 1" in message.get("text", "") for message in box.chat(AMINA))
    assert await bot.stop() == 0
