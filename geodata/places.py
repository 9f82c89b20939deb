"""Installs GeoNames' full lists of countries on top of the shipped places.

The shipped gazetteer stays as it is; beside the country files a new one is made of both, and put
into use when it is complete.
"""

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from secrets import token_hex
from typing import Final

from tqdm import tqdm

from geodata.build.entries import Entry
from geodata.build.place_index import Names, add_names, write_files
from geodata.errors import DataFileError, DownloadError, SelectionError
from geodata.gazetteer import Gazetteer
from geodata.geodesy import distance_km
from geodata.geonames import CountryRow, country_rows
from geodata.installed import installation_in, note_installation
from geodata.manifest import DATA_FOLDER
from geodata.model import Place, Skipped
from geodata.names import fold, without_generic
from geodata.sources import Obtained, is_web_address, obtain

# As in the build: one name and kind this near is one place.
SAME_PLACE_KM: Final = 25.0
_CODE: Final = re.compile("[A-Z]{2}")
_FILES: Final = "gazetteer-"
_COUNTRIES: Final = "geonames"
_INCOMING: Final = "incoming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What an install did: files obtained, places added and joined with known ones, and not."""

    files: tuple[Obtained, ...]
    added: int
    joined: int
    left_out: int
    skipped: tuple[Skipped, ...]


@dataclass(slots=True)
class _Index:
    """The gazetteer that grows: places by row, their names, and the rows a new one may be."""

    places: list[Place]
    names: Names
    keys: dict[str, str]
    row_of: dict[str, int]
    alike: dict[tuple[str, str, str], list[int]]
    counts: Counter[str] = field(default_factory=Counter)


def install_places(
    codes: Iterable[str], origin: str, folder: Path, *, progress: bool = False
) -> Installed:
    """Install countries from a URL or folder into `folder`, beside those installed before.

    Raises SelectionError for what is no country code, DownloadError when a file can't be had and
    FormatError when it holds no places; the gazetteer in use then stays as it was.
    """
    wanted = _checked(codes)
    earlier = installation_in(folder)
    files = {code: _obtained(code, origin, folder / _INCOMING, progress) for code in wanted}
    countries = sorted({*wanted, *(earlier.countries if earlier else ())})
    index = _index_of(Gazetteer.open(DATA_FOLDER), frozenset(countries))
    skipped: list[Skipped] = []
    for code in tqdm(countries, desc="countries", disable=None if progress else True):
        path = files[code].path if code in files else _kept_file(folder / _COUNTRIES, code)
        skipped += _add_country(index, code, path)
    for code, got in files.items():
        _keep(got.path, folder / _COUNTRIES, code)
    _put_in_use(index, folder, countries)
    return Installed(
        files=tuple(files.values()),
        added=index.counts["added"],
        joined=index.counts["joined"],
        left_out=index.counts["left out"],
        skipped=tuple(skipped),
    )


def _checked(codes: Iterable[str]) -> list[str]:
    wanted = sorted({code.upper() for code in codes})
    wrong = [code for code in wanted if not _CODE.fullmatch(code)]
    if wrong:
        raise SelectionError(f"{', '.join(map(repr, wrong))}: no country code; codes are like DZ")
    return wanted


def _obtained(code: str, origin: str, folder: Path, progress: bool) -> Obtained:  # noqa: FBT001
    archive, text = _names_of(code)
    if not is_web_address(origin) and not (Path(origin) / archive).exists():
        archive, text = text, archive
    try:
        return obtain(archive, origin, folder, progress=progress)
    except DownloadError as error:
        try:
            return obtain(text, origin, folder, progress=progress)
        except DownloadError:
            raise error from None


def _names_of(code: str) -> tuple[str, str]:
    return f"{code}.zip", f"{code}.txt"


def _keep(path: Path, folder: Path, code: str) -> None:
    """Put a file that was read without fault in the place of the country's earlier one."""
    folder.mkdir(exist_ok=True)
    path.replace(folder / path.name)
    for name in _names_of(code):
        if name != path.name:
            (folder / name).unlink(missing_ok=True)


