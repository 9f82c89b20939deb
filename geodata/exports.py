"""Events out: one feature or row a happening, with its sources, the filter and whose data it is.

A file grows batch by batch, so that memory doesn't depend on how much is exported, and appears
under its name only when it is whole.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from types import MappingProxyType
from typing import Any, Final

import geopandas as gpd
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from tqdm import tqdm

from geodata.errors import FormatError
from geodata.export_arrow import write_geopackage, write_parquet
from geodata.export_csv import write_csv
from geodata.export_geojson import write_geojson
from geodata.export_header import Header, header_of
from geodata.export_kml import write_kml
from geodata.reports import Happenings, Row, happening_of, merge_reports
from geodata.selection import Selection
from geodata.store_found import BATCH, Found
from geodata.store_rows import frame_rows

Batches = Iterable[Sequence[Sequence[Row]]]
Writer = Callable[[Iterable[Happenings], Path, Header], None]

WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        ".geojson": write_geojson,
        ".json": write_geojson,
        ".csv": write_csv,
        ".gpkg": write_geopackage,
        ".parquet": write_parquet,
        ".kml": write_kml,
    }
)


def write_found(found: Found, path: str | Path, *, progress: bool = False) -> int:
    """Write what was found in a store in the format of the suffix; return how many happenings.

    By date_start of the first report, undated last, then by event_id: the same content gives the
    same file. A file of that name is replaced, once the new one is whole. `progress` draws a bar
    on a terminal. Raises FormatError for another suffix and where the file can't be written, and
    StoreUnavailableError.
    """
    header = header_of(
        found.selection, happenings=found.events.happenings, reports=len(found.events)
    )
    return _write(found.groups(), Path(path), header, progress=progress)


def write_events(
    frame: gpd.GeoDataFrame, path: str | Path, *, selection: Selection | None = None
) -> int:
    """Write an events frame as `write_found` does, in its own order.

    `selection` is what the frame was filtered by, for the file's header. Raises RecordError for
    values that no store can keep.
    """
    happenings: dict[str, list[Row]] = {}
    for row in frame_rows(frame):
        happenings.setdefault(happening_of(row), []).append(row)
    groups = list(happenings.values())
    batches = (groups[first : first + BATCH] for first in range(0, len(groups), BATCH))
    header = header_of(selection or Selection(), happenings=len(groups), reports=len(frame))
    return _write(batches, Path(path), header)


def _write(batches: Batches, target: Path, header: Header, *, progress: bool = False) -> int:
    write = WRITERS.get(target.suffix.lower())
    if write is None:
        known = ", ".join(WRITERS)
        raise FormatError(f"{target.name!r} has no format we write; end it with one of {known}")
    # None leaves the bar to a terminal.
    quiet = None if progress else True
    with (
        _put_in_place(target) as part,
        tqdm(total=header.happenings, desc="writing", disable=quiet, leave=False) as bar,
    ):
        write(_counted(map(merge_reports, batches), bar), part, header)
    if target.suffix.lower() == ".csv":
        _write_beside(target, header)
    return header.happenings


def _counted(batches: Iterable[Happenings], bar: "tqdm[Any]") -> Iterator[Happenings]:
    for batch in batches:
        yield batch
        bar.update(len(batch))


@contextmanager
def _put_in_place(target: Path) -> Iterator[Path]:
    # The suffix stays last: GDAL looks at it.
    part = target.with_name(f".{target.stem}-{token_hex(4)}.part{target.suffix}")
    try:
        yield part
        part.replace(target)
    except (OSError, DataSourceError, DataLayerError, FeatureError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{str(target)!r} can't be written: {reason}; choose a folder you may write to"
        raise FormatError(message) from error
    finally:
        part.unlink(missing_ok=True)


def _write_beside(table: Path, header: Header) -> None:
    """Put the header into the file that W3C's CSV on the Web (5.3) looks for beside a table."""
    member = {"@context": "http://www.w3.org/ns/csvw", "url": table.name}
    text = json.dumps(member | {"borderwatch": header.as_dict()}, indent=2, ensure_ascii=False)
    with _put_in_place(table.with_name(f"{table.name}-metadata.json")) as part:
        part.write_text(text + "\n", encoding="utf-8")
