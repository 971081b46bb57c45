"""What may be said on the command line: each option once, with its help."""

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer


class Hours(NamedTuple):
    """Duty hours of one day, on the wall clock of the site."""

    begin: time
    end: time


@dataclass(frozen=True)
class SetupFlags:
    """What was said to `respite setup`; None where nothing was."""

    site: str | None
    country: str | None
    zone: str | None
    language: str | None
    duty_hours: Hours | None
    duty_days: str | None
    ward_phone: str | None
    programme: str | None
    start: date | None
    confirm_crisis: bool
    pdf_by_chat: bool | None
    seven_day_cover: bool | None
    bot_token: str | None
    yes: bool


def hours(text: str) -> Hours:
    """Return hours written as 08:30-17:30; raises BadParameter, which asks again, for anything else."""
    begin, _, end = text.replace(" ", "").partition("-")
    try:
        return Hours(time.fromisoformat(begin), time.fromisoformat(end))
    except ValueError:
        raise typer.BadParameter("write hours as 08:30-17:30") from None


def day(text: str | date) -> date:
    """Return a day written as 2026-03-02; raises BadParameter, which asks again, for anything else."""
    if isinstance(text, date):  # typer hands defaults over too
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write a day as 2026-03-02") from None


Site = Annotated[str | None, typer.Option(metavar="NAME", help="Name of the hospital, ward or team.")]
Country = Annotated[
    str | None, typer.Option(metavar="CODE", help="Two letters, such as CN: it decides the crisis numbers.")
]
Zone = Annotated[
    str | None, typer.Option(metavar="ZONE", help="Time zone of the site, such as Asia/Shanghai.")
]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Language of the site: zh-Hans or en.")]
DutyHours = Annotated[
    Hours | None,
    typer.Option(parser=hours, metavar="HH:MM-HH:MM", help="When somebody reads what families write."),
]
DutyDays = Annotated[
    str | None, typer.Option(metavar="DAYS", help="On which weekdays, from 1 for Monday: 12345.")
]
WardPhone = Annotated[
    str | None, typer.Option(metavar="PHONE", help="Phone of the ward, shown with the crisis numbers.")
]
Programme = Annotated[str | None, typer.Option(metavar="NAME", help="Name of the programme.")]
FirstDay = Annotated[
    date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="First day of the programme.")
]
ConfirmCrisis = Annotated[
    bool, typer.Option("--confirm-crisis", help="You checked today that the crisis numbers are right.")
]
PdfByChat = Annotated[
    bool | None,
    typer.Option(
        "--pdf-by-chat/--no-pdf-by-chat",
        help="Whether the digest's PDF, with names in it, is sent through Telegram; at first it is not.",
    ),
]
SevenDayCover = Annotated[
    bool | None,
    typer.Option(
        "--seven-day-cover/--no-seven-day-cover",
        help="Whether somebody answers for item 9 of the PHQ-9 every day of the week; at first nobody does.",
    ),
]
BotToken = Annotated[
    str | None,
    typer.Option(
        metavar="TOKEN",
        help="The token from @BotFather; while setup runs, others on this machine can see it.",
    ),
]
Yes = Annotated[
    bool, typer.Option("--yes", "--non-interactive", help="Ask nothing: flags and defaults decide.")
]
StartDay = Annotated[
    date, typer.Option(parser=day, metavar="YYYY-MM-DD", help="First day, on its own clock.")
]
Port = Annotated[
    int, typer.Option(metavar="N", min=0, max=65535, help="Port on this machine; 0 takes a free one.")
]
Seed = Annotated[int, typer.Option(metavar="N", help="The same seed gives the same families and answers.")]
Role = Annotated[
    str, typer.Option(metavar="ROLE", help="caregiver, social_worker, medical_worker, lead or admin.")
]
ProgrammeId = Annotated[
    int | None,
    typer.Option(metavar="ID", help="Number of the programme; not needed while there is only one."),
]
Weeks = Annotated[int, typer.Option(metavar="N", min=1, max=52, help="How many weeks to live through.")]
Caregivers = Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="How many made-up families.")]
Uses = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=1000, help="How many may join by it. [30; staff 1]")
]
Days = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=365, help="How many days it opens. [30; staff 3]")
]
Worker = Annotated[int, typer.Option(metavar="ID", help="Number of the social worker.")]
Week = Annotated[str, typer.Option(metavar="YYYY-Www", help="The week, such as 2026-W12.")]
ForOutside = Annotated[
    bool, typer.Option("--outside", help="For readers outside: no family, and no number under eleven people.")
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Folder that it is written into.")]
DataDir = Annotated[Path, typer.Option(metavar="DIR", help="Folder for a database of its own.")]
Journal = Annotated[
    Path | None, typer.Option(metavar="FILE", help="File to which every call is added, as JSON lines.")
]
OpenBrowser = Annotated[bool, typer.Option("--open", help="Open the page in the browser.")]
CardId = Annotated[str, typer.Argument(metavar="ID", help="The instrument, such as phq9.")]
Locale = Annotated[Literal["en", "zh-Hans"], typer.Option(help="Language of the instrument's own words.")]
Responses = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV file of answers, in UTF-8.")
]
OutFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="CSV file that is written.")]
ToFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="File that is written; else the form is shown.")
]
AnswersFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="CSV file for the answers of FHIR responses.")
]
FromAnswers = Annotated[
    Path | None, typer.Option("--responses", metavar="FILE", exists=True, help="CSV file of answers.")
]
ImportFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The words in YAML, or FHIR in JSON."),
]
Fhir = Annotated[bool, typer.Option("--fhir", help="HL7 FHIR R4, in JSON.")]
TextLicence = Annotated[
    str | None, typer.Option(metavar="WORDS", help="The licence that you hold for the words.")
]
TextHolder = Annotated[str | None, typer.Option(metavar="NAME", help="Who gave you that licence.")]
DeclaredBy = Annotated[str | None, typer.Option(metavar="NAME", help="Who declares this.")]
DeclaredOn = Annotated[
    date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="When it was declared. [today]")
]
Modes = Annotated[
    list[str] | None,
    typer.Option("--mode", metavar="MODE", help="chat, read_aloud or paper; can be said again. [paper]"),
]
Translation = Annotated[
    str, typer.Option(metavar="STATUS", help="Of the translations: official, published or working.")
]
AskedIn = Annotated[
    list[str] | None,
    typer.Option(metavar="BATTERY", help="Battery that asks it after its own; can be said again. [none]"),
]
Unverified = Annotated[
    bool,
    typer.Option("--unverified-missing-rule", help="Score gaps by the published rule that nobody verified."),
]
Replace = Annotated[bool, typer.Option("--replace", help="Put these words in the place of earlier ones.")]
