"""`respite audit`: reading the audit record, and proving that nobody has changed it."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.anchor import Anchor
    from db.audit_chain import Verdict
    from db.models import AuditEvent

HEAD = ("entry", "at (UTC)", "site", "by", "act", "person", "about")
NONE_THERE = "nothing was written down yet"
FAULTS = {
    "missing": "one or more entries before it were taken out",
    "changed": "it was edited",
    "unlinked": "it does not follow from the entry before it",
    "forged": "it was not written with this site's key",
}

app = typer.Typer(
    help="Read the audit record and check that it is whole.", no_args_is_help=True, rich_markup_mode=None
)
Last = Annotated[int, typer.Option("--last", metavar="N", min=1, max=100000, help="How many, counted back.")]
PersonId = Annotated[
    int | None, typer.Option("--person", metavar="ID", help="Only those by or about this person.")
]
Kept = Annotated[
    list[str] | None,
    typer.Option("--anchor", metavar="LINE", help="An anchor that you kept yourself; can be said again."),
]


@app.command("list")
def show(last: Last = 50, person: PersonId = None) -> None:
    """List the latest entries.

    People are numbers here, as `respite staff list` shows them. What was typed on this machine says at which
    of its accounts; what the bot did by itself has a hyphen.
    """
    from bot.commands.database import open_migrated
    from bot.settings import load
    from db import audit_looks

    with closing(open_migrated(load("keys"))) as database, database.read() as session:
        entries = audit_looks.latest(session, last, person)
    rows = [HEAD, *(_row(entry) for entry in entries)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    for row in rows if entries else [(NONE_THERE,)]:
        typer.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)).rstrip())


@app.command()
def verify(anchor: Kept = None) -> None:
    """Check every entry, and the anchors kept outside of the database.

    What was edited, taken out, moved, forged or cut off is named. The exit status is then 1.
    """
    from bot.anchor import parse, read
    from bot.commands.database import open_migrated
    from bot.settings import load
    from db import audit_chain

    settings = load("keys")
    anchors = [*read(settings.data_dir), *(parse(line) for line in anchor or ())]
    with closing(open_migrated(settings)) as database, database.read() as session:
        verdict = audit_chain.verify(session, [each.length for each in anchors])
    found = [*_faults(verdict), *_anchored(verdict, anchors)]
    for line in found:
        typer.echo(line)
    typer.echo(f"{verdict.length} entries, {len(anchors)} anchors: {'NOT WHOLE' if found else 'whole'}")
    if verdict.unsealed:
        typer.echo(f"{verdict.unsealed} were written with a key that is gone; later ones vouch for them")
    if verdict.length and not anchors:
        typer.echo("there is no anchor yet: entries cut off the end would not show")
    raise typer.Exit(1 if found else 0)


@app.command("anchor")
def tell() -> None:
    """Print an anchor to keep elsewhere.

    A line with the length of the record and its last hash; `respite audit verify --anchor` takes it.
    """
    from bot.anchor import Anchor
    from bot.clock import WallClock
    from bot.commands.database import open_migrated
    from bot.settings import load
    from db import audit

    with closing(open_migrated(load("keys"))) as database, database.read() as session:
        length, head = audit.head(session)
    typer.echo(Anchor(WallClock().now().isoformat(timespec="seconds"), length, head.hex()))


def _faults(verdict: "Verdict") -> Iterator[str]:
    for number, fault in verdict.faults:
        yield f"entry {number}: {FAULTS[fault]}"


def _anchored(verdict: "Verdict", anchors: Sequence["Anchor"]) -> Iterator[str]:
    """Yield what an anchor proves: entries are gone from the end, or the record is another one."""
    for anchor in anchors:
        if anchor.length > verdict.length:
            gone = anchor.length - verdict.length
            yield f"anchor of {anchor.at}: at least {gone} of {anchor.length} entries were cut off the end"
        elif anchor.length and verdict.hashes.get(anchor.length, b"").hex() != anchor.head:
            yield f"anchor of {anchor.at}: entry {anchor.length} is another one now"


def _row(entry: "AuditEvent") -> tuple[str, ...]:
    actor = entry.typed_by or "-" if entry.actor_id is None else str(entry.actor_id)
    person = "-" if entry.person_id is None else str(entry.person_id)
    moment = f"{entry.at:%Y-%m-%d %H:%M:%S}"
    return (str(entry.id), moment, str(entry.site_id), actor, entry.act, person, entry.about)