def _kept_file(folder: Path, code: str) -> Path:
    for name in _names_of(code):
        if (folder / name).exists():
            return folder / name
    raise DataFileError(f"{code}'s file is gone from {str(folder)!r}; install {code} again, too")


def _index_of(shipped: Gazetteer, countries: frozenset[str]) -> _Index:
    places = list(shipped.places())
    index = _Index(
        places=places,
        names={},
        keys={},
        row_of={place.place_id: row for row, place in enumerate(places)},
        alike=defaultdict(list),
    )
    for name, key, linked in shipped.names():
        index.names[name] = dict(linked)
        index.keys[name] = key
        for row, _ in linked:
            place = places[row]
            if place.country_code in countries and place.geonameid is None:
                index.alike[place.country_code, place.feature_class, name].append(row)
    return index


def _add_country(index: _Index, code: str, path: Path) -> list[Skipped]:
    read = list(country_rows(path, code))
    rows = [row for row in read if isinstance(row, CountryRow)]
    units = _unit_names(rows, index)
    index.counts["left out"] += read.count(None)
    for row in rows:
        entry = row.entry
        unit = units.get(row.admin1_code, "")
        _add(index, replace(entry, place=replace(entry.place, admin1=unit)))
    return [row for row in read if isinstance(row, Skipped)]


def _unit_names(rows: list[CountryRow], index: _Index) -> Mapping[str, str]:
    """Return the first-level units' names by code, as the shipped places spell them.

    Most of GeoNames' towns are shipped with their unit's name; where none is, the unit's own row
    says it.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        known = index.row_of.get(row.entry.place.place_id)
        if known is not None and index.places[known].admin1:
            votes[row.admin1_code][index.places[known].admin1] += 1
    named = {
        row.admin1_code: row.entry.place.name
        for row in rows
        if row.entry.place.feature_code == "ADM1"
    }
    return named | {code: names.most_common(1)[0][0] for code, names in votes.items()}


def _add(index: _Index, entry: Entry) -> None:
    place = entry.place
    known = index.row_of.get(place.place_id)
    if known is not None:
        index.places[known] = _refined(index.places[known], place)
    else:
        known = _same_place(index, entry)
    index.counts["added" if known is None else "joined"] += 1
    if known is None:
        known = len(index.places)
        index.places.append(place)
        index.row_of[place.place_id] = known
    add_names(index.names, index.keys, [(known, entry)])


def _refined(shipped: Place, place: Place) -> Place:
    """The shipped place with GeoNames' own feature code: the shipped lists know PPL only."""
    same_class = shipped.feature_class == place.feature_class
    return replace(
        shipped,
        feature_code=place.feature_code if same_class else shipped.feature_code,
        population=max(shipped.population, place.population),
    )


def _same_place(index: _Index, entry: Entry) -> int | None:
    """Return the row of another source's place that this is: name, kind and country, and near."""
    place = entry.place
    folded = fold(place.name)
    bare = without_generic(folded) or (folded,)
    for name in {folded, bare[0]}:
        for row in index.alike.get((place.country_code, place.feature_class, name), ()):
            known = index.places[row]
            # A unit's point is anywhere within it, so that only its level must be the same.
            unit = place.feature_class == "A" and known.feature_code == place.feature_code
            points = known.latitude, known.longitude, place.latitude, place.longitude
            if unit or distance_km(*points) <= SAME_PLACE_KM:
                return row
    return None


def _put_in_use(index: _Index, folder: Path, countries: list[str]) -> None:
    name = f"{_FILES}{token_hex(4)}"
    out = folder / name
    try:
        out.mkdir(parents=True)
        write_files(index.places, index.names, index.keys, out)
        note_installation(folder, name, countries)
    except OSError as error:
        shutil.rmtree(out, ignore_errors=True)
        message = f"{str(out)!r} can't be written: {error.strerror}; check room and rights"
        raise DataFileError(message) from error
    for other in folder.glob(f"{_FILES}*"):
        if other.name != name:
            shutil.rmtree(other, ignore_errors=True)
