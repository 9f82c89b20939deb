"""The names of places that a map writes, and from which zoom level on."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geodata.errors import DataFileError
from geodata.manifest import DATA_FOLDER
from geodata.place_files import FILES

# From which zoom level (Leaflet's) a town of so many inhabitants is written, largest first.
POPULATION_ZOOMS: Final = ((1_000_000, 5), (300_000, 6), (100_000, 7), (20_000, 8), (5_000, 9))
SMALLEST_ZOOM: Final = 10
CAPITAL_ZOOM: Final = 5
# What conflict reports name and no census counts: crossings, wells, bases, oil fields.
LANDMARK_ZOOM: Final = 8
_OURS: Final = "borderwatch"
_COLUMNS: Final = (
    "name",
    "latitude",
    "longitude",
    "feature_class",
    "feature_code",
    "population",
    "source",
)
# Points are written; seas and deserts have no place of their own for a name.
_WRITTEN: Final = ("P", "S")


@dataclass(frozen=True, eq=False)
class Labels:
    """Names with latitude, longitude and first zoom level, those that come first foremost."""

    names: NDArray[np.object_]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    zoom: NDArray[np.int8]


@cache
def labels() -> Labels:
    """Return the shipped places that a map can write. Raises DataFileError."""
    table = _places()
    written = _among(table, "feature_class", _WRITTEN)
    zoom, population = _zooms(table), table["population"].to_numpy()
    rows = np.flatnonzero(written)
    rows = rows[np.lexsort((-population[rows], zoom[rows]))]
    return Labels(
        names=_text(table, "name")[rows],
        latitude=table["latitude"].to_numpy()[rows],
        longitude=table["longitude"].to_numpy()[rows],
        zoom=zoom[rows],
    )


def _zooms(table: Any) -> NDArray[np.int8]:
    population = table["population"].to_numpy()
    limits = [population >= least for least, _ in POPULATION_ZOOMS]
    zoom = np.select(limits, [level for _, level in POPULATION_ZOOMS], SMALLEST_ZOOM)
    zoom = np.where(_among(table, "source", [_OURS]), np.minimum(zoom, LANDMARK_ZOOM), zoom)
    is_capital = _among(table, "feature_code", ["PPLC"])
    return np.where(is_capital, np.minimum(zoom, CAPITAL_ZOOM), zoom).astype(np.int8)


def _text(table: Any, name: str) -> NDArray[np.object_]:
    values: NDArray[np.object_] = table[name].to_numpy(zero_copy_only=False)
    return values


def _among(table: Any, name: str, wanted: Iterable[str]) -> NDArray[np.bool_]:
    found = pc.is_in(table[name].combine_chunks().cast(pa.string()), pa.array(wanted))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _places() -> pa.Table:
    path = DATA_FOLDER / FILES.places
    try:
        with pq.ParquetFile(path, memory_map=True) as file:
            return file.read(columns=list(_COLUMNS), use_threads=False)
    except (OSError, pa.ArrowException) as error:
        message = f"{path.name} can't be read: {error}; build it with: python -m geodata.build"
        raise DataFileError(message) from error
