"""Our planner on the world that the settings name: what opening costs, then a beat for each instant given."""

import json
import sys
import time
from datetime import datetime

import uvloop

from benchmarks.ours.unlimited import UNLIMITED
from bot.clock import WallClock
from bot.engine import Wiring, engine
from bot.settings import load
from db.crypto import parse_keys, unlock
from db.session import Database


async def main() -> None:
    settings = load("bot_token", "keys")
    keys, token = settings.keys.get_secret_value(), settings.bot_token.get_secret_value()
    unlock(parse_keys(keys))
    start = time.perf_counter(), time.process_time()
    database = Database(settings.database_url.get_secret_value())
    wiring = Wiring(token, settings.bot_api_url, database, keys, WallClock(), rates=UNLIMITED)
    async with engine(wiring) as running:
        await running.tick.recover(running.clock.now(), alone=True)
        await running.tick.plan(running.clock.now())
        tell(start)
        for line in sys.stdin:
            start = time.perf_counter(), time.process_time()
            await running.tick.plan(datetime.fromisoformat(line.strip()))
            tell(start)
    database.close()


def tell(start: tuple[float, float]) -> None:
    wall, cpu = time.perf_counter() - start[0], time.process_time() - start[1]
    print(json.dumps({"ms": 1000 * wall, "cpu_ms": 1000 * cpu}), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
