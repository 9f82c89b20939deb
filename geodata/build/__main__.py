"""`python -m geodata.build`: makes the shipped datasets from pinned packages."""

import argparse
import sys
from pathlib import Path

from geodata.build import borders, places
from geodata.build.manifest import record
from geodata.errors import GeodataError
from geodata.manifest import DATA_FOLDER, MANIFEST_FILE

BUILDS = {"borders": borders.build, "places": places.build}


def main(arguments: list[str] | None = None) -> int:
    """Build what is asked for into a folder and record it in that folder's manifest."""
    options = _parser().parse_args(arguments)
    try:
        for name in BUILDS if options.what == "all" else [options.what]:
            built = BUILDS[name](options.out, options.only)
            record(*built, manifest=options.out / MANIFEST_FILE.name)
            for dataset in built:
                print(f"{dataset.file}: {dataset.rows:,} rows, {dataset.bytes / 1e6:.1f} MB")
    except GeodataError as error:
        print(f"geodata.build: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geodata.build", description=__doc__)
    parser.add_argument("what", nargs="?", default="all", choices=[*BUILDS, "all"])
    parser.add_argument(
        "--out", type=Path, default=DATA_FOLDER, metavar="FOLDER", help="default: %(default)s"
    )
    parser.add_argument(
        "--only", nargs="+", metavar="CC", help="countries by ISO 3166-1 alpha-2 code; default: all"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
