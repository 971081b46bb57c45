"""`respite programme …`: allocation lists, what joining asks, and the rolls of a programme."""

from pathlib import Path
from typing import Annotated

import typer

Which = Annotated[int, typer.Argument(metavar="PROGRAMME", help="Number of the programme.")]
ListFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="CSV file with a column `arm`, in the order of use.",
    ),
]
OutFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="CSV file that is written.")]
AboutChild = Annotated[
    bool | None,
    typer.Option("--child/--no-child", help="Ask about the child, and for guardian's and child's yes."),
]
AboutNeeds = Annotated[
    bool | None,
    typer.Option("--needs/--no-needs", help="Ask the checklist of needs, at the start and the end."),
]


def allocation(programme: Which, file: ListFile = None) -> None:
    """Add a sequence of arms to the list, or tell how many are left.

    The order is sealed: nobody can read from the database which arm comes next.
    """
    from bot.clock import WallClock
    from bot.commands.allotting import add, left

    typer.echo(add(programme, file, WallClock().now()) if file else left(programme))


def joining(programme: Which, child: AboutChild = None, needs: AboutNeeds = None) -> None:
    """Choose what joining asks beside the usual, or tell what it asks.

    Who is joining already is asked what was chosen when they began.
    """
    from bot.commands.allotting import ask

    typer.echo(ask(programme, child, needs))


def families(programme: Which, out: OutFile) -> None:
    """Write who takes part, without a name.

    Arm, child, permissions and needs; one row for each caregiver.
    """
    from bot.commands.roll_files import write_families

    typer.echo(write_families(programme, out))


def missing(programme: Which, out: OutFile) -> None:
    """Write every occasion, and why it was not answered.

    The code says it: unopened, paused:hospital, relapse, bereaved, and so on. After a death nothing that is
    missing may be imputed.
    """
    from bot.commands.roll_files import write_occasions

    typer.echo(write_occasions(programme, out))


def add_to(group: typer.Typer) -> None:
    """Give these commands to the group of commands about programmes."""
    for command in (allocation, joining, families, missing):
        group.command()(command)
