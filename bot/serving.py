"""Serving: the bot on this machine, from start to a clean stop, with one process per token."""

import asyncio
import logging
import signal
from contextlib import nullcontext
from pathlib import Path

from pydantic import SecretStr
from telegram.error import InvalidToken

from bot import anchor
from bot.alone import alone
from bot.backup.keeper import Keeper
from bot.clock import WallClock
from bot.engine import Engine, Wiring, engine
from bot.lease import Lease
from bot.paging.channels import channels_of
from bot.postman import postman_of
from bot.retaining import keep_as_said, keeping_of
from bot.setting_checks import host_and_port
from bot.settings import Settings
from bot.site_cards import ask_as_site
from bot.watch.metrics import Metrics
from bot.watch.page import Page
from bot.watch.pulse import Pulse
from bot.watch.watch import Watch, Watched
from bot.wire.pacer import Rates
from bot.wire.webhook import Hook, NoWebhook, secret_for
from content import recordings
from db.crypto import parse_keys, unlock
from db.revision import current, newest
from db.session import Database
from flows.broadcasting import consent
from scheduler.local import LocalScheduler

log = logging.getLogger(__name__)

# An alarm waits for the next look: four a second leave it most of its second.
PLAN_EVERY, DELIVER_EVERY, RENEW_EVERY, LOOK_EVERY, RETAIN_EVERY = 5.0, 0.25, 2.0, 10.0, 3600.0
ESCALATE_EVERY, PAGE_EVERY, MAIL_EVERY, PROGRESS_EVERY, DRILL_EVERY = 2.0, 2.0, 5.0, 3.0, 600.0
STOPPED, NO_WEBHOOK, TOKEN_REFUSED = 0, 2, 3


async def serve(settings: Settings, rates: Rates | None = None) -> int:
    """Run the bot until it is told to stop and return the exit status; without `rates` at Telegram's.

    Raises AnotherRuns, and ValueError in plain words for a database that is behind this version.
    """
    _prepare(settings)
    database = Database(settings.database_url.get_secret_value())
    with alone(settings.data_dir, needed=database.is_sqlite):
        _bring_up_to_date(database)
        try:
            return await _until_stopped(_wiring(settings, database, rates), settings)
        finally:
            database.close()


def _wiring(settings: Settings, database: Database, rates: Rates | None) -> Wiring:
    return Wiring(
        settings.bot_token.get_secret_value(),
        settings.bot_api_url,
        database,
        settings.keys.get_secret_value(),
        WallClock(),
        _secret(settings.proxy),
        settings.admin_ids,
        paid_broadcast=settings.paid_broadcast,
        hook=_hook(settings),
        rates=rates,
        pager=channels_of(settings),
        postman=postman_of(settings),
    )


def _prepare(settings: Settings) -> None:
    """Give this process the keys, the recordings and the cards of its site."""
    unlock(parse_keys(settings.keys.get_secret_value()))
    recordings.keep_in(settings.data_dir / "voices")
    ask_as_site(settings)
    keep_as_said(settings)
    consent.use(settings.broadcast_consent_above)


async def _until_stopped(wiring: Wiring, settings: Settings) -> int:
    status = STOPPED
    try:
        async with engine(wiring) as running:
            keeper = Keeper(running.acts, wiring.database, keeping_of(settings), running.clock)
            await _serve(running, wiring.database, keeper, settings)
    except* InvalidToken:
        status = TOKEN_REFUSED
        log.error("Telegram does not know this bot token: check RESPITE_BOT_TOKEN")
    except* NoWebhook as refused:
        status = NO_WEBHOOK
        log.error("the webhook cannot be had: %s", _one_of(refused))
    return status


def _one_of(group: BaseExceptionGroup[BaseException]) -> BaseException:
    first = group.exceptions[0]
    return _one_of(first) if isinstance(first, BaseExceptionGroup) else first


async def _serve(running: Engine, database: Database, keeper: Keeper, settings: Settings) -> None:
    lease = Lease(running.acts, f"bot:{running.app.bot.id}")
    await lease.wait_for(running.clock, force=database.is_sqlite)
    await running.tick.recover(running.clock.now(), alone=True)
    metrics = Metrics()
    pulse = Pulse(running.clock, metrics.observe)
    timer = _beats(running, lease, pulse, keeper, settings.data_dir)
    watch = _watch(running, database, pulse, metrics)
    stopped = _on_signals()
    try:
        page = Page(watch).at(settings.health_listen) if settings.health_listen else nullcontext()
        async with page, asyncio.TaskGroup() as group:
            clock = running.clock
            work = running.listen(), timer.watch(clock.now, clock.steady), watch.run()
            tasks = [group.create_task(each) for each in work]
            timer.start()
            log.warning("listening as @%s", running.app.bot.username)
            await stopped.wait()
            for task in tasks:
                task.cancel()
    finally:
        await timer.stop()
        await lease.let_go()


def _beats(running: Engine, lease: Lease, pulse: Pulse, keeper: Keeper, folder: Path) -> LocalScheduler:
    clock, tick, timer = running.clock, running.tick, LocalScheduler()
    first = clock.now()
    for every, name, beat in (
        (PLAN_EVERY, "plan", lambda: tick.plan(clock.now())),
        (DELIVER_EVERY, "deliver", lambda: tick.deliver(clock.now())),
        (ESCALATE_EVERY, "escalate", lambda: tick.escalate(clock.now())),
        (PAGE_EVERY, "page", lambda: tick.page(clock.now())),
        (MAIL_EVERY, "mail", lambda: tick.mail(clock.now())),
        (PROGRESS_EVERY, "progress", lambda: tick.progress()),
        (DRILL_EVERY, "drill", lambda: tick.drill(clock.now())),
        (RETAIN_EVERY, "retain", lambda: tick.retain(clock.now())),
        (RETAIN_EVERY, "anchor", lambda: anchor.drop(running.acts, folder, clock.now())),
        (RENEW_EVERY, "renew", lease.renew),
        (LOOK_EVERY, "keep", keeper.look),
        (LOOK_EVERY, "look", running.dispatcher.look_again),
    ):
        timer.every(every, name, pulse.noted(name, every, beat), first)
    return timer


def _watch(running: Engine, database: Database, pulse: Pulse, metrics: Metrics) -> Watch:
    ears, dispatcher = running.ears, running.dispatcher
    watched = Watched(lambda: ears.heard_at, lambda: dispatcher.in_hand, pulse, running.acts, database)
    return Watch(watched, metrics, running.clock)


def _hook(settings: Settings) -> Hook | None:
    """Return what the settings say of the webhook; None where the bot polls."""
    if settings.webhook_url is None:
        return None
    host, port = host_and_port(settings.webhook_listen)
    secret = settings.webhook_secret.get_secret_value() or secret_for(settings.bot_token.get_secret_value())
    return Hook(settings.webhook_url, host, port, secret, settings.webhook_certificate, settings.webhook_key)


def _on_signals() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None


def _bring_up_to_date(database: Database) -> None:
    """Migrate an embedded database; a server's is migrated by hand, when its operator chooses."""
    if current(database) == newest():
        return
    if not database.is_sqlite:
        raise ValueError("the database is not at this version: run `respite db upgrade`")
    from db.upgrade import upgrade

    upgrade(database)
