"""Between records or frames and the store's rows: plain tuples of what both databases take.

A row's values stand in the order of its table's columns: str, int, float, bool, bytes or None;
dates as ISO text, geometries as WKB, lists as JSON text. Large reads and imports go column by
column, as 100,000 records made one by one cost more than all the rest.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.errors import RecordError
from geodata.model import Article, Event, Evidence, MentionKind, Place, Skipped, Toponym, content_id
from geodata.schema import (
    DATE_COLUMNS,
    EVENT_COLUMNS,
    FLOAT_COLUMNS,
    INTEGER_COLUMNS,
    events_to_frame,
    typed_frame,
)
from geodata.store_tables import EVENTS

Value = str | int | float | bool | bytes | None
StoredRow = tuple[Value, ...]

TOPONYM_COLUMNS: Final = (
    "article_id",
    "start",
    "end",
    "text",
    "kind",
    "score",
    "border_ids",
    "place_id",
    "name",
    "latitude",
    "longitude",
    "country_code",
    "admin1",
    "feature_class",
    "feature_code",
    "population",
    "place_source",
    "radius_km",
)

# PostgreSQL refuses index entries of more than a third of its 8 kB page; no code or id of ours
# is longer than some twenty characters.
MAX_KEY_LENGTH: Final = 500
_KEY_COLUMNS: Final = frozenset(
    column.name for index in EVENTS.indexes for column in index.columns
) - set(DATE_COLUMNS) | {"event_id"}


def article_row(article: Article) -> StoredRow:
    """Return the article as a row of the articles table. Raises RecordError as `check_text`."""
    row = (
        article.article_id,
        article.title,
        article.text,
        article.published.isoformat() if article.published else None,
        article.source,
        article.url,
        article.language,
    )
    check_text(row, f"article {article.article_id!r}")
    return row


def article_from_row(row: Sequence[Any]) -> Article:
    """Return the article of a row of the articles table."""
    article_id, title, text, published, source, url, language = row
    return Article(
        article_id=article_id,
        title=title,
        text=text,
        published=published,
        source=source,
        url=url,
        language=language,
    )


def toponym_row(article_id: str, ordinal: int, toponym: Toponym) -> StoredRow:
    """Return a mention as a row of the toponyms table; without a place the place's part is null.

    Raises RecordError as `check_text`.
    """
    place = toponym.place
    row: StoredRow = (
        article_id,
        ordinal,
        int(toponym.start),
        int(toponym.end),
        toponym.text,
        MentionKind(toponym.kind).value,
        float(toponym.score),
        _json(toponym.border_ids),
        *((None,) * 11 if place is None else _place_values(place)),
    )
    check_text(row, f"toponym {ordinal} of article {article_id!r}")
    return row


def _place_values(place: Place) -> StoredRow:
    return (
        place.place_id,
        place.name,
        float(place.latitude),
        float(place.longitude),
        place.country_code,
        place.admin1,
        place.feature_class,
        place.feature_code,
        int(place.population),
        place.source,
        float(place.radius_km),
    )


def toponyms_frame(rows: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Return rows of `TOPONYM_COLUMNS` as a frame with its types; `border_ids` are tuples."""
    frame = pd.DataFrame([tuple(row) for row in rows], columns=list(TOPONYM_COLUMNS), dtype=object)
    kinds = dict.fromkeys(TOPONYM_COLUMNS, "str")
    kinds |= dict.fromkeys(("start", "end", "population"), "Int64")
    kinds |= dict.fromkeys(("score", "latitude", "longitude", "radius_km"), "float64")
    kinds["border_ids"] = "object"
    frame["border_ids"] = _objects([tuple(json.loads(text)) for text in frame["border_ids"]])
    return frame.astype(kinds)


def skipped_row(skipped: Skipped, *, skipped_at: str) -> StoredRow:
    """Return a row of the skipped table; the same source and reason give the same key.

    What could not be read may name a path with undecodable bytes, so that text is cleaned here
    instead of refused: U+FFFD for each character that no store can keep.
    """
    source, kind, reason, remedy = (
        "".join("�" if _unstorable(character) else character for character in text)
        for text in (skipped.source, skipped.kind, skipped.reason, skipped.remedy)
    )
    return (content_id("skipped", source, reason), source, kind, reason, remedy, skipped_at)


def event_rows(events: Iterable[Event]) -> list[StoredRow]:
    """Return the events as rows of the events table. Raises RecordError as `frame_rows`."""
    rows = [
        tuple(_stored_value(column, getattr(event, column)) for column in EVENT_COLUMNS)
        for event in events
    ]
    _check_columns(list(zip(*rows, strict=True)))
    return rows


