"""Where a quote stands in its article: the paragraph around it, cut into pieces. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_PARAGRAPH_END: Final = re.compile(r"\n[ \t\r]*\n|\n")
# A text without line breaks must not fill the screen.
MAX_CONTEXT: Final = 700


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article's text; `quoted` when it carries an event."""

    text: str
    quoted: bool


def paragraph_pieces(text: str, start: int, end: int) -> tuple[Piece, ...]:
    """Return the paragraph of a quote as up to three pieces: before, quote, after.

    Offsets count code points of `text`. Empty pieces are left out; what is longer than
    `MAX_CONTEXT` on either side is cut and marked with an ellipsis.
    """
    breaks = list(_PARAGRAPH_END.finditer(text))
    opening = max((found.end() for found in breaks if found.end() <= start), default=0)
    closing = min((found.start() for found in breaks if found.start() >= end), default=len(text))
    before, after = text[opening:start].strip(), text[end:closing].strip()
    if len(before) > MAX_CONTEXT:
        before = "… " + before[-MAX_CONTEXT:]
    if len(after) > MAX_CONTEXT:
        after = after[:MAX_CONTEXT] + " …"
    pieces = (
        Piece(before, quoted=False),
        Piece(text[start:end], quoted=True),
        Piece(after, quoted=False),
    )
    return tuple(piece for piece in pieces if piece.text)


def article_pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return the whole text as pieces in order, quoted where a span covers it; spans may overlap.

    Spans outside the text are ignored. White space between pieces is dropped.
    """
    pieces = []
    position = 0
    for start, end in sorted(set(spans)):
        first, last = max(start, position), min(end, len(text))
        if first >= last:
            continue
        pieces += [
            Piece(text[position:first].strip(), quoted=False),
            Piece(text[first:last].strip(), quoted=True),
        ]
        position = last
    pieces.append(Piece(text[position:].strip(), quoted=False))
    return tuple(piece for piece in pieces if piece.text)
