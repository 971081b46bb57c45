"""The cards of this site, as its settings have them: its own words laid on, restricted texts on or off."""

from bot.settings import Settings
from scales import deck
from scales.deck import Deck
from scales.site_shelf import FOLDER
from scales.strict_yaml import CardFaults


def of_site(settings: Settings) -> Deck:
    """Return the site's cards; ValueError, one line a fault, for files in its folder that are none."""
    folder = settings.data_dir / FOLDER
    try:
        return deck.read(folder, with_restricted_use=settings.restricted_use)
    except CardFaults as error:
        raise ValueError(f"{folder}:\n{error}") from None


def ask_as_site(settings: Settings) -> None:
    """Let this process ask and show the site's cards; ValueError as for `of_site`."""
    deck.use(of_site(settings))
