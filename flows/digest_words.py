"""How a digest puts figures into words, the same in the chat and in the document."""

from datetime import date, timedelta
from html import unescape

from babel.dates import format_interval, format_skeleton

from content.catalogue import Words
from reports.model import Change, Figures, Group, Reason
from reports.weeks import monday_of

STEPS = {-2: "down2", -1: "down1", 0: "same", 1: "up1", 2: "up2"}
ARROWS = {-2: "↓", -1: "↘", 0: "→", 1: "↗", 2: "↑"}


def day(voice: Words, when: date) -> str:
    """Return a day without its year."""
    return format_skeleton("MMMd", when, locale=_locale(voice))


def weekday(voice: Words, when: date) -> str:
    """Return a day with its weekday."""
    return format_skeleton("MMMEd", when, locale=_locale(voice))


def title(figures: Figures, voice: Words) -> str:
    """Return the week's number and days."""
    return voice.say("digest.title", number=number_of(figures.week), days=_days(figures.week, "MMMd", voice))


def page_title(figures: Figures, voice: Words) -> str:
    """Return the week's number and days with the year: a page is kept, a message is not."""
    days = _days(figures.week, "yMMMd", voice)
    return on_page(voice, "title_week", number=number_of(figures.week), days=days)


def number_of(week: str) -> int:
    """Return the number of an ISO week."""
    return int(week[-2:])


def group(item: str, seen: Group, change: Change, voice: Words) -> str:
    """Return a group's level in a word and, where it can be said, its change since last week."""
    said = f"{level(item, seen, voice)} {moved(item, change, voice)}".strip()
    return voice.say(f"digest.{item}", said=unescape(said))


def level(item: str, seen: Group, voice: Words) -> str:
    """Return the word nearest to a group's median, halves upwards, or that it cannot be said."""
    if seen.median is None:
        return voice.say("digest.too_few")
    return voice.say(f"digest.{item}.{int(seen.median + 0.5)}")


def moved(item: str, change: Change, voice: Words) -> str:
    """Return a group's change since last week in words; empty where it cannot be said."""
    if change.step is None:
        return ""
    step = voice.say(f"digest.{item}_step.{STEPS[change.step]}")
    return voice.count("digest.moved", change.n, arrow=ARROWS[change.step], step=unescape(step))


def reason(told: Reason, voice: Words) -> str:
    """Return why, and since when."""
    return voice.say("digest.reason", why=unescape(why(told, voice)), day=day(voice, told.since))


def why(told: Reason, voice: Words) -> str:
    """Return why; an alert or a pause is told by its own reason where that has words."""
    family = "alert" if told.code.startswith("alert_") else told.code
    own, known = f"digest.why.{family}.{told.detail}", voice.keys()
    return voice.say(own if own in known else f"digest.why.{told.code}")


def since_of(told: Reason, voice: Words) -> str:
    """Return since when, and until when where that is known."""
    since = day(voice, told.since)
    return on_page(voice, "until", since=since, until=day(voice, told.until)) if told.until else since


def on_page(voice: Words, key: str, **values: object) -> str:
    """Return words of the document as plain text: it is set by Typst, not by Telegram."""
    return unescape(voice.say(f"digest.page.{key}", **values))


def counted(voice: Words, key: str, n: int, **values: object) -> str:
    """Return words of the document that go with a number."""
    return unescape(voice.count(f"digest.page.{key}", n, **values))


def _locale(voice: Words) -> str:
    return voice.language.replace("-", "_")


def _days(week: str, skeleton: str, voice: Words) -> str:
    monday = monday_of(week)
    days = format_interval(monday, monday + timedelta(days=6), skeleton, locale=_locale(voice))
    return " ".join(days.split())
