"""Phrases -> dates, read against the publication date.

`find_dates` knows English, French and Arabic through one set of patterns whose words stand in
`lexicon/calendar.csv`. Precision is ACLED's: 1 the day, 2 the week, 3 the month, None coarser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from extract.date_patterns import date_patterns
from geodata.codes import DateBasis

# "The April 6 Youth Movement", "Mouvement du 20 février", "ثورة 25 يناير": called after a day.
_CALLED_BEFORE = re.compile(
    r"(?:[Mm]ouvement|[Rr]évolution|[Aa]venue|[Ss]tade|[Pp]lace|[Hh]ôpital)\s+du\s+$"
    r"|(?<!\w)(?:ال)?(?:حركة|ثورة|ميدان|شارع|ملعب|انتفاضة|كتيبة|جسر)\s+$"
)
_CALLED_BEHIND = re.compile(
    r"\s+(?:Youth\s+|Popular\s+|National\s+)?(?:Movement|Revolution|Coalition|Brigades?|Uprising|Bridge|Square|Avenue|Hospital|Stadium)\b"
)
_SINCE = re.compile(r"(?i)\b(?:since|depuis|منذ)\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateExpression:
    """A date phrase at text[start:end].

    `date_start` and `date_end` are inclusive and None when the phrase is relative and nobody said
    when the article was published. `basis` is stated for calendar dates and relative for words
    that need the publication date.
    """

    start: int
    end: int
    text: str
    date_start: date | None
    date_end: date | None
    time_precision: int | None
    basis: DateBasis


def find_dates(text: str, published: date | None) -> tuple[DateExpression, ...]:
    """Return the date phrases of a text in order, never overlapping; the longest reading wins."""
    found = sorted(_readings(text, published), key=lambda item: (item.start, -item.end))
    kept: list[DateExpression] = []
    for expression in found:
        if not kept or expression.start >= kept[-1].end:
            kept.append(expression)
        elif expression.end > kept[-1].end and expression.start == kept[-1].start:
            kept[-1] = expression
    return tuple(_joined(text, _open_ended(text, kept, published)))


def _readings(text: str, published: date | None) -> Iterator[DateExpression]:
    for pattern, read, basis in date_patterns():
        for match in pattern.finditer(text):
            try:
                span = read(match, published)
            except (ValueError, OverflowError):  # 31 February, 9999 years ago
                continue
            if span is None and basis is DateBasis.STATED:
                continue
            start, end = match.span()
            if _CALLED_BEHIND.match(text, end) or _CALLED_BEFORE.search(text[:start][-20:]):
                continue
            yield DateExpression(
                start=start,
                end=end,
                text=match.group(),
                date_start=span.start if span else None,
                date_end=span.end if span else None,
                time_precision=span.precision if span else None,
                basis=basis,
            )


def _open_ended(
    text: str, found: list[DateExpression], published: date | None
) -> Iterator[DateExpression]:
    """Stretch what stands after "since" to the publication: a period still open ends there."""
    for expression in found:
        start = expression.date_start
        if published and start and start <= published and _is_after_since(text, expression):
            yield replace(expression, date_end=published)
        else:
            yield expression


def _is_after_since(text: str, expression: DateExpression) -> bool:
    before = text[max(0, expression.start - 12) : expression.start]
    # "منذ" is also "ago": then it is part of a relative phrase
    is_inside = expression.basis is DateBasis.STATED and _SINCE.match(expression.text)
    return bool(is_inside or re.search(rf"{_SINCE.pattern}(?:le\s+)?$", before))


def _joined(text: str, found: Iterator[DateExpression]) -> Iterator[DateExpression]:
    """Join "Monday" and "3 June" of "Monday, 3 June" into one expression: the stated one."""
    items = list(found)
    skip = set()
    for first, second in pairwise(items):
        between = text[first.end : second.start]
        is_weekday = first.basis is DateBasis.RELATIVE and first.time_precision == 1
        beside = re.fullmatch(r"\s*[,(]?\s*(?:on\s+|of\s+)?(?:the\s+|le\s+)?", between)
        if is_weekday and beside and second.basis is DateBasis.STATED:
            skip.add(first)
    return iter([item for item in items if item not in skip])
