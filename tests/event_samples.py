"""Events for tests: one that can be varied by keyword, and hypothesis strategies for any."""

from datetime import date
from typing import Any

import geopandas as gpd
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.codes import (
    SUB_EVENT_TYPES,
    ActorType,
    BorderActivity,
    DateBasis,
    Modality,
    PlaceBasis,
    ReviewStatus,
)
from geodata.model import Event, Evidence
from geodata.schema import events_to_frame


def event(event_id: str = "e1", **values: Any) -> Event:
    """A deployment near Ghat on 2014-05-31, with what is given put in."""
    usual: dict[str, Any] = {
        "act_id": f"act-of-{event_id}",
        "event_type": "Strategic developments",
        "sub_event_type": "Change to group/activity",
        "border_activity": "troop deployment",
        "date_start": date(2014, 5, 31),
        "date_end": date(2014, 5, 31),
        "actor1": "Military Forces of Algeria",
        "location": "Ghat",
        "latitude": 24.96,
        "longitude": 10.18,
        "geometry": Point(10.18, 24.96),
        "country_code": "LY",
        "border_id": "DZ-LY",
        "quote": "Soldiers were sent to Ghat.",
        "article_id": "article-1",
        "source": "El Khabar",
    }
    return Event(event_id=event_id, **(usual | values))


def frame(*events: Event) -> gpd.GeoDataFrame:
    """The events as a frame."""
    return events_to_frame(events)


# Text that PostgreSQL, Arrow and UTF-8 can hold: no NUL, no half of a surrogate pair.
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=40)
NAMES = st.sampled_from(["AQIM", "Khalifa Haftar", "حفتر", "Group, the; other", "=cmd()", "'+1"])
LATITUDES = st.floats(-90, 90).map(lambda value: round(value, 6))
LONGITUDES = st.floats(-180, 180).map(lambda value: round(value, 6))


@st.composite
def _geometries(draw: st.DrawFn, longitude: float, latitude: float) -> BaseGeometry:
    size = draw(st.integers(1, 5)) / 10
    west, south = round(min(longitude, 179), 6), round(min(latitude, 89), 6)
    corners = [(west, south), (west, south + size), (west + size, south + size)]
    return draw(
        st.sampled_from([Point(longitude, latitude), LineString(corners), Polygon(corners)])
    )


@st.composite
def any_events(draw: st.DrawFn, event_id: str = "e1") -> Event:
    """Any event that the schema allows, with many fields drawn."""
    dates = (
        sorted(draw(st.lists(st.dates(), min_size=2, max_size=2))) if draw(st.booleans()) else []
    )
    coding = draw(st.sampled_from([(None, None), *_codings()]))
    violent = coding[0] == "Violence against civilians"
    placed = draw(st.booleans())
    longitude, latitude = draw(LONGITUDES), draw(LATITUDES)
    fatalities = draw(st.none() | st.integers(0, 10_000))
    return Event(
        event_id=event_id,
        act_id=draw(st.sampled_from(["act-1", "act-2"])),
        event_type=coding[0],
        sub_event_type=coding[1],
        border_activity=draw(_maybe(BorderActivity)),
        modality=draw(st.sampled_from([value.value for value in Modality])),
        background=draw(st.booleans()),
        date_start=dates[0] if dates else None,
        date_end=dates[1] if dates else None,
        time_precision=draw(st.none() | st.integers(1, 3)),
        date_basis=draw(_maybe(DateBasis)),
        date_expression=draw(st.none() | TEXTS),
        actor1=draw(st.none() | NAMES),
        actor1_type=draw(_maybe(ActorType)),
        actor2=draw(st.none() | NAMES),
        actor2_type="civilians" if violent else draw(_maybe(ActorType)),
        assoc_actors=tuple(draw(st.lists(NAMES, max_size=3))),
        location=draw(st.none() | TEXTS),
        latitude=latitude if placed else None,
        longitude=longitude if placed else None,
        geometry=draw(_geometries(longitude, latitude)) if placed else None,
        place_basis=draw(_maybe(PlaceBasis)),
        geo_precision=draw(st.none() | st.integers(1, 3)),
        where_prec=draw(st.none() | st.integers(1, 7)),
        country_code=draw(st.sampled_from([None, "DZ", "LY"])),
        border_id=draw(st.sampled_from([None, "DZ-LY", "DZ-ML"])),
        border_distance_km=draw(st.none() | st.floats(0, 20_000)),
        fatalities=fatalities,
        fatalities_high=None if fatalities is None else draw(st.none() | st.just(fatalities + 5)),
        quantity=draw(st.none() | st.floats(0, 1e12)),
        quote=draw(TEXTS),
        quote_start=draw(st.none() | st.integers(0, 10_000)),
        article_id=draw(st.none() | st.just("article-1")),
        source=draw(TEXTS),
        url=draw(st.sampled_from([None, "https://example.org/a?b=c&d"])),
        published=draw(st.none() | st.dates()),
        confidence=draw(st.none() | st.floats(0, 1)),
        status=draw(st.sampled_from([value.value for value in ReviewStatus])),
        link_id=draw(st.sampled_from([None, "link-1", "link-2"])),
        evidence=tuple(draw(st.lists(st.just(Evidence(field="trigger", start=1, end=5))))),
    )


def _codings() -> list[tuple[str, str]]:
    return [(parent.value, sub) for parent, subs in SUB_EVENT_TYPES.items() for sub in subs]


def _maybe(values: Any) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *(value.value for value in values)])


def event_lists(max_size: int = 5) -> st.SearchStrategy[list[Event]]:
    """Lists of events with ids of their own; some share a link."""
    return st.integers(0, max_size).flatmap(
        lambda size: st.tuples(*(any_events(f"e{number}") for number in range(size))).map(list)
    )
