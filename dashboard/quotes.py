"""Where a quote stands in its article: the paragraph around it, and an article's parts. Pure.

Spans are (start, end) in code points of the article's text.
"""

import re
from typing import Final

_PARAGRAPH_END: Final = re.compile(r"\n[ \t\r]*\n|\n")
# A text without line breaks must not fill the screen.
MAX_CONTEXT: Final = 700
# What a browser lays out in a moment; an article may have ten million characters.
PART_LENGTH: Final = 60_000

Span = tuple[int, int]


def paragraph_span(text: str, start: int, end: int) -> Span:
    """Return the span of the paragraph of a quote, at most MAX_CONTEXT more on either side."""
    before, after = max(start - MAX_CONTEXT, 0), min(end + MAX_CONTEXT, len(text))
    breaks = [
        (found.start(), found.end()) for found in _PARAGRAPH_END.finditer(text, before, after)
    ]
    opening = max((last for _, last in breaks if last <= start), default=before)
    closing = min((first for first, _ in breaks if first >= end), default=after)
    return opening, closing


def article_parts(text: str) -> list[Span]:
    """Return the spans of a text's parts: of PART_LENGTH at most, cut at a line's end if it can be.

    Together they are the text; an empty text has one empty part.
    """
    parts, start = [], 0
    while len(text) - start > PART_LENGTH:
        line_end = text.rfind("\n", start + 1, start + PART_LENGTH)
        end = line_end + 1 if line_end > 0 else start + PART_LENGTH
        parts.append((start, end))
        start = end
    return [*parts, (start, len(text))]
