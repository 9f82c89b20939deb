"""The dashboard's only caching: the store's event index, renewed when the store changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Final

import geopandas as gpd
import pandas as pd

from geodata.index import EventIndex, EventSet
from geodata.model import Article
from geodata.selection import Selection
from geodata.settings import Settings
from geodata.store import EventStore

# The map's requests and all sessions share these; one old version lives on while it is replaced.
_KEPT_VERSIONS: Final = 2
# One analyst's filters change one at a time; the map asks several times for the same set. At a
# million events a set takes 4 MB at most.
_KEPT_SELECTIONS: Final = 32
# More names than anybody reads; the number of mentions counts all.
UNRESOLVED_AT_MOST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoreView:
    """What the store held at one version: the index of all events."""

    version: str
    index: EventIndex

    @property
    def total(self) -> int:
        """How many happenings there are."""
        return self.index.everything.happenings


def store_view() -> StoreView:
    """Return the store's events as they are now.

    Raises StoreError when the store can't be opened or was written by a newer Borderwatch.
    """
    url = Settings.from_environment().store_url
    with EventStore.open(url) as store:
        version = store.version()
    with _lock():
        return _view(url, version)


@cache
def _lock() -> Lock:
    # Without it, the page and the map's first requests would each read the whole store.
    return Lock()


@lru_cache(maxsize=_KEPT_VERSIONS)
def _view(url: str, version: str) -> StoreView:
    with EventStore.open(url) as store:
        index = store.index()
    return StoreView(version=version, index=index)


@lru_cache(maxsize=_KEPT_SELECTIONS)
def selected(view: StoreView, selection: Selection) -> EventSet:
    """Return the view's events that the selection leaves."""
    return view.index.select(selection)


def events_of(event_ids: Sequence[str]) -> gpd.GeoDataFrame:
    """Return the whole records of these events, in the order given, as an events frame."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.events_by_id(event_ids)


def events_of_article(article_id: str) -> gpd.GeoDataFrame:
    """Return the events that an article reports, as an events frame."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.events_of_article(article_id)


def article(article_id: str | None) -> Article | None:
    """Return the article, or None when the event came without one."""
    if not article_id:
        return None
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.article(article_id)


def article_page(first: int, count: int, holding: str) -> tuple[pd.DataFrame, int]:
    """Return some articles without their text, latest first, and how many there are.

    Those whose title or source holds a text, if one is given.
    """
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.article_page(first, count, holding.replace("\x00", ""))


def article_titles(article_ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of the articles that are in the store, by id."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.article_titles(article_ids)


def unresolved() -> tuple[pd.DataFrame, int, int]:
    """Return the names without a place, how many mentions have none, and how many there are."""
    url = Settings.from_environment().store_url
    with EventStore.open(url) as store:
        version = store.version()
    return _unresolved(url, version)


@lru_cache(maxsize=_KEPT_VERSIONS)
def _unresolved(url: str, version: str) -> tuple[pd.DataFrame, int, int]:  # noqa: ARG001 (a key)
    with EventStore.open(url) as store:
        return store.unresolved(UNRESOLVED_AT_MOST)


def saved_filters() -> dict[str, str]:
    """Return the query text of each saved filter by its name."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.saved_filters.all()


def save_filter(name: str, query: str, *, replace: bool = False) -> bool:
    """Save a filter; False when its name is taken and not to be replaced."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.saved_filters.save(name, query, replace=replace)


def rename_filter(name: str, new_name: str) -> bool:
    """Rename a saved filter; False when the new name is taken or the filter has gone."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.saved_filters.rename(name, new_name)


def delete_filter(name: str) -> None:
    """Delete a saved filter."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        store.saved_filters.delete(name)


def skipped() -> pd.DataFrame:
    """Return what could not be taken in, with reason and remedy."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.skipped()
