"""`respite db`: the tables on the command line."""

import typer

app = typer.Typer(help="Look after the database's tables.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def upgrade() -> None:
    """Bring the tables to this version of the program."""
    from bot.commands import database

    database.upgrade()


@app.command()
def check() -> None:
    """Tell whether the tables are at this version.

    The exit status is 1 if they are behind or differ from it.
    """
    from bot.commands import database

    raise typer.Exit(database.check())
