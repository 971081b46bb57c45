"""The ward of the journeys, for what goes wrong between it and Telegram."""

from tests.journeys.conftest import people, ward

__all__ = ["people", "ward"]
