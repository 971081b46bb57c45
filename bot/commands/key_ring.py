"""`respite keys`: a new key, which keys there are, and everything sealed anew while the bot runs."""

import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import typer

from bot.commands import envfile
from bot.commands.database import open_migrated
from bot.settings import ENV_FILE, Settings, load, variable
from db import deeds, leases, resealing
from db.crypto import keyring, new_key, parse_keys
from db.models import Act
from db.session import Database

BY_HAND = "RESPITE_KEYS comes from the environment: put a key of `respite keys new --print` before it there"
COPY = "Keep a copy of it apart from this machine. It is not in the database and in no backup."
NEXT = "Next: restart the bot, then `respite keys rotate` seals everything with the new key while it runs."
BOT_LACKS_IT = (
    "the bot that runs does not have the new key and could not read what it seals: restart it first"
)
OLD_BACKUPS = "Backups and audit entries made until now still need them: keep them safe for as long."


def new(*, for_backups: bool, print_it: bool) -> None:
    """Make a key and put it where the settings are read from."""
    if print_it:
        typer.echo(new_key())
        return
    settings = load()
    if for_backups:
        _new_backup_key(settings)
        return
    path, name = _where()
    ring = f"{new_key()},{settings.keys.get_secret_value()}".rstrip(",")
    if name:
        envfile.change(path, name, ring)
    else:
        envfile.write_private(path, f"{ring}\n".encode())
    typer.echo(f"The key {parse_keys(ring).ids[0]} was put in front in {path}. {COPY}")
    typer.echo(NEXT)


def show() -> None:
    """List the keys by what they are called, never by what they are, and what each still holds."""
    with closing(open_migrated(load("keys"))) as database:
        sealed, indexed = _counted(database)
    ids = keyring().ids
    for id in [*ids, *sorted(set(sealed) - set(ids))]:
        values, people = sum(sealed.get(id, {}).values()), indexed.get(id, 0)
        typer.echo(
            f"{id}  {values:>8} values, {people} people found by it; {_role(id, ids, values + people)}"
        )


def rotate(now: datetime) -> None:
    """Seal everything with the first key, batch by batch; stopped half-way it goes on where it was."""
    with closing(open_migrated(load("keys"))) as database:
        with database.begin() as session:
            if leases.without_key(session, keyring().ids[0]):
                raise ValueError(BOT_LACKS_IT)
        for vault in resealing.vaults():
            count = _reseal(database, vault)
            typer.echo(f"{vault.rows.name}: {count} rows sealed anew", err=True)
        with database.begin() as session:
            deeds.note(session, Act.KEYS_ROTATED, f"to {keyring().ids[0]}", now)
        sealed, indexed = _counted(database)
    first, *older = keyring().ids
    left = [id for id in {*sealed, *indexed} if id != first and (sealed.get(id) or indexed.get(id))]
    if left:
        raise ValueError(f"some of it is still sealed by {', '.join(sorted(left))}: run it again")
    typer.echo(f"everything is sealed with {first}")
    if older:
        typer.echo(f"These may be taken out of RESPITE_KEYS now: {', '.join(older)}. {OLD_BACKUPS}")


def _reseal(database: Database, vault: resealing.Vault) -> int:
    """Seal one table anew, in short transactions between which everybody else has their turn."""
    count = 0
    while True:
        with database.begin() as session:
            done = resealing.reseal(session, vault)
        count += done
        if not done:
            break
    after: Sequence[object] | None = None
    while vault.indexes:
        with database.begin() as session:
            after = resealing.reindex(session, vault, after)
        if after is None:
            break
    return count


def _counted(database: Database) -> tuple[Mapping[str, Mapping[str, int]], Mapping[str, int]]:
    with database.read() as session:
        return resealing.tally(session), resealing.index_tally(session)


def _role(id: str, ids: Sequence[str], holds: int) -> str:
    if id not in ids:
        return "MISSING from RESPITE_KEYS: put it back"
    if id == ids[0]:
        return "seals what is new"
    return "opens what is old" if holds else "may be taken out"


def _where() -> tuple[Path, str]:
    """Return the file that holds the keys, and the name before them in it ("" for a file of their own)."""
    name = variable("keys")
    if os.environ.get(name):
        raise ValueError(BY_HAND)
    own = os.environ.get(f"{name}_FILE") or _said(f"{name}_FILE")
    return (Path(own).expanduser(), "") if own else (ENV_FILE, name)


def _said(name: str) -> str:
    """Return what `.env` says for a name."""
    lines = ENV_FILE.read_text("utf-8").splitlines() if ENV_FILE.is_file() else []
    found = [line.partition("=")[2].strip() for line in lines if line.partition("=")[0].strip() == name]
    return found[-1].strip("\"'") if found else ""


def _new_backup_key(settings: Settings) -> None:
    if settings.backup_key.get_secret_value():
        raise ValueError("there is a backup key already: take it out first, and keep it with its backups")
    envfile.append(ENV_FILE, variable("backup_key"), new_key())
    typer.echo(f"A backup key was written to {ENV_FILE}. {COPY} Without it no backup can be restored.")
