"""Metrics for Prometheus: queues, lags, outcomes, polls and beats; every label is a word of this program."""

from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.watch.checks import Signs, checks
from bot.watch.pulse import Turn
from db.gauges import Standing

MIME = CONTENT_TYPE_PLAIN_0_0_4
BEAT_BUCKETS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0)


class Metrics:
    """One process's numbers, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._deliveries = self._gauge(
            "deliveries", "Deliveries by kind and state; outcome once settled.", "kind", "state", "outcome"
        )
        self._lag = self._gauge(
            "delivery_lag_seconds", "How long the oldest delivery that is due has been due.", "kind"
        )
        self._inbox = self._gauge(
            "inbox_updates", "Updates that wait (open) or were set aside (dead).", "state"
        )
        self._inbox_age = self._gauge("inbox_lag_seconds", "How long the oldest open update has waited.")
        self._in_hand = self._gauge("inbox_in_memory", "Updates that the dispatcher has in memory.")
        self._poll_age = self._gauge(
            "poll_age_seconds", "Since Telegram last answered a poll or webhook check."
        )
        self._database_age = self._gauge("database_age_seconds", "Since the database last answered.")
        self._beat_age = self._gauge("beat_age_seconds", "Since a beat last came to a good end.", "beat")
        self._well = self._gauge(
            "check_well", "1 where a check of the health page is green, else 0.", "check"
        )
        self._beats = Histogram(
            "respite_beat_duration_seconds",
            "How long a turn of a beat took.",
            ("beat", "result"),
            buckets=BEAT_BUCKETS,
            registry=self._registry,
        )

    def observe(self, turn: Turn) -> None:
        """Count one turn of a beat."""
        self._beats.labels(turn.beat, "failed" if turn.failed else "done").observe(turn.seconds)

    def update(self, signs: Signs, in_hand: int) -> None:
        """Take over what a look has found."""
        self._poll_age.set(signs.poll_age)
        self._database_age.set(signs.database_age)
        self._in_hand.set(in_hand)
        for beat, age in signs.beat_ages.items():
            self._beat_age.labels(beat).set(age)
        for check in checks(signs):
            self._well.labels(check.name).set(check.well)
        if signs.standing is not None:
            self._take_over(signs.standing)

    def text(self) -> bytes:
        """Return everything as Prometheus reads it."""
        return generate_latest(self._registry)

    def _take_over(self, standing: Standing) -> None:
        self._deliveries.clear()
        for kind, state, outcome, count in standing.deliveries:
            self._deliveries.labels(kind, state, outcome).set(count)
        self._lag.clear()
        for kind in {kind for kind, *_ in standing.deliveries}:
            self._lag.labels(kind).set(standing.lag.get(kind, 0.0))
        self._inbox.labels("open").set(standing.inbox_open)
        self._inbox.labels("dead").set(standing.inbox_dead)
        self._inbox_age.set(standing.inbox_age)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(f"respite_{name}", words, labels, registry=self._registry)
