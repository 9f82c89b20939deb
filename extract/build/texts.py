"""The texts that the judge learns from: news written for the project, with their places marked.

A record is header lines ("id: ...", "language: en", "published: 2019-03-14", "title: ..."), an
empty line, and the text; records stand apart by a line "---". Marked are places as
[[surface|place|CC|latitude,longitude]] (with both left empty when no gazetteer knows the place)
and demonyms as [[surface|demonym|CC]].
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.errors import InputError

TEXTS_FOLDER = Path(__file__).parent / "texts"
LANGUAGES = frozenset(["en", "fr", "ar"])

_MARK = re.compile(r"\[\[(?P<surface>[^\[\]|]+)\|(?P<rest>[^\[\]]*)\]\]")
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?),\s*(-?\d{1,3}(?:\.\d+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedSpan:
    """text[start:end] is marked; `point` is (latitude, longitude), None when it isn't known."""

    start: int
    end: int
    kind: str
    country_code: str
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """A text without its markup, its title as the first line, and what was marked in it."""

    text_id: str
    language: str
    published: str
    text: str
    spans: tuple[MarkedSpan, ...]


def read_texts(folder: Path = TEXTS_FOLDER) -> tuple[MarkedText, ...]:
    """Return the marked texts of the folder's .txt files, by file name and order.

    Raises InputError that names every bad record with its file and id.
    """
    found, faults = [], []
    for path in sorted(folder.glob("*.txt")):
        for record in _records(path.read_text(encoding="utf-8")):
            try:
                found.append(_marked_text(record))
            except ValueError as error:
                faults.append(f"{path.name}, {_first_line(record)}: {error}")
    if faults:
        raise InputError("; ".join(faults), "correct the markup")
    return tuple(found)


def _records(content: str) -> Iterator[str]:
    for record in re.split(r"(?m)^---\s*$", content.replace("\r\n", "\n")):
        if record.strip():
            yield record.strip("\n")


def _first_line(record: str) -> str:
    return record.strip().partition("\n")[0]


def _marked_text(record: str) -> MarkedText:
    head, _, body = record.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    missing = [name for name in ("id", "language", "published") if not fields.get(name)]
    if missing or not body.strip():
        raise ValueError(f"{' and '.join(missing) or 'the text'} is missing")
    if fields["language"] not in LANGUAGES:
        raise ValueError(f"the language {fields['language']!r} is none of {sorted(LANGUAGES)}")
    title = fields.get("title", "")
    text, spans = without_marks(f"{title}\n{body.strip()}" if title else body.strip())
    return MarkedText(
        text_id=fields["id"],
        language=fields["language"],
        published=fields["published"],
        text=text,
        spans=spans,
    )


def without_marks(marked: str) -> tuple[str, tuple[MarkedSpan, ...]]:
    """Return the text without its marks, and the marked spans. Raises ValueError for a bad mark."""
    pieces, spans, end, length = [], [], 0, 0
    for match in _MARK.finditer(marked):
        pieces.append(marked[end : match.start()])
        length += match.start() - end
        surface = match["surface"]
        spans.append(_span(length, length + len(surface), match))
        pieces.append(surface)
        length += len(surface)
        end = match.end()
    pieces.append(marked[end:])
    text = "".join(pieces)
    left = re.search(r"\[\[|\]\]", text)
    if left:
        raise ValueError(f"a mark is not closed near {text[max(left.start() - 20, 0) :][:60]!r}")
    return text, tuple(spans)


def _span(start: int, end: int, match: re.Match[str]) -> MarkedSpan:
    kind, *rest = match["rest"].split("|")
    country_code, point = (*rest, "", "")[:2]
    if kind not in ("place", "demonym") or len(rest) > 2:
        raise ValueError(f"a mark can't be read: {match.group()!r}")
    if not re.fullmatch(r"[A-Z]{2}|", country_code.strip()):
        raise ValueError(f"a mark has no country code: {match.group()!r}")
    found = _POINT.fullmatch(point.strip())
    if point.strip() and not found:
        raise ValueError(f"a mark has no coordinates: {match.group()!r}")
    if match["surface"] != match["surface"].strip():
        raise ValueError(f"a mark begins or ends with a space: {match.group()!r}")
    return MarkedSpan(
        start=start,
        end=end,
        kind=kind,
        country_code=country_code.strip(),
        point=(float(found[1]), float(found[2])) if found else None,
    )
