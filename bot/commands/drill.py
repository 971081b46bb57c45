"""`respite drill` and `respite alarm try`: whether an alert reaches somebody."""

import asyncio
from contextlib import closing
from datetime import datetime

import typer

from bot.commands.database import open_migrated
from bot.paging.channels import channels_of
from bot.settings import load
from flows.drill import begin, programmes_to_drill
from scheduler.paging import Call

NOT_TAKEN = 1


def drill(now: datetime) -> None:
    """Begin a drill for every running programme; the bot rings, and tells the admins how it went."""
    with closing(open_migrated(load("keys"))) as database, database.begin() as session:
        for site, programme_id in programmes_to_drill(session, now):
            alert = begin(session, site, programme_id, now)
            if alert is None:
                typer.echo(
                    f"programme {programme_id}: no drill; one is under way, or there is nobody to ring"
                )
            else:
                typer.echo(f"programme {programme_id}: drill {alert.id} rings")


def try_channels(now: datetime) -> int:
    """Send a test call by every channel, print how it went, and return the exit status."""
    channels = channels_of(load())
    if not channels.channels:
        typer.echo("there is no second channel; see RESPITE_SMTP_URL and RESPITE_ALERT_WEBHOOK_URL")
        return NOT_TAKEN
    failed = False
    for name in channels.channels:
        reason = asyncio.run(channels.send(Call(0, 0, True, name, "try", 1), now))
        typer.echo(f"{name}: {'taken' if reason is None else f'not taken ({reason})'}")
        failed = failed or reason is not None
    return NOT_TAKEN if failed else 0
