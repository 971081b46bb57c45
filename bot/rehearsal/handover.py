"""The sandbox's time in the demo: virtual while the past is played, real from then on."""

from bot.clock import VirtualClock, WallClock


class Handover:
    """Tells the virtual time until it is handed over to the real one."""

    def __init__(self, virtual: VirtualClock) -> None:
        self._virtual: VirtualClock | None = virtual
        self._wall = WallClock()

    def time(self) -> float:
        """Return the present moment in seconds since 1970."""
        return (self._wall.now() if self._virtual is None else self._virtual.now()).timestamp()

    def to_real_time(self) -> None:
        """Let real time run from here."""
        self._virtual = None
