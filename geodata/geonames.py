"""GeoNames' country files: 19 tab-separated columns, one place a line (GeoNames' readme.txt)."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geodata.build.entries import Entry, is_wanted, place_of, unqualified
from geodata.errors import FormatError
from geodata.model import Skipped

# The largest, China's, has 120 MB unpacked.
MAX_BYTES: Final = 1_000_000_000
COLUMNS: Final = 19
FEATURE_CLASSES: Final = frozenset("AHLPRSTUV")
# Countries and continents are there already, with outlines that GeoNames' points lack.
_KNOWN_CODES: Final = ("PCL", "CONT", "TERR")
_REMEDY: Final = "download the file again; the other lines were taken"


@dataclass(frozen=True, slots=True)
class CountryRow:
    """One place of a country file; `admin1_code` is GeoNames' own ("33")."""

    entry: Entry
    admin1_code: str


def country_rows(path: Path, country_code: str) -> Iterator[CountryRow | Skipped | None]:
    """Yield each line of XX.txt or XX.zip; None for what is no news: countries, nameless things.

    Raises FormatError for a file that is no country file at all.
    """
    good = False
    for number, line in enumerate(_lines(path, country_code), start=1):
        where = f"{path.name}:{number}"
        try:
            row = _country_row(line.rstrip("\r\n").split("\t"), country_code)
        except ValueError as error:
            yield Skipped(source=where, kind="row", reason=str(error), remedy=_REMEDY)
            continue
        good = True
        yield row
    if not good:
        raise FormatError(f"{path.name!r} holds no GeoNames places; get it from geonames.org again")


def _lines(path: Path, country_code: str) -> Iterator[str]:
    try:
        if path.suffix == ".zip":
            yield from _zipped_lines(path, f"{country_code}.txt")
        else:
            with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
                yield from file
    except (OSError, zipfile.BadZipFile, KeyError, EOFError, NotImplementedError) as error:
        raise FormatError(f"{path.name!r} can't be read: {error}; get it again") from error


def _zipped_lines(path: Path, member: str) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        if archive.getinfo(member).file_size > MAX_BYTES:
            raise FormatError(f"{member!r} in {path.name!r} is above {MAX_BYTES:,} bytes unpacked")
        with archive.open(member) as file:
            # An archive may hold more than it says: zipfile stops at the size that it gave.
            yield from io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="\n")


def _country_row(cells: list[str], country_code: str) -> CountryRow | None:
    if len(cells) != COLUMNS:
        raise ValueError(f"has {len(cells)} columns, not {COLUMNS}")
    number, name, ascii_name, alternates, latitude, longitude, feature_class, code = cells[:8]
    if cells[8] != country_code:
        raise ValueError(f"is a place of {cells[8]!r}, not of {country_code!r}")
    if not name.strip() or feature_class not in FEATURE_CLASSES or code.startswith(_KNOWN_CODES):
        return None
    place = place_of(
        f"geonames:{int(number)}",
        name,
        _point(latitude, longitude),
        country_code=country_code,
        feature_class=feature_class,
        feature_code=code,
        population=max(int(cells[14] or 0), 0),
        source="geonames",
    )
    others = [ascii_name, *alternates.split(",")]
    wanted = (*unqualified(name), *(other for other in others if is_wanted(other)))
    return CountryRow(Entry(place, alternates=wanted), cells[10])


def _point(latitude: str, longitude: str) -> tuple[float, float]:
    point = float(latitude), float(longitude)
    # so that NaN fails too
    if not (abs(point[0]) <= 90 and abs(point[1]) <= 180):
        raise ValueError(f"has the impossible coordinates {latitude!r}, {longitude!r}")
    return point
