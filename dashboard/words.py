"""Codes in words: dates with their precision, places with theirs, numbers, and safe links.

Everything returned is plain text for `st.text` or a frame's cell, never Markdown or HTML.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from dashboard.looks import LOOKS, type_of
from geodata.codes import DateBasis, Modality, PlaceBasis
from geodata.model import Event

UNKNOWN: Final = "unknown"

_TIME_PRECISION: Final[Mapping[int, str]] = MappingProxyType(
    {1: "to the day", 2: "to the week", 3: "to the month"}
)
_DATE_BASIS: Final[Mapping[str, str]] = MappingProxyType(
    {
        DateBasis.STATED.value: "stated",
        DateBasis.RELATIVE.value: "counted from publication",
        DateBasis.PUBLICATION.value: "no date given: the week before publication",
    }
)
# UCDP GED's where_prec, which is finer than ACLED's geo_precision (UCDP GED Codebook, 2024).
_WHERE_PRECISION: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "exact place",
        2: "near this place",
        3: "somewhere in this district",
        4: "somewhere in this province",
        5: "along this border, road or region",
        6: "somewhere in this country",
        7: "at sea or in the air",
    }
)
_PLACE_BASIS: Final[Mapping[str, str]] = MappingProxyType(
    {
        PlaceBasis.NEIGHBOUR.value: "named in the sentence beside it",
        PlaceBasis.DATELINE.value: "from the dateline",
    }
)


def span_in_words(start: date | None, end: date | None) -> str:
    """Return "29 May 2014", "24-30 May 2014" or the like; "undated" when both are None."""
    first, last = start or end, end or start
    if first is None or last is None:
        return "undated"
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {_day(last)}"
    return f"{_day(first)} – {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def date_in_words(event: Event) -> str:
    """Return when it was, how precisely that is known and from which words."""
    span = span_in_words(event.date_start, event.date_end)
    if event.date_start is None:
        return span
    known = _TIME_PRECISION.get(event.time_precision or 0, "coarser than a month")
    parts = [known, _DATE_BASIS.get(event.date_basis or "", "")]
    if event.date_expression:
        parts.append(f"“{event.date_expression}”")
    return f"{span} ({'; '.join(part for part in parts if part)})"


def place_in_words(event: Event) -> str:
    """Return the place, its province and country, without empty parts; "no place" for none."""
    parts = [event.location, event.admin1, event.country]
    named = list(dict.fromkeys(part for part in parts if part))
    return ", ".join(named) if named else "no place"


def precision_in_words(event: Event) -> str:
    """Return how precisely the place is known, with both codes."""
    if event.latitude is None and event.geometry is None:
        return "not on the map: the sentence names no place"
    where = _WHERE_PRECISION.get(event.where_prec or 0, "not stated")
    basis = _PLACE_BASIS.get(event.place_basis or "", "")
    codes = f"geo {event.geo_precision or '–'} / where {event.where_prec or '–'}"
    return "; ".join(part for part in (where, basis, codes) if part)


def actor_in_words(name: str | None, actor_type: str | None) -> str:
    """Return "Name (type)"; "unknown" for nobody."""
    if not name:
        return actor_type or UNKNOWN
    return f"{name} ({actor_type})" if actor_type else name


def number_in_words(low: float | None, high: float | None) -> str:
    """Return "7" or "7–12"; "" when no number is stated."""
    if low is None:
        return ""
    return f"{low:,.12g}" if high is None or high == low else f"{low:,.12g}–{high:,.12g}"


def border_in_words(event: Event) -> str:
    """Return the nearest border with the distance to it; "" when there is none."""
    if not event.border_id:
        return ""
    parts = [event.border_id]
    if event.border_distance_km is not None:
        parts.append(f"{event.border_distance_km:,.0f} km away")
    if event.border_position_km is not None:
        parts.append(f"km {event.border_position_km:,.0f} along it")
    if event.direction:
        parts.append(f"crossing {event.direction}")
    return ", ".join(parts)


def act_in_words(event: Event) -> str:
    """Return the act as a heading: border activity, else the sub-event type, else "event"."""
    act = event.border_activity or event.sub_event_type or event.event_type or "event"
    heading = act[:1].upper() + act[1:]
    return heading if event.modality == Modality.HAPPENED else f"{heading} ({event.modality})"


def line_in_words(event: Event) -> str:
    """Return one line on an event for lists: its type's shape, when, what, where."""
    glyph = LOOKS[type_of(event.event_type)].glyph
    span = span_in_words(event.date_start, event.date_end)
    return f"{glyph} {span}: {act_in_words(event)}, {place_in_words(event)}"


def source_in_words(event: Event) -> str:
    """Return where the event was read, and the day of publication."""
    published = span_in_words(event.published, None) if event.published else ""
    return ", ".join(part for part in (event.source, published) if part)


def nearness_in_words(distance_km: float, days: int) -> str:
    """Return how far away and how much later or earlier (days below 0) a neighbour is."""
    where = "the same place" if distance_km < 0.5 else f"{distance_km:,.0f} km away"
    if days == 0:
        return f"{where}, at the same time"
    return f"{where}, {counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def counted(number: int, noun: str) -> str:
    """Return "1 event" or "2 events"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def web_link(url: str | None) -> str | None:
    """Return the address when it is plain http or https with a host, else None."""
    if not url or any(ord(character) <= 32 or ord(character) == 127 for character in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host else None
