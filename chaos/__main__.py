"""The bot under SIGKILL and faults, and an audit at the end; exit status 1 when the audit finds anything.

python -m chaos --kills 200 [--database sqlite|postgres] [--seed 1] [--families 12]
"""

import argparse
import asyncio
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.clock import WallClock
from chaos import audit, books, scene
from chaos.audit import Verdict
from chaos.campaign import Campaign
from db import crypto, upgrade
from db.session import Database
from tests import cast, postgres


def main() -> int:
    """Run one campaign and print what came of it."""
    options = _options()
    crypto.unlock(crypto.parse_keys(cast.KEYS))
    with tempfile.TemporaryDirectory(prefix="respite-chaos-") as place:
        folder = Path(place)
        with opened(options.database, folder) as database:
            verdict = asyncio.run(attack(database, folder, options.kills, options.seed, options.families))
        show(verdict, f"{options.database}, seed {options.seed}")
        if verdict.findings:
            kept = Path(tempfile.gettempdir()) / f"chaos-{options.database}-{options.seed}"
            shutil.copytree(folder, kept, dirs_exist_ok=True)
            print(f"log and journal are kept in {kept}")
    return 1 if verdict.findings else 0


async def attack(database: Database, folder: Path, kills: int, seed: int, at_work: int) -> Verdict:
    """Run a campaign on an empty, migrated database, and audit it."""
    clock = WallClock()
    upgrade.upgrade(database)
    place = scene.set_up(database, scene.enough_for(kills, at_work), clock.now())
    campaign = Campaign(place, folder, clock, kills=kills, seed=seed, at_work=at_work)
    return audit.judge(await campaign.run(), books.read(database))


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Database]:
    """Yield an empty database of a kind."""
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'respite.db'}"
        if kind == "postgres":
            server = stack.enter_context(postgres.serving(os.environ.get(postgres.VARIABLE)))
            url = server.url(server.create())
        database = Database(url)
        stack.callback(database.close)
        yield database


def show(verdict: Verdict, title: str) -> None:
    """Print the table, and below it what was found."""
    print(f"Chaos on {title}")
    for name, figure in verdict.figures.items():
        print(f"  {name:<34}{figure:>8}")
    struck = ", ".join(f"{kind} {count}" for kind, count in sorted(verdict.faults.items()))
    print(f"  faults: {struck or 'none'}")
    print("\n".join(verdict.findings) if verdict.findings else "Nothing was lost, doubled or left half-way.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="chaos", description="Kill the bot at random and audit what is left."
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--families", type=int, default=12, help="how many answer at the same time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
