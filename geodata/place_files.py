"""The files of a gazetteer, opened.

`geodata.build.place_index` writes them: places.parquet (one row a place), a trie of folded names, a
trie of keys, and place_links.parquet, which says for each name its places, best first, and its key.
Opening maps the tries and reads columns; Place records are made when asked for.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import marisa_trie
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geodata.errors import DataFileError
from geodata.place_columns import Lists, PlaceColumns, numbers

# Flags of a name's link to a place, larger ones win where one place has a name twice.
PREFERRED: Final = 1
ACRONYM: Final = 2


class _Files(NamedTuple):
    places: str = "places.parquet"
    links: str = "place_links.parquet"
    names: str = "place_names.marisa"
    keys: str = "place_keys.marisa"


FILES: Final = _Files()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFiles:
    """What stands in the files: `rows`, `flags` and `key_of_name` by the number of the name.

    A name of no key has -1.
    """

    places: PlaceColumns
    names: marisa_trie.Trie
    keys: marisa_trie.Trie
    rows: Lists
    flags: Lists
    key_of_name: NDArray[np.int32]


def open_places(folder: Path) -> PlaceFiles:
    """Open the gazetteer's files in `folder`. Raises DataFileError when one can't be read."""
    try:
        links = _table(folder / FILES.links)
        return PlaceFiles(
            places=PlaceColumns(_table(folder / FILES.places)),
            names=_trie(folder / FILES.names),
            keys=_trie(folder / FILES.keys),
            rows=Lists(links.column("rows"), np.int32),
            flags=Lists(links.column("flags"), np.int8),
            key_of_name=numbers(links.column("key"), np.int32),
        )
    except (OSError, pa.ArrowException, RuntimeError, KeyError) as error:
        message = (
            f"the gazetteer in {str(folder)!r} can't be read: {error}; restore the files from "
            "the repository or run python -m geodata.build places"
        )
        raise DataFileError(message) from error


def _table(path: Path) -> pa.Table:
    # Not read_table: it loads pyarrow.dataset, 70 MB and 0.15 s for nothing here.
    with pq.ParquetFile(path, memory_map=True) as file:
        return file.read(use_threads=False)


def _trie(path: Path) -> marisa_trie.Trie:
    trie = marisa_trie.Trie()
    return trie.mmap(str(path))
