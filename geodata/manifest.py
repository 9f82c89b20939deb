"""What the shipped datasets are: source, version, licence, date, rows, sha256."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geodata.errors import DataFileError

DATA_FOLDER = Path(__file__).parent / "data"
MANIFEST_FILE = DATA_FOLDER / "manifest.json"
# Places under ODbL and the like, in a folder of their own: who must not use them deletes it.
SHARE_ALIKE_FOLDER = "share_alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where data came from: a package or a work, its version, licence and attribution line."""

    name: str
    version: str
    licence: str
    attribution: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One file under geodata/data: `file` is relative to it, `built` an ISO date."""

    file: str
    description: str
    sources: tuple[Source, ...]
    built: str
    rows: int
    bytes: int
    sha256: str


@cache
def datasets() -> tuple[Dataset, ...]:
    """Return the manifest's datasets by file name. Raises DataFileError when it can't be read."""
    try:
        rows = json.loads(MANIFEST_FILE.read_text(encoding="utf-8"))
        return tuple(
            Dataset(**{**row, "sources": tuple(Source(**source) for source in row["sources"])})
            for row in rows
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = f"{MANIFEST_FILE.name} can't be read: {error}; restore it from the repository"
        raise DataFileError(message) from error


def attributions() -> tuple[str, ...]:
    """Return each source's attribution line once, for the app and for exports."""
    lines = [source.attribution for dataset in datasets() for source in dataset.sources]
    return tuple(dict.fromkeys(lines))


def missing_files() -> tuple[str, ...]:
    """Return the manifest's files that are not there; all but the manifest when it is missing too.

    The share-alike files are never missed: the app works without them. Content is not compared:
    hashing 30 MB at each start would cost more than it tells.
    """
    if not MANIFEST_FILE.exists():
        return (MANIFEST_FILE.name,)
    needed = (row.file for row in datasets() if not row.file.startswith(SHARE_ALIKE_FOLDER))
    return tuple(file for file in needed if not (DATA_FOLDER / file).exists())
