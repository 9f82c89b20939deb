"""JSON lines and JSON lists: one object an article.

    {"text", "title"?, "published"?, "source"?, "url"?, "language"?, "id"?, "spans"?}

`text` is taken character by character, so that offsets into what was given and into
`Article.text` are the same: only NULs, lone surrogates and carriage returns become others.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO, Final

from extract.articles import make_article, publication_date
from extract.decode import SAVE_AS_UTF8, storable
from extract.errors import MAX_SHOWN, InputError, PublicationDateError
from geodata.model import Article

MAX_TEXT: Final = 10_000_000
# Room for such a text in any script, also where each character is escaped (\u0627).
MAX_LINE_BYTES: Final = 64_000_000
_TEXT_FIELDS: Final = ("title", "source", "url", "language")
_CHUNK_BYTES: Final = 65_536

Row = Mapping[str, Any]
Spans = tuple[tuple[int, int], ...]


def json_lines(stream: BinaryIO) -> Iterator[tuple[int, Row | InputError]]:
    """Yield each line's number, from 1, and its object or what is wrong with it.

    Empty lines are left out. Lines are read one at a time: a file of any size takes the memory
    of its longest line, and one over MAX_LINE_BYTES is passed over.
    """
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            _pass_over(stream, line)
            reason = f"it is longer than {MAX_LINE_BYTES / 1e6:.0f} MB"
            yield number, InputError(reason, "write one article a line, each below that")
        elif line.strip():
            yield number, _json_object(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)


def json_list(text: str) -> list[Row | InputError]:
    """Return the objects of a JSON list in order; a single object counts as a list of one.

    Raises InputError when the text is no JSON.
    """
    value = _json_value(text)
    return [_object(item) for item in value] if isinstance(value, list) else [_object(value)]


def row_article(row: Row, *, source: str, published: date | None = None) -> Article:
    """Return the row's article; `published`, when given, beats the row's own date.

    `source` stands in where the row names none. Raises InputError with every fault of the row.
    """
    faults = [
        f"{name} is {_kind(row[name])}, not text"
        for name in ("text", *_TEXT_FIELDS)
        if row.get(name) is not None and not isinstance(row[name], str)
    ]
    if row.get("text") is None:
        faults.append("text is missing")
    elif isinstance(row["text"], str) and len(row["text"]) > MAX_TEXT:
        faults.append(f"text has {len(row['text']):,} characters, split it at {MAX_TEXT:,}")
    day = published
    if published is None:
        day, date_faults = _published(row.get("published"))
        faults += date_faults
    if faults:
        raise InputError("; ".join(faults), "correct the row, or leave out an optional field")
    return make_article(
        _same_length(row["text"]),
        title=row.get("title"),
        published=day,
        source=row.get("source") or source,
        url=row.get("url"),
        language=row.get("language"),
    )


def row_spans(row: Row) -> Spans | None:
    """Return the mentions the row asks for as (start, end); None when it names none.

    Raises InputError when they aren't [[start, end], ...] within the text.
    """
    spans = row.get("spans")
    if spans is None:
        return None
    length = len(row["text"])
    wrong = (
        [spans]
        if not isinstance(spans, list)
        else [span for span in spans if not _is_span(span, length)]
    )
    if wrong:
        shown = repr(wrong[0])[:MAX_SHOWN]
        reason = f"spans holds {shown}, which is no [start, end] within 0 and {length}"
        raise InputError(reason, "count code points from 0, the end excluded")
    return tuple((start, end) for start, end in spans)


def _pass_over(stream: BinaryIO, line: bytes) -> None:
    """Read on to the end of a line that was too long to take."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(_CHUNK_BYTES)


def _json_object(line: bytes) -> Row | InputError:
    try:
        return _object(_json_value(line.rstrip().decode("utf-8")))
    except UnicodeDecodeError as error:
        return InputError(f"it is not UTF-8 (byte {error.start + 1} of the line)", SAVE_AS_UTF8)
    except InputError as error:
        return error


def _json_value(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except InputError:
        raise
    except RecursionError:
        raise InputError("its JSON is nested too deeply", "give flat objects") from None
    except json.JSONDecodeError as error:
        remedy = "complete or remove it; it may have been cut off"
        raise InputError(f"it is no JSON: {error}", remedy) from error
    except ValueError as error:  # more digits than int() takes
        reason = "it is no JSON we read: a number in it has thousands of digits"
        raise InputError(reason, "correct or remove the number") from error


def _refuse_constant(name: str) -> None:
    raise InputError(f"it is no JSON: {name} is no value", "write null where a number is missing")


def _object(value: object) -> Row | InputError:
    if isinstance(value, dict):
        return value
    return InputError(f"it holds {_kind(value)}, not an object", 'write {"text": "..."}')


def _kind(value: object) -> str:
    """What JSON calls a value."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "a number"


def _published(value: object) -> tuple[date | None, list[str]]:
    if value is None or value == "":
        return None, []
    try:
        return publication_date(value if isinstance(value, str) else repr(value)), []
    except PublicationDateError as error:
        return None, [str(error)]


def _same_length(text: str) -> str:
    return storable(text.replace("\r\n", " \n").replace("\r", "\n"))


def _is_span(span: object, length: int) -> bool:
    whole = isinstance(span, list) and len(span) == 2 and all(type(edge) is int for edge in span)
    return whole and 0 <= span[0] < span[1] <= length  # type: ignore[index]
