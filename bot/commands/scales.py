"""`respite scales`: instruments for outsiders, without a bot and without keys."""

from datetime import date

import typer

from bot.commands import flags

app = typer.Typer(
    help="Instruments: look at them, score, exchange as FHIR.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list")
def list_() -> None:
    """List the instruments.

    One line each: id, number of items, what there is of its text, title.
    """
    from bot.commands.card_page import overview
    from bot.settings import load
    from bot.site_cards import of_site

    for line in overview(of_site(load())):
        typer.echo(line)


@app.command()
def card(id: flags.CardId, locale: flags.Locale = "en") -> None:
    """Show everything that is known of an instrument.

    Holder, licence, items, keys, bands, missing rule, thresholds of change and worked examples, with sources.
    """
    from bot.commands.card_page import page
    from bot.commands.site_words import card
    from bot.settings import load
    from bot.site_cards import of_site

    settings = load()
    off = id in of_site(settings).switched_off
    for line in page(card(id, settings), locale, switched_off=off):
        typer.echo(line)


@app.command()
def score(
    id: flags.CardId,
    responses: flags.Responses,
    out: flags.OutFile,
    unverified_rule: flags.Unverified = False,
) -> None:
    """Score a CSV file of answers.

    Columns are ID_1, ID_2 … or the card's item ids; others pass through; a blank is a missing answer. The
    exit status is 1 if a cell is no answer: its row is named and has no scores, all others have.
    """
    from bot.commands.score_file import score_file, under_unverified_rule
    from bot.commands.site_words import card
    from bot.settings import load

    chosen = card(id, load())
    if unverified_rule:
        chosen = under_unverified_rule(chosen)
    raise typer.Exit(score_file(chosen, responses, out))


@app.command()
def answers(out: flags.Out) -> None:
    """Write all answers in the database, one CSV file an instrument.

    A row for each form, with the numbers of person and check-in, no names, and nobody who keeps their answers
    from research. `respite scales score` reads them.
    """
    from bot.clock import WallClock
    from bot.commands.answer_files import write_answers
    from bot.settings import load

    lines = (f"{path} (rows: {rows})" for path, rows in write_answers(load("keys"), out, WallClock().now()))
    typer.echo(next(lines, "there are no answers yet"))
    for line in lines:
        typer.echo(line)


@app.command("import")
def import_(
    file: flags.ImportFile,
    fhir: flags.Fhir = False,
    licence: flags.TextLicence = None,
    holder: flags.TextHolder = None,
    declared_by: flags.DeclaredBy = None,
    declared_on: flags.DeclaredOn = None,
    mode: flags.Modes = None,
    translation: flags.Translation = "working",
    asked_in: flags.AskedIn = None,
    replace: flags.Replace = False,
    out: flags.AnswersFile = None,
) -> None:
    """Bring an instrument's words, or answers in FHIR.

    Words come as YAML with a declaration of the licence, or with --fhir as a Questionnaire, and are kept
    in the data folder. With --fhir, QuestionnaireResponses become a CSV file of answers.
    """
    from bot.commands.imports import Said, bring
    from bot.settings import load

    when, modes, batteries = declared_on or _today(), tuple(mode or ()), tuple(asked_in or ())
    said = Said(licence, holder, declared_by, when, modes, translation, batteries)
    bring(file, load(), said, fhir=fhir, replace=replace, out=out)


@app.command()
def export(
    id: flags.CardId, fhir: flags.Fhir = False, responses: flags.FromAnswers = None, out: flags.ToFile = None
) -> None:
    """Write an instrument, or answers to it, as FHIR R4.

    A Questionnaire; with --responses a line with a QuestionnaireResponse for each row of a CSV file.
    """
    from bot.clock import WallClock
    from bot.commands.fhir_files import write_form, write_responses
    from bot.commands.site_words import card
    from bot.settings import load

    if not fhir:
        raise ValueError("FHIR is the one format there is: say --fhir")
    chosen = card(id, load())
    if responses is None:
        write_form(chosen, out)
    elif out is None:
        raise ValueError("responses are written to a file: say --out answers.ndjson")
    else:
        raise typer.Exit(write_responses(chosen, responses, out, WallClock().now()))


def _today() -> date:
    from bot.clock import WallClock

    return WallClock().now().date()
