"""Checks of what comes with the program: zone data, locales, instrument cards."""

from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from string import Formatter

from bot.commands.findings import FAULT, OK, Finding
from bot.settings import Settings
from content.catalogue import LANGUAGES, words
from content.library import FOLDER as PIECES
from content.library import library
from content.zones import find_zones
from scales import deck
from scales.additions import addition_faults
from scales.registry import load
from scales.site_shelf import FOLDER, file_of
from scales.strict_yaml import CardFaults

SHOWN = 5
Texts = Mapping[str, tuple[str, ...]]


def zone_data() -> Finding:
    """Check that zones and the table of their places can be read."""
    try:
        found = find_zones("Asia/Shanghai")
        release = version("tzdata")
    except (OSError, LookupError, ImportError, PackageNotFoundError):
        found, release = [], ""
    if not found:
        return Finding(FAULT, "zone data", "it is not there: install the package tzdata")
    return Finding(OK, "zone data", f"tzdata {release}")


def locales() -> Finding:
    """Check that every language has the same keys and placeholders, and words for all of them."""
    try:
        spoken: dict[str, Texts] = {language: words(language).keys() for language in LANGUAGES}
        faults = list(locale_faults(spoken))
    except (OSError, ValueError) as error:
        return Finding(FAULT, "locales", f"a catalogue cannot be read ({error}); mend content/locales")
    if faults:
        more = f" and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
        return Finding(FAULT, "locales", f"{'; '.join(faults[:SHOWN])}{more}; mend content/locales")
    return Finding(
        OK, "locales", f"{', '.join(f'{name} {len(texts)} texts' for name, texts in spoken.items())}"
    )


def locale_faults(spoken: Mapping[str, Texts]) -> Iterator[str]:
    """Yield every difference between the languages, and every text that is empty."""
    for key in sorted({key for texts in spoken.values() for key in texts}):
        silent = [language for language, texts in spoken.items() if not all(texts.get(key) or [""])]
        if silent:
            yield f"{key} has no words in {', '.join(silent)}"
        elif len({_placeholders(texts[key]) for texts in spoken.values()}) > 1:
            yield f"{key} has not the same placeholders in every language"


def instruments() -> Finding:
    """Check every instrument card whole."""
    try:
        cards = load()
    except CardFaults as error:
        return Finding(FAULT, "instruments", f"{'; '.join(str(error).splitlines())}; mend scales/instruments")
    return Finding(OK, "instruments", f"{len(cards)} cards: {', '.join(cards)}")


def pieces(folder: Path = PIECES) -> Finding:
    """Check every piece of the library whole, and say how many no professional has read."""
    try:
        found = library(folder)
    except CardFaults as error:
        words = "; ".join(str(error).splitlines())
        return Finding(FAULT, "library", f"{words}; mend content/library")
    texts = [piece for by_language in found.pieces.values() for piece in by_language.values()]
    unread = sum(piece.front.reviewed is None for piece in texts)
    words = f"{len(found.pieces)} pieces in {', '.join(LANGUAGES)}"
    return Finding(OK, "library", f"{words}; {unread} of {len(texts)} texts were not read by a professional")


def site_texts(settings: Settings) -> Finding:
    """Check every file of words that the site has brought, and that its cards can be asked where it says."""
    folder = settings.data_dir / FOLDER
    try:
        site = deck.read(folder, with_restricted_use=settings.restricted_use)
        if wrong := addition_faults(site):
            raise CardFaults({file_of(id): faults for id, faults in wrong.items()})
    except CardFaults as error:
        words = f"{'; '.join(str(error).splitlines())}; mend {folder}, or take the file out of it"
        return Finding(FAULT, "site's texts", words)
    brought = [id for id, card in site.cards.items() if card.declaration]
    words = f"{', '.join(brought) or 'none'} in {folder}"
    words += "".join(f"; {battery} asks {', '.join(ids)}" for battery, ids in site.added.items())
    if site.switched_off:
        words += f"; switched off: {', '.join(sorted(site.switched_off))}"
    return Finding(OK, "site's texts", words)


def _placeholders(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for form in forms for _, name, _, _ in Formatter().parse(form) if name is not None)
