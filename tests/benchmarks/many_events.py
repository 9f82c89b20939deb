"""Fills a store with any number of invented events, the same on every run.

    .venv/bin/python tests/benchmarks/many_events.py 1000000 var/million.sqlite

Places are the gazetteer's in North Africa and the Sahel, visited as unevenly as news does; one
event in eight is along a border, in a province, in a country or nowhere. Dates grow denser from
1997 to 2026; one event in a hundred has none. Actors are 3,000 names; one event in ten is linked
to another report. Every quote is another sentence.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from geodata.borders import border_line, land_borders  # noqa: E402
from geodata.codes import SUB_EVENT_TYPES, TALK, BorderActivity, Modality  # noqa: E402
from geodata.manifest import DATA_FOLDER  # noqa: E402
from geodata.schema import EVENT_COLUMNS, typed_frame  # noqa: E402
from geodata.store import EventStore  # noqa: E402

COUNTRIES = ["DZ", "LY", "TN", "MA", "EH", "MR", "ML", "NE", "TD", "EG", "SD", "BF", "NG"]
LAST_DAY = np.datetime64("2026-11-20")
DAYS = 10_900
CHUNK = 100_000
ACTORS = 3_000
WORDS = (
    *("army", "patrol", "convoy", "village", "border", "gunmen", "smugglers", "fuel", "weapons"),
    *("attack", "troops", "crossing", "desert", "checkpoint", "militants", "soldiers", "market"),
    *("vehicles", "road", "wounded", "killed", "seized", "closed", "reopened", "migrants", "camp"),
    *("police", "customs", "drone", "ambush", "clash", "well", "district", "governor"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("events", type=int)
    parser.add_argument("store", type=Path)
    options = parser.parse_args()
    start = time.perf_counter()
    fill(options.store, options.events)
    print(f"{options.events:,} events in {time.perf_counter() - start:,.0f} s")


def fill(store: Path | str, number: int) -> None:
    """Add so many events to the store."""
    with EventStore.open(store) as target:
        for first in range(0, number, CHUNK):
            target.add_events(events(first, min(CHUNK, number - first)))


def events(first: int, number: int) -> gpd.GeoDataFrame:
    """Return an events frame of the numbers from `first` on."""
    draw = np.random.default_rng(first)
    columns: dict[str, Any] = dict.fromkeys(EVENT_COLUMNS)
    numbers = np.arange(first, first + number)
    ids = [f"bench{one:015d}" for one in numbers]
    columns |= {"event_id": ids, "act_id": ids, "origin": "imported", "status": "unreviewed"}
    columns |= _acts(draw, number) | _dates(draw, number) | _actors(draw, number)
    columns |= _where(draw, number)
    columns["link_id"] = [
        f"link{one // 20:012d}" if one % 20 < 2 else None for one in numbers.tolist()
    ]
    columns["quote"] = [
        f"Report {one}: {' '.join(words)}."
        for one, words in zip(
            numbers.tolist(), draw.choice(WORDS, size=(number, 18)).tolist(), strict=True
        )
    ]
    columns["source"] = draw.choice([f"Paper {one}" for one in range(60)], number)
    columns["confidence"] = draw.random(number).round(3)
    columns["background"] = draw.random(number) < 0.05
    columns["assoc_actors"] = [()] * number
    columns["evidence"] = [()] * number
    return typed_frame(pd.DataFrame(columns))


def _acts(draw: np.random.Generator, number: int) -> dict[str, Any]:
    acts = [(kind.value, sub) for kind, subs in SUB_EVENT_TYPES.items() for sub in subs]
    spoken = draw.random(number) < 0.08
    chosen = [acts[index] for index in draw.integers(len(acts), size=number)]
    activities = [one.value for one in BorderActivity if one not in TALK]
    talk = [one.value for one in TALK]
    return {
        "event_type": np.where(spoken, None, [kind for kind, _ in chosen]),
        "sub_event_type": np.where(spoken, None, [sub for _, sub in chosen]),
        "border_activity": np.where(
            spoken, draw.choice(talk, number), draw.choice(activities, number)
        ),
        "modality": np.where(
            draw.random(number) < 0.95, Modality.HAPPENED.value, Modality.PLANNED.value
        ),
        "fatalities": pd.array(draw.poisson(1.2, number), dtype="Int64"),
    }


def _dates(draw: np.random.Generator, number: int) -> dict[str, Any]:
    ago = (DAYS * draw.random(number) ** 2).astype(int)
    start = (LAST_DAY - ago).astype("datetime64[s]")
    length = np.where(draw.random(number) < 0.9, 0, 6)
    start[draw.random(number) < 0.01] = "NaT"
    return {
        "date_start": start,
        "date_end": start + length.astype("timedelta64[D]"),
        "time_precision": np.where(length > 0, 2, 1),
    }


def _actors(draw: np.random.Generator, number: int) -> dict[str, Any]:
    names = np.array([f"Armed group {one} of the hills" for one in range(ACTORS)])
    first, second = ((ACTORS * draw.random(number) ** 4).astype(int) for _ in range(2))
    return {
        "actor1": names[first],
        "actor1_type": np.array(["state forces", "rebel group", "identity militia"])[first % 3],
        "actor2": np.where(draw.random(number) < 0.6, names[second], None),
    }


def _where(draw: np.random.Generator, number: int) -> dict[str, Any]:
    places = pd.read_parquet(DATA_FOLDER / "places.parquet")
    places = places[places["country_code"].isin(COUNTRIES)]
    chosen = places.iloc[(len(places) * draw.random(number) ** 2).astype(int)]
    latitude, longitude = (
        chosen[name].to_numpy(float, copy=True) for name in ("latitude", "longitude")
    )
    where = draw.choice([1, 2, 4, 5, 6, 0], number, p=[0.75, 0.13, 0.04, 0.04, 0.02, 0.02])
    # A province is one point, whatever town of it was drawn; so is a country.
    for precision, unit in ((4, ["country_code", "admin1"]), (6, ["country_code"])):
        vague = where == precision
        firsts = chosen.groupby(unit, dropna=False)[["latitude", "longitude"]].transform("first")
        latitude[vague], longitude[vague] = firsts.to_numpy()[vague].T
    geometry = shapely.points(longitude, latitude)
    ids = land_borders()["border_id"]
    borders = ids[ids.str.contains("DZ|LY|ML|NE")].to_numpy(object)
    lines = np.array([border_line(border_id) for border_id in borders], dtype=object)
    row = draw.integers(len(borders), size=number)
    on_border = where == 5
    geometry[on_border] = lines[row[on_border]]
    nowhere = where == 0
    geometry[nowhere] = None
    latitude[nowhere] = longitude[nowhere] = np.nan
    return {
        "location": np.where(nowhere, None, chosen["name"].astype(object)),
        "latitude": latitude,
        "longitude": longitude,
        "geometry": geometry,
        "country_code": np.where(nowhere, None, chosen["country_code"].astype(object)),
        "admin1": np.where(nowhere, None, chosen["admin1"].astype(object)),
        "where_prec": pd.array(np.where(nowhere, 1, where), dtype="Int64").copy(),
        "geo_precision": pd.array(np.select([where == 1, where == 2], [1, 2], 3), dtype="Int64"),
        "border_id": np.where(nowhere, None, borders[row]),
        "border_distance_km": np.where(on_border, 0.0, draw.gamma(2, 60, number).round(1)),
    }


if __name__ == "__main__":
    main()
