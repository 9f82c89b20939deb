"""`python -m geodata.build.summary`: how many places of which source each country has."""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from geodata.gazetteer import Gazetteer
from geodata.manifest import DATA_FOLDER, SHARE_ALIKE_FOLDER
from geodata.model import Place

COUNTRIES = ("DZ", "LY", "TN", "MA", "EG", "SD", "TD", "NE", "ML", "MR", "EH")


def main(arguments: list[str] | None = None) -> int:
    """Print a table: one row a source, one column a country."""
    options = _parser().parse_args(arguments)
    places = {place.place_id: place for place in Gazetteer.open(options.folder).places()}
    beside = options.folder / SHARE_ALIKE_FOLDER
    if beside.is_dir():
        # Of these, only what the main files lack are places more; the others are names more.
        more = Gazetteer.open(beside).places()
        places = {place.place_id: place for place in more} | places
    print(table(places.values(), options.countries))
    return 0


def table(places: Iterable[Place], countries: Sequence[str]) -> str:
    """Return the counts as lines of text, sources by name, a line of sums at the end."""
    counts = Counter(
        (place.source, place.country_code) for place in places if place.country_code in countries
    )
    sources = sorted({source for source, _ in counts})
    lines = [_line("source", countries)]
    lines += [_line(source, [counts[source, code] for code in countries]) for source in sources]
    sums = [sum(counts[source, code] for source in sources) for code in countries]
    return "\n".join([*lines, _line("all", sums)])


def _line(name: str, cells: Sequence[object]) -> str:
    return f"{name:<14}" + "".join(f"{cell!s:>7}" for cell in cells)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m geodata.build.summary", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DATA_FOLDER)
    parser.add_argument("--countries", nargs="+", metavar="CC", default=list(COUNTRIES))
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
