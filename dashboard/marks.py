"""An article's text with marks in it, as HTML that holds nothing of the article but text. Pure.

Every character of the article goes through `html.escape`; tags, classes and labels are ours. What
a screen can't show (control characters, halves of surrogate pairs) is replaced, one for one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from dashboard.quotes import Span
from geodata.model import Event

QUOTE: Final = "quote"
CHOSEN: Final = "chosen"
# The fields of an event's evidence with their names in the legend; app.css has their looks.
EVIDENCE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "trigger": "act",
        "location": "place",
        "date_start": "date",
        "actor1": "actor 1",
        "actor2": "actor 2",
    }
)
# From the outside inwards.
_ORDER: Final = (QUOTE, CHOSEN, *EVIDENCE)
_UNSHOWABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A marked span of a text. `kind` is QUOTE, CHOSEN or a key of EVIDENCE.

    `numbers` are those of the events that the span carries, shown at its end.
    """

    start: int
    end: int
    kind: str
    numbers: tuple[int, ...] = ()


def evidence_marks(event: Event) -> tuple[Mark, ...]:
    """Return the marks of the words that an event's fields were read from."""
    return tuple(
        Mark(start=one.start, end=one.end, kind=one.field)
        for one in event.evidence
        if one.field in EVIDENCE and 0 <= one.start < one.end
    )


def numbered_quotes(events: Sequence[Event], chosen: int | None) -> tuple[Mark, ...]:
    """Return the marks of the events' quotes, numbered from 1; events of one sentence share one.

    `chosen` is the number of the event whose quote stands out; None for none.
    """
    numbers: dict[Span, list[int]] = defaultdict(list)
    for number, event in enumerate(events, start=1):
        if event.quote_start is not None and event.quote_end is not None:
            numbers[event.quote_start, event.quote_end].append(number)
    return tuple(
        Mark(
            start=start,
            end=end,
            kind=CHOSEN if chosen in carried else QUOTE,
            numbers=tuple(carried),
        )
        for (start, end), carried in numbers.items()
    )


def marked_html(text: str, span: Span, marks: Iterable[Mark]) -> str:
    """Return a span of the text as HTML, each mark an element with the class `bw-<kind>`.

    Marks may overlap, stand outside of the span or be no spans at all. An ellipsis stands where
    the span begins or ends within a line.
    """
    start, end = span
    begun: dict[int, list[Mark]] = defaultdict(list)
    cuts = {start, end}
    for mark in marks:
        inside = replace(mark, start=max(mark.start, start), end=min(mark.end, end))
        if inside.start < inside.end:
            begun[inside.start].append(inside)
            cuts |= {inside.start, inside.end}
    pieces, current = [], list[Mark]()
    for first, last in pairwise(sorted(cuts)):
        current = [mark for mark in current if mark.end > first] + begun[first]
        current.sort(key=lambda mark: _ORDER.index(mark.kind))
        pieces.append(_piece(text[first:last], current, last))
    before = "… " if start > 0 and text[start - 1] != "\n" else ""
    after = " …" if end < len(text) and text[end] != "\n" else ""
    return f'<div class="bw-text" dir="auto">{before}{"".join(pieces)}{after}</div>'


def shown(text: str) -> str:
    """Return text as HTML that shows it letter by letter."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return escape(_UNSHOWABLE.sub("\ufffd", lines))


def _piece(text: str, marks: Sequence[Mark], end: int) -> str:
    opened = "".join(_tag(mark) for mark in marks)
    numbers = [number for mark in marks if mark.end == end for number in mark.numbers]
    note = f'<sup class="bw-numbers"><bdi>{", ".join(map(str, numbers))}</bdi></sup>'
    return f"{opened}{shown(text)}{'</mark>' * len(marks)}{note if numbers else ''}"


def _tag(mark: Mark) -> str:
    title = f' title="{EVIDENCE[mark.kind]}"' if mark.kind in EVIDENCE else ""
    return f'<mark class="bw-{mark.kind}"{title}>'


def legend_html(text: str, span: Span, marks: Sequence[Mark]) -> str:
    """Return what the evidence's marks mean, with the words of those that are not in the span.

    It is "" where there are no such marks.
    """
    entries = []
    for kind, label in EVIDENCE.items():
        own = [mark for mark in marks if mark.kind == kind and text[mark.start : mark.end]]
        if own:
            within = any(span[0] <= mark.start and mark.end <= span[1] for mark in own)
            words = "" if within else _elsewhere(text[own[0].start : own[0].end])
            entries.append(f'<span><mark class="bw-{kind}">{label}</mark>{words}</span>')
    return f'<div class="bw-legend bw-key">{"".join(entries)}</div>' if entries else ""


def _elsewhere(words: str) -> str:
    return f" <bdi>{shown(words[:80])}</bdi> (elsewhere in the article)"
