"""What the map draws of an events frame: markers for points, lines and areas for the rest. Pure.

Precision decides: an exact or near place is a marker, a border is its line, a district, region or
country is an area or disc. Nothing is moved; events at one place share a marker with a count.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dashboard.clusters import View, cluster_labels, in_view
from dashboard.looks import LOOKS, TALK_TYPE
from geodata.selection import happening_ids, talk

# One place opens at most so many cards; the map says when there are more.
MAX_IDS: Final = 300
# A cluster of several places with more than this is zoomed into, not opened: its ids would be
# most of what goes over the wire.
MAX_CLUSTER_IDS: Final = 30
# Half the extent that a point stands for, by UCDP where_prec: what a district, a province, a
# stretch of border or desert and a country (one that the base map hasn't) measure across the
# Sahara, in round figures; only ever drawn.
DISC_RADIUS_KM: Final[Mapping[int, float]] = MappingProxyType(
    {3: 25.0, 4: 90.0, 5: 60.0, 6: 250.0, 7: 60.0}
)
COUNTRY_WHERE_PREC: Final = 6
# About 500 m: under a pixel until zoom 8.
_SIMPLIFY_DEGREES: Final = 0.005


def incidents(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows that are no talk and are said to have been done or tried."""
    return frame[~talk(frame)]


def drawn_as(frame: gpd.GeoDataFrame) -> pd.Series:
    """Return each row's way onto the map: "marker", "line", "area", "disc", "country" or "".

    "" is an event without a place, which is counted beside the map.
    """
    kinds = frame.geometry.geom_type.fillna("")
    placed = frame["latitude"].notna()
    where = frame["where_prec"].astype("float64")
    vague = where.isin(list(DISC_RADIUS_KM)) | (where.isna() & (frame["geo_precision"] == 3))
    way = np.select(
        [
            placed & (where == COUNTRY_WHERE_PREC) & frame["country_code"].notna(),
            kinds.isin(["LineString", "MultiLineString", "LinearRing"]),
            kinds.isin(["Polygon", "MultiPolygon"]),
            placed & vague.fillna(value=False).astype(bool),
            placed,
        ],
        ["country", "line", "area", "disc", "marker"],
        default="",
    )
    return pd.Series(way, index=frame.index, dtype="str")


def markers(frame: gpd.GeoDataFrame, view: View) -> list[dict[str, Any]]:
    """Return the view's markers: one for each place or, where they would overlap, cluster.

    Keys: latitude, longitude, count (happenings), reports, types (counts by legend name), ids,
    label, several (more than one place), background, near (not at the exact place), bounds.
    """
    points = frame[drawn_as(frame) == "marker"]
    seen = in_view(points["latitude"].to_numpy(), points["longitude"].to_numpy(), view)
    points = points[seen]
    if points.empty:
        return []
    rows = _rows(points).assign(
        latitude=points["latitude"],
        longitude=points["longitude"],
        near=(points["geo_precision"] > 1).fillna(value=False).astype(bool),
    )
    owners, cells = cluster_labels(
        rows["latitude"].to_numpy(), rows["longitude"].to_numpy(), view.zoom
    )
    anchors = rows[owners == cells].groupby(owners[owners == cells])[["latitude", "longitude"]]
    places = anchors.mean()
    return [
        _marker(group, round(float(place.latitude), 5), round(float(place.longitude), 5))
        for (_, group), place in zip(rows.groupby(owners), places.itertuples(), strict=True)
    ]


def _marker(group: pd.DataFrame, latitude: float, longitude: float) -> dict[str, Any]:
    several = len(group[["latitude", "longitude"]].drop_duplicates()) > 1
    summary = _summary(group)
    if several and len(group) > MAX_CLUSTER_IDS:
        summary["ids"] = []
    return {
        **summary,
        "latitude": latitude,
        "longitude": longitude,
        "near": bool(group["near"].any()),
        "several": several,
        "bounds": _bounds(group),
    }


