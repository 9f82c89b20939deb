"""The timeline: events frame -> histogram -> Altair chart, and the brush -> dates. Pure."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.drawing import drawing_of
from dashboard.looks import LOOKS
from geodata.index import EventSet

BRUSH: Final = "brush"
TIMELINE_HEIGHT: Final = 130

# Days are days everywhere: without UTC the browser's time zone would shift them.
_UTC: Final = alt.Scale(type="utc")
_BIN_COLUMNS: Final[Mapping[str, str]] = {
    "start": "datetime64[s]",
    "end": "datetime64[s]",
    "type": "str",
    "events": "int64",
    "from": "str",
    "rank": "int64",
}

Bin = Literal["day", "week", "month", "year"]

# Bars stay wider than a few pixels on a desktop screen up to about this many bins.
_LONGEST: Final[Sequence[tuple[Bin, int]]] = (("day", 120), ("week", 900), ("month", 6000))
_WIDTHS: Final[Sequence[tuple[Bin, int]]] = (("day", 1), ("week", 7), ("month", 30), ("year", 365))
# More bars than a wide screen has room for, and as many rows sent to the browser as bars and types.
MOST_BARS: Final = 1500
# The time axis names days up to four months, years alone from four years on.
_DAYS_TO_DAYS: Final = 120
_YEARS_FROM_DAYS: Final = 1460
_UNITS: Final[Mapping[Bin, str]] = {"day": "D", "week": "D", "month": "M", "year": "Y"}
# 1 January 1970 was one; weeks begin on Monday.
_THURSDAY: Final = 3


def bin_of(days: int, wanted: Bin | None = None) -> Bin:
    """Return the width of a bar for a time span of so many days.

    The wanted width, or the next wider one that makes no more than `MOST_BARS`.
    """
    if wanted is None:
        return next((name for name, longest in _LONGEST if days <= longest), "year")
    names = [name for name, _ in _WIDTHS]
    wider = _WIDTHS[names.index(wanted) :]
    return next((name for name, length in wider if days // length < MOST_BARS), "year")


def span_of(events: EventSet) -> tuple[date, date] | None:
    """Return the first and the last day on which an event of the set begins, None without any."""
    days = _dated(events).column("date_start").astype("datetime64[D]")
    return (days.min().item(), days.max().item()) if len(days) else None


def timeline_bins(events: EventSet, wanted: Bin | None = None) -> pd.DataFrame:
    """Return a row per bar and type: `start`, `end` (exclusive), `type`, `events`, `from`, `rank`.

    Each happening (linked reports are one) stands once, at the first day it may have been.
    `start` and `end` are datetime64, `from` is `start` as text, `rank` the type's place in legends.
    Undated events have no bar; `undated` counts them. The width is `bin_of` the set's days.
    """
    dated = _dated(events).firsts
    if not len(dated):
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _BIN_COLUMNS.items()})
    days = dated.column("date_start").astype("datetime64[D]")
    width = bin_of(int((days.max() - days.min()).astype(int)), wanted)
    bars = _bar_numbers(days, width)
    first, legend = int(bars.min()), list(LOOKS)
    counts = np.bincount((bars - first) * len(legend) + dated.take(drawing_of(events.index).types))
    there = np.flatnonzero(counts)
    numbers, ranks = there // len(legend) + first, there % len(legend)
    starts = _bar_starts(numbers, width)
    return pd.DataFrame(
        {
            "start": starts,
            "end": _bar_starts(numbers + 1, width),
            "type": pd.array([legend[rank] for rank in ranks], dtype="str"),
            "events": counts[there],
            "from": pd.array(np.datetime_as_string(starts, "D"), dtype="str"),
            "rank": ranks,
        }
    )


def _bar_numbers(days: NDArray[np.datetime64], width: Bin) -> NDArray[np.int64]:
    if width == "week":
        return (days.astype(np.int64) + _THURSDAY) // 7
    return days.astype(f"datetime64[{_UNITS[width]}]").astype(np.int64)


def _bar_starts(numbers: NDArray[np.int64], width: Bin) -> NDArray[np.datetime64]:
    days = (numbers * 7 - _THURSDAY).astype("datetime64[D]") if width == "week" else numbers
    return days.astype(f"datetime64[{_UNITS[width]}]").astype("datetime64[s]")


def _dated(events: EventSet) -> EventSet:
    return events.where(~np.isnat(events.column("date_start")))


def undated(events: EventSet) -> int:
    """Return how many happenings of the set have no date."""
    return events.where(np.isnat(events.column("date_start"))).happenings


def timeline_chart(bins: pd.DataFrame, *, since: date | None, until: date | None) -> Any:
    """Return the histogram coloured by type with an interval brush named `BRUSH`.

    The chosen dates are a pale band behind the bars; None leaves that side open. The band is data,
    not specification: a new choice doesn't redraw the chart, so that the brush stays put.
    """
    chart = alt.layer(_band(bins, since, until), _bars(bins))
    return chart.properties(height=TIMELINE_HEIGHT, description=_described(bins))


def _described(bins: pd.DataFrame) -> str:
    # What a screen reader says of the picture.
    if bins.empty:
        return "Timeline without bars."
    first, last = bins["start"].min(), bins["end"].max() - pd.Timedelta(days=1)
    total = f"{bins['events'].sum():,} events in {bins['start'].nunique():,} bars"
    return f"Timeline: {total} from {first:%Y-%m-%d} to {last:%Y-%m-%d}, coloured by type."


def _band(bins: pd.DataFrame, since: date | None, until: date | None) -> Any:
    first, last = bins["start"].min(), bins["end"].max()
    start, end = first, first
    if (since or until) and not bins.empty:
        start = min(max(pd.Timestamp(since or first), first), last)
        end = max(min(pd.Timestamp(until) + timedelta(days=1) if until else last, last), start)
    # Without a choice the band has no width; an empty frame would have no scale.
    frame = pd.DataFrame({"start": [start], "end": [end]}).astype("datetime64[s]")
    return (
        alt.Chart(frame)
        .mark_rect(opacity=0.22, color="#8a7f6a", stroke=None)
        .encode(x=alt.X("start:T", scale=_UTC), x2=alt.X2("end:T"))
    )


def _bars(bins: pd.DataFrame) -> Any:
    colours = alt.Scale(domain=list(LOOKS), range=[look.colour for look in LOOKS.values()])
    brush = alt.selection_interval(name=BRUSH, encodings=["x"])
    return (
        alt.Chart(bins)
        .mark_bar(orient="vertical", binSpacing=0.5, minBandSize=2)
        .encode(
            x=alt.X(
                "start:T",
                title=None,
                scale=_UTC,
                axis=_time_axis(bins),
            ),
            x2=alt.X2("end:T"),
            y=alt.Y(
                "events:Q", title=None, stack="zero", axis=alt.Axis(tickMinStep=1, tickCount=3)
            ),
            color=alt.Color("type:N", scale=colours, legend=None),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("from:N", title="from"),
                alt.Tooltip("type:N"),
                alt.Tooltip("events:Q"),
            ],
        )
        .add_params(brush)
    )


def _time_axis(bins: pd.DataFrame) -> alt.Axis:
    days = 0 if bins.empty else (bins["end"].max() - bins["start"].min()).days
    if days > _YEARS_FROM_DAYS:
        return alt.Axis(labelOverlap=True, format="%Y", tickCount="year")
    form = "%-d %b %Y" if days <= _DAYS_TO_DAYS else "%b %Y"
    return alt.Axis(labelOverlap=True, format=form)


def brushed_dates(state: object) -> tuple[date, date] | None:
    """Return the days of the brush in a chart's selection state, or None when nothing is brushed.

    `state` comes from the browser: anything that is not two finite times counts as no brush.
    """
    selection = state.get("selection") if isinstance(state, Mapping) else None
    brush = selection.get(BRUSH) if isinstance(selection, Mapping) else None
    edges = brush.get("start") if isinstance(brush, Mapping) else None
    if not isinstance(edges, (list, tuple)) or len(edges) != 2:
        return None
    days = [_day_of(edge) for edge in edges]
    first, last = days
    return None if first is None or last is None else (min(first, last), max(first, last))


def _day_of(milliseconds: Any) -> date | None:
    try:
        return datetime.fromtimestamp(float(milliseconds) / 1000, tz=UTC).date()
    except (TypeError, ValueError, OverflowError, OSError):
        return None
