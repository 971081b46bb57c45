"""`respite keys`, `respite backup`, `respite restore`, `respite hold`: what guards people's data."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import flags

app = typer.Typer(rich_markup_mode=None)
keys = typer.Typer(
    help="Look after the keys of the sealed columns.", no_args_is_help=True, rich_markup_mode=None
)
hold = typer.Typer(
    help="Decide about what is held since a restore.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(keys, name="keys")
app.add_typer(hold, name="hold")
Folder = Annotated[
    Path | None, typer.Option("--out", metavar="FOLDER", help="Where to; without it RESPITE_BACKUP_DIR.")
]
Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", exists=True, dir_okay=False)]
Forgotten = Annotated[
    Path | None,
    typer.Option(metavar="LIST", help="Another list of those who were forgotten, beside those found."),
]
CaseLabel = Annotated[str, typer.Argument(metavar="CODE", help="The family's case label, such as C-03.")]
ForStudy = Annotated[
    bool, typer.Option("--for-study", help="Their answers may stay, as nobody's: they said so.")
]
Sure = Annotated[bool, typer.Option("--yes", help="Do not ask again.")]
ForBackups = Annotated[bool, typer.Option("--backup", help="The key of the backups, if there is none yet.")]
Print = Annotated[bool, typer.Option("--print", help="Only print one, for where keys are kept elsewhere.")]


@app.command()
def backup(out: Folder = None) -> None:
    """Take a sealed backup of everything, while the bot runs or not.

    It is read again from end to end before it gets its name.
    """
    from bot.clock import WallClock
    from bot.commands import backups

    backups.backup(out, WallClock().now())


@app.command()
def restore(file: Backup, forgotten: Forgotten = None) -> None:
    """Put a backup into an empty place.

    Whoever was forgotten since then is forgotten again, and what was due before now is held.
    """
    from bot.clock import WallClock
    from bot.commands import backups

    backups.restore(file, forgotten, WallClock().now())


@app.command()
def forget(
    code: CaseLabel, programme: flags.ProgrammeId = None, for_study: ForStudy = False, yes: Sure = False
) -> None:
    """Forget a family that asked for it on paper.

    Asked again before anything goes. While a red alert is open the workers are told first, as in the chat.
    """
    from bot.clock import WallClock
    from bot.commands.forgetting import forget

    forget(code, programme, WallClock().now(), for_study=for_study, sure=yes)


@keys.command("new")
def new_key(for_backups: ForBackups = False, print_it: Print = False) -> None:
    """Make a key and put it in front of the others."""
    from bot.commands import key_ring

    key_ring.new(for_backups=for_backups, print_it=print_it)


@keys.command("list")
def list_keys() -> None:
    """List the keys by name, and what each still holds."""
    from bot.commands import key_ring

    key_ring.show()


@keys.command("rotate")
def rotate_keys() -> None:
    """Seal everything with the newest key, while the bot runs.

    Stopped half-way it goes on where it was when it is run again.
    """
    from bot.clock import WallClock
    from bot.commands import key_ring

    key_ring.rotate(WallClock().now())


@hold.command("list")
def list_held() -> None:
    """Say what is held since a restore."""
    from bot.commands import backups

    backups.hold_list()


@hold.command("release")
def release_held() -> None:
    """Let what is held go out, where it is not too late for it."""
    from bot.clock import WallClock
    from bot.commands import backups

    backups.hold_release(WallClock().now())


@hold.command("drop")
def drop_held() -> None:
    """Call off what is held."""
    from bot.clock import WallClock
    from bot.commands import backups

    backups.hold_drop(WallClock().now())
