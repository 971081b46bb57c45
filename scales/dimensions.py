"""Dimensions: what the scores are about, in the words of the library."""

from collections.abc import Mapping
from types import MappingProxyType

# (Instrument, scale) to what it measures. The PHQ-9 is scored as PHQ-8 too, which stands for both.
DIMENSIONS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("phq8", "total"): "mood",
        ("who5", "percent"): "mood",
        ("gad7", "total"): "worry",
        ("phq15", "total"): "body",
        ("cbi_personal", "personal"): "burnout",
        ("bsfc_s", "total"): "burden",
        ("ucla3", "total"): "company",
        ("mspss", "total_mean"): "company",
    }
)
# In this order one is chosen where several moved alike.
ORDER = ("mood", "worry", "burnout", "burden", "company", "body")
