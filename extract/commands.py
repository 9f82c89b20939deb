"""What the commands do, with their streams as arguments: `python -m extract` hands in its own."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO, Final, TextIO

from shapely import set_precision
from shapely.geometry import mapping

from extract.errors import InputError
from extract.records import Extraction
from extract.rows import Row, Spans, json_lines, row_article, row_spans
from geodata.console import FAILED, OK, plain
from geodata.model import Article, Event, MentionKind, Place, Toponym
from geodata.relations import relation_geometry, relation_precision
from geodata.schema import event_to_dict

_LOGGER: Final = logging.getLogger(__name__)

_PLACE_FIELDS: Final = (
    "name",
    "latitude",
    "longitude",
    "geonameid",
    "country_code",
    "admin1",
    "feature_class",
    "feature_code",
)

# About 10 metres: finer than any of the shapes is known.
_GRID_DEGREES: Final = 1e-4

# What one good line is answered with, beside its id.
Answer = Callable[[Row], Mapping[str, Any]]


def answer_lines(
    lines: BinaryIO,
    answers: TextIO,
    *,
    answer: Answer,
    report: Callable[[str], object],
    progress: Callable[[], object] = lambda: None,
) -> int:
    """Answer each JSON line of `lines` with one on `answers`, in order; return the exit code.

    An answer is {"id", ...what `answer` returns}; without an id it is null. `report` is called
    with one line for each bad one, which makes the exit code FAILED, and with the count at the
    end; `progress` after each line.
    """
    done = bad = 0
    for number, row in json_lines(lines):
        try:
            if isinstance(row, InputError):
                raise row
            line = json.dumps({"id": row.get("id"), **_attempted(answer, row)}, ensure_ascii=False)
        except InputError as error:
            bad += 1
            report(plain(f"line {number}: {error}"))
        else:
            done += 1
            # flushed, so that who feeds us line by line gets answers line by line
            print(line, file=answers, flush=True)
        progress()
    report(f"{counted(done, 'line')} answered, {bad} skipped")
    return FAILED if bad else OK


def _attempted(answer: Answer, row: Row) -> Mapping[str, Any]:
    """Return the row's answer; whatever else than a bad row fails becomes an InputError too.

    The bulkhead of the lines, as `batch` has one: all other lines are answered.
    """
    try:
        return answer(row)
    except InputError:
        raise
    except Exception as error:
        _LOGGER.exception("the extractor failed")
        reason = f"the extractor failed on it: {type(error).__name__}: {error}"
        raise InputError(reason, "report the failure with this line") from error


def toponyms_answer(
    extract_toponyms: Callable[[Article, Spans | None], Iterable[Toponym]],
) -> Answer:
    """Return the answer of the `toponyms` command: {"toponyms": [...]} in text order.

    With "spans" in the row exactly these mentions are resolved, in the order asked.
    """

    def answer(row: Row) -> Mapping[str, Any]:
        if row.get("text") == "":
            row_spans(row)  # there is none in it
            return {"toponyms": []}
        article = row_article(row, source="")
        toponyms = extract_toponyms(article, row_spans(row))
        return {"toponyms": [toponym_to_dict(toponym, row["text"]) for toponym in toponyms]}

    return answer


def events_answer(extract_events: Callable[[Article], Extraction]) -> Answer:
    """Return the answer of the `events` command: {"events": [...]}, the main event first."""

    def answer(row: Row) -> Mapping[str, Any]:
        if row.get("text") == "":
            return {"events": []}
        extraction = extract_events(row_article(row, source=""))
        return {"events": [_event_row(event, row["text"]) for event in extraction.events]}

    return answer


def toponym_to_dict(toponym: Toponym, text: str) -> dict[str, Any]:
    """Return the toponym as JSON-ready values; all of the place is null when unresolved.

    `text` is the text as it was given, which the mention is quoted from. Borders and relative
    places have what `_extent` adds.
    """
    place: Place | None = toponym.place
    return {
        "start": toponym.start,
        "end": toponym.end,
        "text": text[toponym.start : toponym.end],
        "kind": toponym.kind.value,
        **{name: getattr(place, name) if place else None for name in _PLACE_FIELDS},
        "score": toponym.score,
        **_extent(toponym),
    }


def _extent(toponym: Toponym) -> dict[str, Any]:
    """Return how far a border or a relative place reaches, and how precise it is.

    A border has `border_ids`, with `radius_km` where three of them meet; a relative place has
    `relation`, `radius_km` and what is drawn for it as a GeoJSON `geometry`.
    """
    place, relation = toponym.place, toponym.relation
    if relation and place:
        geo_precision, where_prec = relation_precision(relation)
        return {
            "relation": relation.kind.value,
            "radius_km": place.radius_km,
            "geo_precision": geo_precision,
            "where_prec": where_prec,
            "geometry": mapping(set_precision(relation_geometry(relation), _GRID_DEGREES)),
        }
    if toponym.kind is MentionKind.BORDER:
        radius = {"radius_km": place.radius_km} if place else {}
        known = toponym.border_ids
        codes = {"geo_precision": 3 if known else None, "where_prec": 5 if known else None}
        return {"border_ids": list(known), **radius, **codes}
    return {}


def _event_row(event: Event, text: str) -> dict[str, Any]:
    row = event_to_dict(event)
    if event.quote_start is not None and event.quote_end is not None:
        # verbatim: reading replaces carriage returns, one character for one
        row["quote"] = text[event.quote_start : event.quote_end]
    return row


def counted(number: int, noun: str) -> str:
    """Return "1 line", "2 lines"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