def _rows(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": frame["event_id"],
            "key": happening_ids(frame),
            "type": frame["event_type"].where(frame["event_type"].isin(list(LOOKS)), TALK_TYPE),
            "location": frame["location"],
            "background": frame["background"],
        }
    )


def _summary(group: pd.DataFrame) -> dict[str, Any]:
    once = group.drop_duplicates("key")
    names = group["location"].dropna().unique()
    return {
        "count": len(once),
        "types": {str(name): int(number) for name, number in once["type"].value_counts().items()},
        "ids": group["id"].head(MAX_IDS).tolist(),
        "reports": len(group),
        "label": ", ".join(names[:3]) + (" …" if len(names) > 3 else ""),
        "background": bool(group["background"].all()),
    }


def _bounds(group: pd.DataFrame) -> list[float]:
    edges = (
        group["longitude"].min(),
        group["latitude"].min(),
        group["longitude"].max(),
        group["latitude"].max(),
    )
    return [round(float(edge), 5) for edge in edges]


def shapes(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return the frame's lines, areas, discs and countries, each place once with its count.

    Keys: kind, count, types, ids, reports, label, background, and either geometry (GeoJSON) or
    latitude, longitude, radius_km and, for a country of the base map, country_code. Larger shapes
    come first, so that smaller ones lie on top and can be clicked.
    """
    ways = drawn_as(frame)
    extended = frame[ways.isin(["line", "area", "disc", "country"])]
    if extended.empty:
        return []
    rows = _rows(extended).assign(
        way=ways[extended.index], place=_place_keys(extended, ways[extended.index])
    )
    drawn = []
    for _, group in rows.groupby("place", sort=True):
        first = extended.loc[group.index[0]]
        way = str(group["way"].iloc[0])
        drawn.append((_size(first, way), {"kind": way, **_summary(group), **_outline(first, way)}))
    return [shape for _, shape in sorted(drawn, key=lambda item: -item[0])]


def _place_keys(frame: gpd.GeoDataFrame, ways: pd.Series) -> pd.Series:
    wkb = pd.Series(shapely.to_wkb(frame.geometry.array, hex=True), index=frame.index)
    points = frame["latitude"].astype(str) + "/" + frame["longitude"].astype(str)
    discs = "disc " + points + "/" + frame["where_prec"].astype(str)
    keys = wkb.where(ways.isin(["line", "area"]), discs)
    return keys.where(ways != "country", "country " + frame["country_code"].astype(str))


def _size(row: pd.Series, way: str) -> float:
    if way in {"line", "disc"}:
        return 0.0
    return float("inf") if way == "country" else float(row["geometry"].area)


def _outline(row: pd.Series, way: str) -> dict[str, Any]:
    if way in {"country", "disc"}:
        return {
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
            "radius_km": _radius_km(row["where_prec"]),
            **({"country_code": row["country_code"]} if way == "country" else {}),
        }
    simple = shapely.simplify(row["geometry"], _SIMPLIFY_DEGREES)
    return {
        "geometry": shapely.geometry.mapping(shapely.set_precision(simple, 1e-4, mode="pointwise"))
    }


def _radius_km(where_prec: Any) -> float:
    return DISC_RADIUS_KM[5 if pd.isna(where_prec) else int(where_prec)]


def extent(frame: gpd.GeoDataFrame) -> list[float] | None:
    """Return (west, south, east, north) around everything drawn but whole countries, or None."""
    drawn = frame[~drawn_as(frame).isin(["", "country"])]
    if drawn.empty:
        return None
    bounds = drawn.geometry.bounds
    west = np.nanmin([bounds["minx"].min(), drawn["longitude"].min()])
    south = np.nanmin([bounds["miny"].min(), drawn["latitude"].min()])
    east = np.nanmax([bounds["maxx"].max(), drawn["longitude"].max()])
    north = np.nanmax([bounds["maxy"].max(), drawn["latitude"].max()])
    return [round(float(edge), 4) for edge in (west, south, east, north)]
