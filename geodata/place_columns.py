"""The columns of the gazetteer's tables, read without copying them."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyproj import Geod

from geodata.model import Place


class Lists:
    """A column of lists, each read as a slice of one array."""

    def __init__(self, column: pa.ChunkedArray, values: type[np.integer[Any]]) -> None:
        lists = column.combine_chunks()
        self._starts = numbers(lists.offsets, np.int32)
        self._values = numbers(lists.values, values)

    def __getitem__(self, number: int) -> list[int]:
        values: list[int] = self._values[self._starts[number] : self._starts[number + 1]].tolist()
        return values

    def largest(self, of: NDArray[np.int8]) -> NDArray[np.int8]:
        """Return for each list the largest of what `of` has at its values; lists aren't empty."""
        largest: NDArray[np.int8] = np.maximum.reduceat(of[self._values], self._starts[:-1])
        return largest


class PlaceColumns:
    """The columns of places.parquet; a row becomes a Place when asked for."""

    def __init__(self, table: pa.Table) -> None:
        self._ids = table.column("place_id").combine_chunks()
        self._names = table.column("name").combine_chunks()
        self.latitude: NDArray[np.float64] = numbers(table.column("latitude"), np.float64)
        self.longitude: NDArray[np.float64] = numbers(table.column("longitude"), np.float64)
        self.population = numbers(table.column("population"), np.int64)
        self._radius_km = numbers(table.column("radius_km"), np.float32)
        columns = ("country_code", "admin1", "feature_class", "feature_code", "source")
        self._categories = {name: _Categories(table.column(name)) for name in columns}
        # News names the same places over and over; 20,000 of them take about 10 MB.
        self.place: Callable[[int], Place] = lru_cache(maxsize=20_000)(self._place)

    def __len__(self) -> int:
        return len(self._ids)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Place ids to row numbers, made on first use: most programs never ask."""
        return {place_id: row for row, place_id in enumerate(self._ids.to_pylist())}

    def country_code(self, row: int) -> str:
        """Return the country of the place in the row."""
        return self._categories["country_code"][row]

    def is_in(self, country_codes: frozenset[str]) -> NDArray[np.bool_]:
        """Return for each row whether it lies in one of these countries."""
        return self._categories["country_code"].is_one_of(country_codes)

    def fame(self, row: int) -> float:
        """How much population adds to likeness: 0.1 for ten million people."""
        return float(np.log10(self.population[row] + 1)) / 70

    def _place(self, row: int) -> Place:
        return Place(
            place_id=self._ids[row].as_py(),
            name=self._names[row].as_py(),
            latitude=float(self.latitude[row]),
            longitude=float(self.longitude[row]),
            population=int(self.population[row]),
            radius_km=round(float(self._radius_km[row]), 1),
            **{name: column[row] for name, column in self._categories.items()},
        )

    def nearest(
        self, latitude: float, longitude: float, radius_km: float, limit: int
    ) -> list[tuple[int, float]]:
        """Return the rows within so many geodesic kilometres of the point and how far, sorted."""
        rows = self._rows_in_box(latitude, longitude, radius_km)
        _, _, metres = Geod(ellps="WGS84").inv(
            np.full(len(rows), longitude),
            np.full(len(rows), latitude),
            self.longitude[rows],
            self.latitude[rows],
        )
        distances = np.asarray(metres) / 1000
        within = np.flatnonzero(distances <= radius_km)
        first = within[np.argsort(distances[within], kind="stable")[:limit]]
        return [(int(rows[index]), float(distances[index])) for index in first]

    def _rows_in_box(self, latitude: float, longitude: float, radius_km: float) -> NDArray[np.intp]:
        """Rows within a box of degrees round the point that surely holds the circle."""
        # 110.5 km is the shortest degree of latitude on WGS 84 (at the equator).
        height = radius_km / 110.5
        shortest = np.cos(np.radians(min(abs(latitude) + height, 90.0)))
        width = min(height / shortest, 180.0) if shortest > 0.001 else 180.0
        turn = np.abs((self.longitude - longitude + 180) % 360 - 180)
        return np.flatnonzero((np.abs(self.latitude - latitude) <= height) & (turn <= width))


class _Categories:
    """A dictionary-encoded column of strings."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        array = column.combine_chunks()
        self._values: list[str] = array.dictionary.to_pylist()
        self._numbers = numbers(array.indices, np.int16)

    def __getitem__(self, row: int) -> str:
        value: str = self._values[self._numbers[row]]
        return value

    def is_one_of(self, values: frozenset[str]) -> NDArray[np.bool_]:
        """Return for each row whether it has one of these values."""
        wanted = np.array([value in values for value in self._values])
        found: NDArray[np.bool_] = wanted[self._numbers]
        return found


def numbers(column: pa.Array | pa.ChunkedArray, dtype: type[np.number[Any]]) -> NDArray[Any]:
    """Return a column without nulls as an array over Arrow's own memory."""
    # Not to_numpy: it imports pandas, 50 MB and 0.15 s for nothing here.
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    right = (
        pa.types.is_primitive(array.type) and array.type.bit_width == 8 * np.dtype(dtype).itemsize
    )
    if not right or array.null_count:
        raise KeyError(f"a column of {dtype.__name__} without gaps is needed, not {array.type}")
    values = np.frombuffer(array.buffers()[1], dtype=dtype)
    return values[array.offset : array.offset + len(array)]
