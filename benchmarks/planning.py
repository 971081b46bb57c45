"""P4: who is due, found in a table, against a job for each person.

    python -m benchmarks.planning [--people 100000] [--many 1000000] [--rounds 5]

A beat is what the planner does every five seconds. Ours writes a check-in and a delivery for each person
who is due and moves their next moment on, all in a database file. The peers hold a daily job for each
person in memory and call an empty function for each that is due; they write nothing and know nothing after
a restart.
"""

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.floor import Floor, floor
from benchmarks.rounds import Figures, arguments, at_least, at_most, interleaved, ratios, table
from benchmarks.sides import Side, Talking, talking
from benchmarks.worlds import World, found_world, subscribe

OURS = Side("Respite, durable", "benchmarks.ours.planning", peer=False)
PTB = Side("PTB run_daily", "benchmarks.peers.ptb_jobs")
APSCHEDULER = Side("APScheduler in memory", "benchmarks.peers.apscheduler_jobs")
NOTHING_MS, OF_PTB, LINEAR, ALIKE = 5.0, 20.0, 1.5, 1.3
FEW, PART, TEN = 1000, 100, 10
HOUR = timedelta(hours=1)
TUESDAY = 1


class Planned:
    """A world in which everybody is due within one hour, in turn, and the bot that plans it."""

    def __init__(self, people: int, folder: Path) -> None:
        self.people = people
        self.world: World = found_world(folder / str(people), people)
        self._start = quiet_hour(self.world)
        subscribe(self.world, people, self._start, HOUR / people)
        self._planned = 0

    def warm_up(self, bot: Talking) -> None:
        """Wait until it is open, and let it read its cards for the first who are due."""
        bot.heard()
        self.beat(bot, 1)

    def beat(self, bot: Talking, due: int) -> Figures:
        """Let `due` more people come due and plan them."""
        self._planned += due
        last = self._start + (self._planned - 0.5) * (HOUR / self.people)
        return bot.ask(last.isoformat() if due else self.world.now.isoformat())


def quiet_hour(world: World) -> datetime:
    """Return an hour, on the next Tuesday, after which nobody is due before Thursday."""
    local = world.now.astimezone(ZoneInfo(world.zone))
    days = (TUESDAY - local.weekday() - 1) % 7 + 1
    return (local.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=days)).astimezone(UTC)


def against_peers(people: int, rounds: int, at: Floor, folder: Path) -> None:
    """A hundredth of everybody due at once, ours and the peers' in turn."""
    due, planned = people // PART, Planned(people, folder)
    with ExitStack() as open_ones:
        bot = open_ones.enter_context(talking(OURS, **planned.world.variables(at.address)))
        planned.warm_up(bot)
        peers = {side.name: open_ones.enter_context(talking(side, people)) for side in (PTB, APSCHEDULER)}
        for name, peer in peers.items():
            told = peer.heard()
            print(f"{name}: registering {people} took {told['ms'] / 1000:.1f} s, {told['megabytes']:.0f} MB")
        works = {name: partial(peer.ask, due) for name, peer in peers.items()}
        taken = interleaved({OURS.name: partial(planned.beat, bot, due), **works}, rounds)
    print(f"{people} people, {due} due in a beat")
    table(taken, ms=1, cpu_ms=1)
    faster = ratios(taken[PTB.name]["ms"], taken[OURS.name]["ms"])
    at_least(OF_PTB, faster, f"P4: a beat, {PTB.name} / ours", 1)


def alone(planned: Planned, rounds: int, at: Floor) -> dict[str, dict[str, list[float]]]:
    """Return what opening costs, and beats with nobody, a thousandth and a hundredth due."""
    variables, people = planned.world.variables(at.address), planned.people

    def opened() -> Figures:
        with talking(OURS, **variables) as bot:
            return bot.heard()

    with talking(OURS, **variables) as bot:
        planned.warm_up(bot)
        beats = {f"{due} due": partial(planned.beat, bot, due) for due in (0, people // 1000, people // PART)}
        return interleaved({"opening": opened, **beats}, rounds)


def main() -> None:
    wanted = arguments(__doc__, people=100_000, many=1_000_000, rounds=5)
    with floor() as at, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        against_peers(wanted.people, wanted.rounds, at, folder)
        few = alone(Planned(FEW, folder), wanted.rounds, at)
        many = alone(Planned(wanted.many, folder), wanted.rounds, at)
    for people, taken in ((FEW, few), (wanted.many, many)):
        print(f"ours, {people} people")
        table(taken, ms=2, cpu_ms=2)
    opening, nothing, part, whole = (figures["ms"] for figures in many.values())
    at_most(NOTHING_MS, nothing, "P4: a beat with nothing due, ms")
    each = [ten / one / TEN for ten, one in zip(whole, part, strict=True)]
    at_most(LINEAR, each, "P4: ten times as many due, cost for each")
    at_most(ALIKE, ratios(opening, few["opening"]["ms"]), f"P4: opening, {wanted.many} people / {FEW}")


if __name__ == "__main__":
    main()
