"""Standing: whether somebody, as they stand now, hears what can wait."""

from datetime import datetime

from db.models import Standing

# What ends a delivery without a message: withheld:…, skipped:…, cancelled:…
Instead = str
HUSHED = "cancelled:bereaved"


def resting(standing: str, unreachable_at: datetime | None) -> Instead | None:
    """Return why somebody who stands so hears nothing now that can wait."""
    if standing == Standing.BEREAVED:
        return HUSHED
    if standing in {Standing.PAUSED, Standing.RELAPSE}:
        return f"withheld:{standing}"
    if standing == Standing.STOPPED:
        return "cancelled:stopped"
    return "skipped:unreachable" if unreachable_at else None
