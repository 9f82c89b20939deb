"""The dashboard's only caching: the store's events as a frame, renewed when the store changes."""

from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Final

import geopandas as gpd
import pandas as pd

from dashboard.choices import Choices, choices_of
from geodata.model import Article
from geodata.selection import Selection, happenings, select
from geodata.settings import Settings
from geodata.store import EventStore

# The map's requests and all sessions share these; one old version lives on while it is replaced.
_KEPT_VERSIONS: Final = 2
# One analyst's filters change one at a time; the map asks several times for the same set.
_KEPT_SELECTIONS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StoreView:
    """What the store held at one version: all events, how many happenings, what filters offer."""

    version: str
    events: gpd.GeoDataFrame
    total: int
    choices: Choices


def store_view() -> StoreView:
    """Return the store's events as they are now. The frame is shared: never change it.

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
        events = store.events()
    return StoreView(
        version=version, events=events, total=happenings(events), choices=choices_of(events)
    )


@lru_cache(maxsize=_KEPT_SELECTIONS)
def selected(view: StoreView, selection: Selection) -> gpd.GeoDataFrame:
    """Return the view's events that the selection leaves. The frame is shared: never change it."""
    return select(view.events, selection)


def article(article_id: str | None) -> Article | None:
    """Return the article, or None when the event came without one."""
    if not article_id:
        return None
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.article(article_id)


def articles() -> pd.DataFrame:
    """Return the articles that were read, one row each, without their text."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.articles()


def toponyms(article_id: str | None = None) -> pd.DataFrame:
    """Return the place mentions of one article or of all."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.toponyms(article_id)


def skipped() -> pd.DataFrame:
    """Return what could not be taken in, with reason and remedy."""
    with EventStore.open(Settings.from_environment().store_url) as store:
        return store.skipped()
