"""The cards and lists of this site, as its settings have them: its own words laid on, some texts off."""

from bot.settings import Settings
from content import danger
from content.danger import DangerFaults
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
    """Let this process ask and show the site's cards and look for its danger words; ValueError as above."""
    deck.use(of_site(settings))
    try:
        danger.use(danger.read(settings.data_dir))
    except DangerFaults as error:
        raise ValueError(f"{settings.data_dir / danger.SITE_FILE}:\n{error}") from None
