"""Seconds, processor seconds and peak memory of exporting a store, for each format.

    .venv/bin/python tests/benchmarks/exports.py var/100k.sqlite [geojson csv ...] [--peer]

Each format is written by a process of its own, from opening the store to the whole file. `--peer`
adds `geopandas.to_file` (GDAL) and the store's whole frame through `write_events`. On a machine
that others use, only the processor seconds say something; the first line is a loop whose seconds
tell how fast the machine is just now.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from geodata.formats import WRITTEN_SUFFIXES, write_events, write_found  # noqa: E402
from geodata.selection import Selection  # noqa: E402
from geodata.store import EventStore  # noqa: E402

FORMATS = [suffix.removeprefix(".") for suffix in WRITTEN_SUFFIXES if suffix != ".json"]
LOOPS = 20_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("formats", nargs="*", default=FORMATS, metavar="FORMAT")
    parser.add_argument("--peer", action="store_true", help="geopandas and the whole frame, too")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.store, options.one)
        return
    start = time.process_time()
    sum(range(LOOPS))
    print(
        f"{'machine':<18} {time.process_time() - start:6.2f} s processor for the loop", flush=True
    )
    for way in [*options.formats, *(["frame", "geopandas"] if options.peer else [])]:
        command = [sys.executable, __file__, str(options.store), "--one", way]
        subprocess.run(command, check=True)


def measure(store: Path, way: str) -> None:
    """Export once and print what it took, imports left out."""
    with EventStore.open(store) as opened:
        opened.index()  # made once for a version of the store, and kept beside it
    with TemporaryDirectory(dir=store.parent) as folder:
        path = Path(folder) / f"events.{way if way in FORMATS else 'geojson'}"
        wall, before = time.perf_counter(), os.times()
        happenings = write(store, path, way)
        after = os.times()
        size = path.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    processor = after.user + after.system - before.user - before.system
    print(
        f"{way:<18} {time.perf_counter() - wall:6.1f} s  {processor:6.1f} s processor  "
        f"{peak:6,.0f} MB peak  {size:7,.1f} MB file  {happenings:,} happenings",
        flush=True,
    )


def write(store: Path, path: Path, way: str) -> int:
    """Write the whole store in one of the ways; return how many happenings or rows."""
    with EventStore.open(store) as opened:
        if way in FORMATS:
            with opened.found(Selection()) as found:
                return write_found(found, path)
        frame = opened.events()
        if way == "frame":
            return write_events(frame, path)
        plain = frame.drop(columns="evidence")
        plain["assoc_actors"] = plain["assoc_actors"].map("; ".join)
        plain.to_file(path, driver="GeoJSON", engine="pyogrio", RFC7946="YES", WRITE_BBOX="YES")
        return len(plain)


if __name__ == "__main__":
    main()