def _stored_value(column: str, value: Any) -> Value:
    if column in ("assoc_actors", "evidence"):
        return _stored_list(column, value)
    if value is None:
        return None
    if column == "geometry":
        return bytes(shapely.to_wkb(value))
    if column in DATE_COLUMNS:
        return date.isoformat(value)
    if column in INTEGER_COLUMNS:
        return int(value)
    if column in FLOAT_COLUMNS:
        return float(value)
    return bool(value) if column == "background" else str(value)


def _stored_list(column: str, values: Iterable[Any]) -> str:
    if column == "evidence":
        return _json([[item.field, item.start, item.end] for item in values])
    return _json(values)


def _json(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def frame_rows(frame: gpd.GeoDataFrame) -> list[StoredRow]:
    """Return an events frame's rows, in order.

    Raises RecordError for text that no store can keep and for ids and codes of more than
    MAX_KEY_LENGTH characters.
    """
    columns = [_stored_column(column, frame[column]) for column in EVENT_COLUMNS]
    _check_columns(columns)
    return list(zip(*columns, strict=True))


def _stored_column(column: str, values: pd.Series) -> list[Value]:
    if column == "geometry":
        return list(shapely.to_wkb(np.asarray(values, dtype=object)))
    if column in ("assoc_actors", "evidence"):
        return [_stored_list(column, value) for value in values]
    if column == "background":
        return [bool(value) for value in values]
    present = values.notna().to_numpy()
    if column in DATE_COLUMNS:
        plain = np.datetime_as_string(values.to_numpy(), unit="D").tolist()
    else:
        plain = values.astype(object).tolist()
    return [value if there else None for value, there in zip(plain, present, strict=True)]


def _check_columns(columns: Sequence[Sequence[Value]]) -> None:
    for column, values in zip(EVENT_COLUMNS, columns, strict=False):
        texts = [value for value in values if isinstance(value, str)]
        if not _all_storable(texts):
            for event_id, value in zip(columns[0], values, strict=True):
                check_text((value,), f"event {event_id!r}, {column}")
        longest = max(texts, key=len, default="")
        if column in _KEY_COLUMNS and len(longest) > MAX_KEY_LENGTH:
            event_id = columns[0][values.index(longest)]
            raise RecordError(
                f"event {str(event_id)[:40]!r}: {column} {longest[:40]!r}... has {len(longest)} "
                f"characters; at most {MAX_KEY_LENGTH} are allowed"
            )


def _all_storable(values: Iterable[Value]) -> bool:
    joined = "".join(value for value in values if isinstance(value, str))
    return "\x00" not in joined and _is_unicode(joined)


def check_text(row: Iterable[Value], where: str) -> None:
    """Raise RecordError for text with U+0000 or half a surrogate pair: PostgreSQL has neither.

    Nothing is replaced here, as the ids are hashes of the text; the readers clean what they read.
    """
    for value in row:
        if isinstance(value, str) and not _all_storable((value,)):
            offset = next(i for i, character in enumerate(value) if _unstorable(character))
            raise RecordError(
                f"{where}: {value[offset]!r} at character {offset} of {value[:40]!r} "
                "can't be stored; replace it by U+FFFD before the ids are made"
            )


def _unstorable(character: str) -> bool:
    return character == "\x00" or not _is_unicode(character)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def rows_frame(rows: Sequence[Sequence[Any]]) -> gpd.GeoDataFrame:
    """Return rows of the events table, as SQLAlchemy reads them, as an events frame."""
    if not rows:
        return events_to_frame(())
    columns = dict(zip(EVENT_COLUMNS, zip(*rows, strict=True), strict=True))
    data = {column: _objects(values) for column, values in columns.items()}
    data["geometry"] = shapely.from_wkb(data["geometry"])
    data["assoc_actors"] = _objects([tuple(names) for names in _lists(columns["assoc_actors"])])
    data["evidence"] = _objects(
        [
            tuple(Evidence(field=field, start=start, end=end) for field, start, end in items)
            for items in _lists(columns["evidence"])
        ]
    )
    return typed_frame(pd.DataFrame(data, dtype=object))


def _objects(values: Sequence[Any]) -> np.ndarray[Any, Any]:
    # np.array() would make a table of tuples of equal length
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result


def _lists(texts: Iterable[str]) -> list[list[Any]]:
    # one parse of all is several times faster than one of each
    parsed: list[list[Any]] = json.loads("[" + ",".join(texts) + "]")
    return parsed
