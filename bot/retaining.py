"""How long this site keeps things, and where, from its settings to all that forgets or promises."""

from datetime import timedelta

from bot.backup.keeper import Keeping
from bot.settings import Settings
from db import retention
from db.crypto import parse_key


def keep_as_said(settings: Settings) -> None:
    """Give this process the site's policy."""
    retention.use(
        retention.Policy(
            deliveries=timedelta(days=settings.keep_deliveries_days),
            left=timedelta(days=settings.keep_left_days),
            backups=timedelta(days=settings.keep_backups_days),
        )
    )


def keeping_of(settings: Settings) -> Keeping:
    """Return where things are kept."""
    key = settings.backup_key.get_secret_value()
    return Keeping(settings.data_dir, settings.backup_dir, parse_key(key) if key else None)
