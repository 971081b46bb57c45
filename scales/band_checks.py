"""Whether bands partition the range of their scale: no gap, no overlap, no edge between two digits."""

from collections.abc import Iterator
from decimal import Decimal

from scales.keys import Bands, Scale


def band_faults(scale: Scale) -> Iterator[tuple[str, str]]:
    """Yield (field, what is wrong) for every set of bands of `scale`."""
    if scale.bands:
        yield from (("bands", what) for what in _faults(scale, scale.bands))
    for position, bands in enumerate(scale.further_bands):
        yield from ((f"further_bands.{position}", what) for what in _faults(scale, bands))


def _faults(scale: Scale, bands: Bands) -> Iterator[str]:
    lows = [band.low for band in bands.steps]
    bottom, top = scale.range
    if lows[0] != bottom or lows != sorted(set(lows)) or lows[-1] > top:
        yield f"must rise from {bottom} and begin within {top}"
        return
    if len({band.id for band in bands.steps}) < len(lows):
        yield "two bands have the same id"
    if any(low != round(low, scale.decimals) for low in lows):
        yield f"an edge has more than the {scale.decimals} digits that are reported"
    yield from _seams(bands, Decimal(1).scaleb(-scale.decimals), top)


def _seams(bands: Bands, step: Decimal, top: Decimal) -> Iterator[str]:
    ends = [band.low - step for band in bands.steps[1:]] + [top]
    for band, end in zip(bands.steps, ends, strict=True):
        if band.high is not None and band.high != end:
            kind = "overlaps the next" if band.high > end else "leaves a gap to the next"
            yield f"{band.id} {kind}: it must end at {end}, not at {band.high}"
