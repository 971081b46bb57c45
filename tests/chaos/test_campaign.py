"""A short campaign: the bot is killed while people are at work, and the audit finds nothing."""

from pathlib import Path

import pytest

from bot.clock import WallClock
from bot.rehearsal.chance import draw
from chaos import audit, books, killer, mischief, scene
from chaos.campaign import Campaign
from chaos.killer import End
from db.session import Database
from sandbox import faults
from sandbox.server import Sandbox

KILLS, SEED, FAMILIES = 4, 3, 5


@pytest.mark.timeout(400)  # a machine that does three other things at once takes its time
async def test_killed_again_and_again_the_bot_loses_and_doubles_nothing(database: Database, tmp_path: Path):
    clock = WallClock()
    place = scene.set_up(database, scene.enough_for(KILLS, FAMILIES), clock.now())
    campaign = Campaign(place, tmp_path, clock, kills=KILLS, seed=SEED, at_work=FAMILIES)

    verdict = audit.judge(await campaign.run(), books.read(database))

    assert verdict.findings == []
    assert verdict.figures["kills while running"] + verdict.figures["kills while starting"] == KILLS
    assert verdict.figures["answers stored"] > 0
    assert verdict.figures["updates applied"] == verdict.figures["updates made"] > KILLS


def test_every_fault_that_the_sandbox_knows_is_among_those_that_may_strike():
    assert mischief.KINDS == faults.KINDS


def test_a_seed_says_what_happens():
    first, second = Sandbox(), Sandbox()
    mischief.brew(first, draw(7, "life", "1"))
    mischief.brew(second, draw(7, "life", "1"))

    assert first.faults.waiting == second.faults.waiting
    assert killer.ends(30, draw(7, "killer", "ends")) == killer.ends(30, draw(7, "killer", "ends"))


def test_a_token_is_taken_back_once_in_twenty_five_kills():
    ends = killer.ends(50, draw(7, "killer", "ends"))

    assert [each.how for each in ends].count("revoked") == 2
    assert all(isinstance(each, End) and each.after > 0 for each in ends)
