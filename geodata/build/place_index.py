"""Writes the gazetteer's files: the places, their folded names and their keys.

`geodata.place_files` opens them. Row numbers of places.parquet are the places' identity inside the
files; names and keys are numbered by their tries.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import marisa_trie
import pyarrow as pa
import pyarrow.parquet as pq

from geodata.build.entries import Entry
from geodata.build.replacing import replacing
from geodata.gazetteer import rank_of
from geodata.model import Place
from geodata.names import fold, is_generic, key
from geodata.place_files import ACRONYM, FILES, PREFERRED

# Folded name -> {row of a place: flags}.
Names = dict[str, dict[int, int]]


def write_index(entries: list[Entry], out: Path) -> list[tuple[Path, str, int]]:
    """Write the four files; return each with a description and its number of rows.

    Row order is that of `entries`. Same entries, same bytes.
    """
    names: Names = {}
    keys: dict[str, str] = {}
    add_names(names, keys, enumerate(entries))
    return write_files([entry.place for entry in entries], names, keys, out)


def add_names(names: Names, keys: dict[str, str], entries: Iterable[tuple[int, Entry]]) -> None:
    """Add each numbered entry's names: to `names` with its number and flag, to `keys` their key."""
    for row, entry in entries:
        flagged = [(name, ACRONYM) for name in entry.acronyms]
        flagged += [(name, 0) for name in entry.alternates]
        flagged += [(name, PREFERRED) for name in (*entry.preferred, entry.place.name)]
        for name, flag in flagged:
            folded = fold(name)
            # A unit called "City" or "District" would be found in every article.
            if folded and not is_generic(folded):
                linked = names.setdefault(folded, {})
                linked[row] = max(flag, linked.get(row, 0))
                keys[folded] = "" if flag == ACRONYM else keys.get(folded) or key(name)


def write_files(
    places: list[Place], names: Names, keys: dict[str, str], out: Path
) -> list[tuple[Path, str, int]]:
    """Write the four files of places in row order, folded names and their keys."""
    name_trie = marisa_trie.Trie(sorted(names))
    key_trie = marisa_trie.Trie(sorted(set(keys.values()) - {""}))
    links = _links_table(places, names, keys, name_trie, key_trie)
    with ExitStack() as parts:
        # All are whole before the first is replaced: row numbers join them.
        part = {name: parts.enter_context(replacing(out / name)) for name in FILES}
        name_trie.save(str(part[FILES.names]))
        key_trie.save(str(part[FILES.keys]))
        _write(_places_table(places), part[FILES.places])
        _write(links, part[FILES.links])
    return [
        (out / FILES.places, "Places of the world", len(places)),
        (out / FILES.names, "Folded names of the places (marisa trie)", len(name_trie)),
        (out / FILES.keys, "Transliteration keys of the names (marisa trie)", len(key_trie)),
        (out / FILES.links, "Which name belongs to which places and key", len(name_trie)),
    ]


def _places_table(places: list[Place]) -> pa.Table:
    def column(name: str, kind: pa.DataType) -> pa.Array:
        return pa.array([getattr(place, name) for place in places], kind)

    category = pa.dictionary(pa.int16(), pa.string())
    return pa.table(
        {
            "place_id": column("place_id", pa.string()),
            "name": column("name", pa.string()),
            "latitude": column("latitude", pa.float64()),
            "longitude": column("longitude", pa.float64()),
            "country_code": column("country_code", category),
            "admin1": column("admin1", category),
            "feature_class": column("feature_class", category),
            "feature_code": column("feature_code", category),
            "population": column("population", pa.int64()),
            "source": column("source", category),
            "radius_km": column("radius_km", pa.float32()),
        }
    )


def _links_table(
    places: list[Place],
    names: Names,
    keys: dict[str, str],
    name_trie: marisa_trie.Trie,
    key_trie: marisa_trie.Trie,
) -> pa.Table:
    """One row a name in the order of the trie's numbers: its places best first, flags, key."""
    ranks = [rank_of(place) for place in places]
    in_order = [name_trie.restore_key(number) for number in range(len(name_trie))]
    rows, flags = [], []
    for name in in_order:
        linked = names[name]
        best = sorted(linked, key=lambda row: (ranks[row], row))
        best.sort(key=lambda row: (ranks[row][0], linked[row] != PREFERRED))
        rows.append(best)
        flags.append([linked[row] for row in best])
    key_numbers = [key_trie.get(keys[name], -1) for name in in_order]
    return pa.table(
        {
            "rows": pa.array(rows, pa.list_(pa.int32())),
            "flags": pa.array(flags, pa.list_(pa.int8())),
            "key": pa.array(key_numbers, pa.int32()),
        }
    )


def _write(table: pa.Table, path: Path) -> None:
    # Bytes of like weight side by side compress best in numbers that are nearly all different.
    split = [name for name in ("latitude", "longitude", "key") if name in table.column_names]
    plain = {*split, "place_id", "name"}
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        write_statistics=False,
        use_dictionary=[name for name in table.column_names if name not in plain],
        column_encoding=dict.fromkeys(split, "BYTE_STREAM_SPLIT"),
        row_group_size=max(len(table), 1),
    )
