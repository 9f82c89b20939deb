"""Which gazetteer is in use: the shipped one, or the one that an install made from it."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geodata.errors import DataFileError
from geodata.manifest import DATA_FOLDER, datasets
from geodata.model import content_id

logger: Final = logging.getLogger(__name__)

_NOTE: Final = "installed.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What an install left: the folder of the gazetteer's files, the countries that are in it.

    `base` says which shipped gazetteer it was made from, as `base_stamp` does.
    """

    files: str
    countries: tuple[str, ...]
    base: str


def places_in_use(folder: Path) -> Path:
    """Return the folder to open the gazetteer from; the shipped one where nothing is installed.

    An installation made from an earlier shipped gazetteer isn't used: it lacks what is new.
    """
    installation = installation_in(folder)
    if installation is None:
        return DATA_FOLDER
    if installation.base != base_stamp():
        again = " ".join(installation.countries)
        logger.warning(
            "the places installed in %s go with an earlier Borderwatch and aren't used; run "
            "python -m geodata places install %s once more",
            folder,
            again,
        )
        return DATA_FOLDER
    return folder / installation.files


def installation_in(folder: Path) -> Installation | None:
    """Return what is installed in the folder, None for nothing. Raises DataFileError."""
    note = folder / _NOTE
    try:
        row = json.loads(note.read_text(encoding="utf-8"))
        countries = tuple(str(code) for code in row["countries"])
        return Installation(files=Path(row["files"]).name, countries=countries, base=row["base"])
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{str(note)!r} can't be read: {error}; delete it and install the places again"
        raise DataFileError(message) from error


def note_installation(folder: Path, files: str, countries: Iterable[str]) -> None:
    """Put the gazetteer in `folder/files` into use, in one step."""
    row = {"files": files, "countries": sorted(countries), "base": base_stamp()}
    part = folder / f"{_NOTE}.part"
    part.write_text(json.dumps(row, indent=2) + "\n", encoding="utf-8")
    part.replace(folder / _NOTE)


def base_stamp() -> str:
    """Return a hash of the shipped gazetteer, by the manifest."""
    return content_id(*(row.sha256 for row in datasets() if row.file.startswith("place")))
