"""What the environment can say about a run. Read here and nowhere else.

BORDERWATCH_STORE is the store: a path, or a URL (sqlite:///..., postgresql://...). PORT is where
the dashboard listens on 127.0.0.1. BORDERWATCH_PLACES is the folder of places installed on top of
the shipped ones. BORDERWATCH_GEOCODER is another geocoder that unknown names are asked of
(`geodata.other_geocoder`); without it nobody is asked. BORDERWATCH_TILES is the address of map
tiles ("https://.../{z}/{x}/{y}.png") that the map offers as a layer, off until it is ticked, with
BORDERWATCH_TILES_CREDIT as its attribution; without it no tile is asked for.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from geodata.errors import RecordError, StoreUnavailableError

PROJECT_FOLDER: Final = Path(__file__).parent.parent
DEFAULT_STORE: Final = PROJECT_FOLDER / "var" / "borderwatch.sqlite"
DEFAULT_PLACES: Final = PROJECT_FOLDER / "var" / "places"
GEOCODER_ANSWERS: Final = PROJECT_FOLDER / "var" / "geocoder-answers.jsonl"
DEFAULT_PORT: Final = 8501

SQLITE_PREFIX: Final = "sqlite:///"
POSTGRES_PREFIX: Final = "postgresql+psycopg://"
_POSTGRES_SPELLINGS: Final = (POSTGRES_PREFIX, "postgresql://", "postgres://")
_STORE_REMEDY: Final = "give a path, sqlite:///<path> or postgresql://<user>@<host>/<database>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Map tiles of a server: `url` with {z}, {x} and {y}, and whose they are."""

    url: str
    credit: str

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One run's settings.

    `store_url` is as `store_url_of` returns it; it may hold a password, so it isn't shown in
    the record's text; nor is `other_geocoder`, which may hold a key and is None when off.
    """

    store_url: str = field(repr=False)
    port: int = DEFAULT_PORT
    places_folder: Path = DEFAULT_PLACES
    other_geocoder: str | None = field(default=None, repr=False)
    tiles: Tiles | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Return the settings of the process, or of another mapping; empty counts as unset.

        Raises StoreUnavailableError for BORDERWATCH_STORE and RecordError for PORT or
        BORDERWATCH_TILES when the value can't be used.
        """
        values = os.environ if environment is None else environment
        return cls(
            store_url=store_url_of(values.get("BORDERWATCH_STORE") or DEFAULT_STORE),
            port=_port(values.get("PORT") or str(DEFAULT_PORT)),
            places_folder=Path(values.get("BORDERWATCH_PLACES") or DEFAULT_PLACES),
            other_geocoder=values.get("BORDERWATCH_GEOCODER") or None,
            tiles=_tiles(values),
        )


def store_url_of(store: str | Path) -> str:
    """Return the store's URL for a path or URL: "sqlite:///<absolute path>" or PostgreSQL's.

    A relative path counts from the current folder. All that follows "sqlite:///" is the path, as
    it is: nothing in it is decoded. Raises StoreUnavailableError for any other kind of URL; the
    message never holds more of a URL than its scheme, as the rest may hold a password.
    """
    text = str(store).strip()
    scheme, separator, rest = text.partition("://")
    if not separator:
        return SQLITE_PREFIX + _absolute(text)
    if text.startswith(SQLITE_PREFIX):
        return SQLITE_PREFIX + _absolute(text.removeprefix(SQLITE_PREFIX))
    if f"{scheme}://" in _POSTGRES_SPELLINGS:
        return POSTGRES_PREFIX + rest
    if scheme == "sqlite":
        raise StoreUnavailableError(f"store {text!r} names no file; {_STORE_REMEDY}")
    raise StoreUnavailableError(f"no store can be opened by {scheme + '://'!r}; {_STORE_REMEDY}")


def _absolute(path: str) -> str:
    if path in {"", ":memory:"} or "\x00" in path:
        raise StoreUnavailableError(f"store {path!r} names no file; {_STORE_REMEDY}")
    try:
        return str(Path(path).expanduser().absolute())
    except RuntimeError as error:
        raise StoreUnavailableError(f"store {path!r}: {error}; {_STORE_REMEDY}") from error


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 65535:
        return int(text[:9])
    raise RecordError(f"PORT={text!r} is no port; set it to a whole number from 1 to 65535")


# A host with a placeholder would ask several; one with other signs could end the page's policy.
_TILES_URL: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?/[^\s\"'<>;,\\]*")


def _tiles(values: Mapping[str, str]) -> Tiles | None:
    url = values.get("BORDERWATCH_TILES", "").strip()
    if not url:
        return None
    if not _TILES_URL.fullmatch(url) or not all(part in url for part in ("{z}", "{x}", "{y}")):
        message = "BORDERWATCH_TILES is no address of tiles; write https://<host>/{z}/{x}/{y}.png"
        raise RecordError(message)
    return Tiles(url=url, credit=values.get("BORDERWATCH_TILES_CREDIT", "").strip())
