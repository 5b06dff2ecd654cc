"""IANA time zones by the names that people type: “Europe/Berlin”, “new york”, “Germany”, “EST”."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from itertools import islice, takewhile

from bot.digests.cities import zones_of_cities
from bot.search.folding import fold

MOST_SUGGESTED = 3
LIKENESS = 0.82

WITHOUT_SUMMER = {"est": "America/New_York", "mst": "America/Denver", "hst": "Pacific/Honolulu"}
"""Abbreviations that tzdata takes for zones without summer time, and what is mostly meant by them."""
ABBREVIATIONS = WITHOUT_SUMMER | {
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
    "bst": "Europe/London",
    "cdt": "America/Chicago",
    "central": "America/Chicago",
    "central_european": "Europe/Berlin",
    "cst": "America/Chicago",
    "ct": "America/Chicago",
    "cest": "Europe/Berlin",
    "eastern": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "mdt": "America/Denver",
    "mountain": "America/Denver",
    "mt": "America/Denver",
    "mesz": "Europe/Berlin",
    "mez": "Europe/Berlin",
    "pacific": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
}
"""Zones that are suggested for abbreviations, never assumed: several places share the offset of most."""
COUNTRIES = {
    "uk": "britain_(uk)",
    "england": "britain_(uk)",
    "us": "united_states",
    "usa": "united_states",
    "deutschland": "germany",
    "österreich": "austria",
    "schweiz": "switzerland",
}
CITIES = {
    "wien": "Europe/Vienna",
    "zürich": "Europe/Zurich",
    "rom": "Europe/Rome",
    "prag": "Europe/Prague",
    "warschau": "Europe/Warsaw",
    "brüssel": "Europe/Brussels",
    "kopenhagen": "Europe/Copenhagen",
    "lissabon": "Europe/Lisbon",
    "athen": "Europe/Athens",
    "moskau": "Europe/Moscow",
}
"""The zones of cities that German names otherwise than tzdata does."""
OF_A_COUNTRY = frozenset(("Brazil", "Canada", "Chile", "Etc", "Mexico", "US"))
"""Areas whose zones are not named after cities: “Eastern” is a zone of Canada and of the United States."""
LEAST_OF_A_COUNTRY = 3
NO_PLACE = frozenset({"Factory", *map(str.upper, WITHOUT_SUMMER)})
WELL_KNOWN = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)
"""The zones that are offered before anything is typed."""


@cache
def zones() -> tuple[str, ...]:
    """The names of time zones that a schedule may have, in order."""
    names = files("tzdata").joinpath("zones").read_text(encoding="ascii").split()
    return tuple(sorted(set(names) - NO_PLACE))


def zone_named(typed: str) -> str | None:
    """The zone of a name, or of the only city called so, in any case; None where there is none."""
    wanted = _key(typed)
    return _by_name().get(wanted) or _by_city().get(wanted)


def zone_meant(typed: str) -> str | None:
    """The zone that an abbreviation, a part of a country or a large city stands for; None for all else."""
    wanted = _key(typed)
    return ABBREVIATIONS.get(wanted) or _large_cities().get(wanted)


def nearest_zones(typed: str) -> tuple[str, ...]:
    """The zones that are most probably meant by a name that is none, best first; perhaps none at all."""
    if meant := zone_meant(typed):
        return (meant,)
    wanted = _key(typed)
    if any(character.isdigit() for character in wanted):
        return ()  # “UTC+2” is like nothing but other offsets, none of which knows a summer time
    names = {**_large_cities(), **_by_city(), **_by_name()}
    near = get_close_matches(wanted, names, n=MOST_SUGGESTED, cutoff=LIKENESS)
    near += get_close_matches(wanted.rpartition("/")[2], _by_city(), n=MOST_SUGGESTED, cutoff=LIKENESS)
    return tuple(dict.fromkeys([*_in_country(wanted), *(names[name] for name in near)]))[:MOST_SUGGESTED]


def zones_begun(typed: str) -> tuple[str, ...]:
    """The zones whose name, city or country has words that begin so; with nothing typed, well-known ones."""
    wanted = _key(typed)
    if not wanted:
        return WELL_KNOWN
    meant = [ABBREVIATIONS[wanted]] if wanted in ABBREVIATIONS else []
    endings = _endings()
    first = bisect_left(endings, (wanted,))
    begun = sorted(
        takewhile(lambda ending: ending[0].startswith(wanted), islice(endings, first, None)), key=_order
    )
    return tuple(dict.fromkeys([*meant, *(zone for _, _, zone in begun), *_in_country(wanted)]))


def _order(ending: tuple[str, int, str]) -> int:
    return ending[1]


@cache
def _endings() -> list[tuple[str, int, str]]:
    """The names of zones and cities from each of their words on, in order, with their rank and zone."""
    named = [*_by_name().items(), *_by_city().items(), *_large_cities().items()]
    return sorted(
        (name[start:], rank, zone)
        for rank, (name, zone) in enumerate(named)
        for start in (0, *(found.end() for found in re.finditer("[/_]", name)))
    )


def _key(name: str) -> str:
    return "_".join(fold(name).replace("_", " ").split())


@cache
def _by_name() -> dict[str, str]:
    return {_key(zone): zone for zone in zones()}


@cache
def _by_city() -> dict[str, str]:
    """Cities that one zone is named after; those of the lists of countries before aliases of old."""
    listed = {zone for found in _by_country().values() for zone in found}
    cities: dict[str, str] = dict(CITIES)
    for zone in sorted(zones(), key=lambda zone: (zone not in listed, zone)):
        area, _, city = zone.rpartition("/")
        if area and area not in OF_A_COUNTRY:
            cities.setdefault(_key(city), zone)
    return cities


@cache
def _large_cities() -> dict[str, str]:
    return {_key(city): zone for city, zone in zones_of_cities().items()}


def _in_country(wanted: str) -> list[str]:
    """The zones of the countries whose name begins so; nothing for a letter or two, which any would."""
    wanted = COUNTRIES.get(wanted, wanted)
    if len(wanted) < LEAST_OF_A_COUNTRY:
        return []
    return [zone for name, found in _by_country().items() if name.startswith(wanted) for zone in found]


@cache
def _by_country() -> dict[str, tuple[str, ...]]:
    """The zones of each country, the most populous first, as tzdata lists them."""
    names = dict(_rows("iso3166.tab"))
    found: dict[str, tuple[str, ...]] = {}
    for code, zone in ((row[0], row[2]) for row in _rows("zone.tab")):
        country = _key(names[code])
        found[country] = (*found.get(country, ()), zone)
    return found


def _rows(table: str) -> Iterator[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", table).read_text(encoding="utf-8")
    yield from (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
