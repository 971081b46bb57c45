"""What the cards call things fits into the columns that keep it."""

from db.models import Answer, CheckIn, Score
from scales import registry
from scales.batteries import BATTERIES
from scales.prorating import with_chosen_rules


def width(column) -> int:
    return column.type.length


def test_every_name_of_every_card_and_battery_fits_its_column() -> None:
    cards = registry.load(with_site_supplied=True).values()
    scales = [scale for card in cards for scale in card.scales]
    longest = {
        Answer.instrument: [card.id for card in cards],
        Answer.version: [with_chosen_rules(card).version for card in cards],
        Answer.item: [item.id for card in cards for item in card.items],
        Score.scale: [scale.id for scale in scales],
        Score.band: [band.id for scale in scales if scale.bands for band in scale.bands.steps],
        CheckIn.battery: list(BATTERIES),
    }
    too_long = [name for column, names in longest.items() for name in names if len(name) > width(column)]

    assert too_long == []
    assert (width(Score.instrument), width(Score.version)) == (
        width(Answer.instrument),
        width(Answer.version),
    )
