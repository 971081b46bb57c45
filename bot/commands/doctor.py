"""`respite doctor`: everything the bot needs, checked one line each, with what to do."""

import asyncio
from datetime import datetime

from bot.clock import WallClock
from bot.commands import alertness, records, safekeeping, shelves
from bot.commands.envfile import is_open_to_others
from bot.commands.findings import FAULT, OK, WARNING, Finding, may_start, show
from bot.commands.identity import TokenRefused, Unreachable, username
from bot.settings import ENV_FILE, Settings, SettingsFault, load

MAY_NOT_START = 1


def doctor() -> int:
    """Print one line a check and return 0 if the bot may start, 1 if it may not."""
    findings = examine(WallClock().now())
    show(findings)
    return 0 if may_start(findings) else MAY_NOT_START


def examine(now: datetime) -> list[Finding]:
    """Return what every check found; what cannot be looked at without settings is left out."""
    settings, findings = _settings()
    findings += [shelves.zone_data(), shelves.locales(), shelves.instruments(), shelves.pieces()]
    if settings is not None:
        findings += [shelves.site_texts(settings), alertness.words(settings), alertness.channels(settings)]
        findings += records.of_database(settings, now)
        findings += [*safekeeping.of_files(settings), *safekeeping.of_backups(settings, now)]
        findings.append(_token(settings))
    return findings


def _settings() -> tuple[Settings | None, list[Finding]]:
    try:
        settings = load()
    except SettingsFault as fault:
        return None, [Finding(FAULT, "settings", words) for words in fault.faults]
    if is_open_to_others(ENV_FILE):
        return settings, [Finding(WARNING, "settings", "others may read .env: write `chmod 600 .env`")]
    return settings, [Finding(OK, "settings", "well formed")]


def _token(settings: Settings) -> Finding:
    if not settings.bot_token.get_secret_value():
        words = "RESPITE_BOT_TOKEN is not set: get one from @BotFather and write it into .env"
        return Finding(FAULT, "token", words)
    try:
        return Finding(OK, "token", f"Telegram knows it as @{asyncio.run(username(settings))}")
    except TokenRefused as fault:
        return Finding(FAULT, "token", str(fault))
    except Unreachable as fault:
        return Finding(WARNING, "token", f"{fault}; is RESPITE_BOT_API_URL right, is there a network?")
