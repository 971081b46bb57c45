"""Time zones by the names people know: a city in their language, or the IANA name."""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

MOST = 4
# Cities that families name though the zone is called after another.
NEIGHBOURS = {
    "Asia/Shanghai": (
        "北京",
        "beijing",
        "广州",
        "guangzhou",
        "深圳",
        "shenzhen",
        "成都",
        "chengdu",
        "中国",
        "china",
    ),
    "America/New_York": ("boston", "波士顿", "华盛顿", "washington"),
    "America/Los_Angeles": ("san francisco", "旧金山", "seattle", "西雅图"),
    "Europe/London": ("england", "英国", "manchester"),
}


def find_zones(text: str) -> list[str]:
    """Return up to four IANA zones that a person may mean by `text`; an exact name comes alone."""
    wanted = text.strip().casefold().replace(" ", "_")
    if not wanted:
        return []
    names = _names()
    if wanted in names:
        return sorted(names[wanted])[:MOST]
    found = {
        zone for name, zones in names.items() if len(wanted) > 1 and name.startswith(wanted) for zone in zones
    }
    return sorted(found)[:MOST]


def city(zone: str, language: str) -> str:
    """Return the city a zone is called after, in the person's language."""
    return get_timezone_location(ZoneInfo(zone), locale=language.replace("-", "_"), return_city=True)


@cache
def _names() -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for zone in _inhabited():
        known = {zone, zone.rsplit("/", 1)[-1], city(zone, "en"), city(zone, "zh-Hans")}
        for name in {*known, *NEIGHBOURS.get(zone, ())}:
            names.setdefault(name.casefold().replace(" ", "_"), set()).add(zone)
    return names


def _inhabited() -> list[str]:
    """Return the zones of places where people live, each under its one present name."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    return [line.split("\t")[2].strip() for line in table.splitlines() if line and not line.startswith("#")]
