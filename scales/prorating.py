"""Published missing rules that nobody here has verified: in force only where a site chooses them."""

from scales.model import Card


def with_chosen_rules(card: Card) -> Card:
    """Return `card` under the missing rules it holds in reserve, or itself when it has none.

    The version says so, because scores under another rule are other scores.
    """
    if not any(scale.missing_if_chosen for scale in card.scales):
        return card
    scales = tuple(
        scale.model_copy(update={"missing": scale.missing_if_chosen or scale.missing})
        for scale in card.scales
    )
    return card.model_copy(update={"scales": scales, "version": f"{card.version}+chosen"})
