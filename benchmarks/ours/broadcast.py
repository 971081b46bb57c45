"""Everything due in a world, claimed, rendered, sent and settled by our delivery loop, with no limit."""

import json
import time

import uvloop

from benchmarks.ours.unlimited import UNLIMITED
from bot.clock import WallClock
from bot.engine import Wiring, engine
from bot.settings import load
from db.crypto import parse_keys, unlock
from db.session import Database


async def main() -> None:
    settings = load("bot_token", "keys")
    keys = settings.keys.get_secret_value()
    unlock(parse_keys(keys))
    database = Database(settings.database_url.get_secret_value())
    wiring = Wiring(
        settings.bot_token.get_secret_value(),
        settings.bot_api_url,
        database,
        keys,
        WallClock(),
        rates=UNLIMITED,
    )
    async with engine(wiring) as running:
        wall, cpu = time.perf_counter(), time.process_time()
        seen = await running.tick.deliver(running.clock.now())
        figures = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "seen": seen}
    database.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    uvloop.run(main())
