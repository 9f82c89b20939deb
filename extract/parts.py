"""Long texts in parts: what is read together, so that time and memory grow by length alone.

What names say of each other is weighed between all of them. An article is short enough for that;
a book or a year of dispatches in one text is not, and is no one article either.
"""

from collections.abc import Iterator, Sequence

# The longest of the 6,507 texts in our evaluation sets has a tenth of this. A part of running text
# takes about 100 MB to read.
MAX_PART = 200_000
# Names are weighed in a table of mentions by mentions: 8 MB at this size. 200 kB of news have
# about 4,000 mentions, the articles of our evaluation sets up to some 200.
MAX_TOGETHER = 1_000
# Where a text is best cut: between paragraphs, lines, sentences, words.
_CUTS = ("\n\n", "\n", ". ", " ")


def parts_of(text: str, longest: int = MAX_PART) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of the text's parts in order; they leave nothing out.

    Each is at most `longest` characters long and ends where as little as possible is torn.
    """
    start = 0
    while len(text) - start > longest:
        limit = start + longest
        cuts = (text.rfind(cut, limit - longest // 2, limit) + len(cut) for cut in _CUTS)
        end = next((cut for cut in cuts if cut > start + longest // 2), limit)
        yield start, end
        start = end
    yield start, len(text)


def groups_of(offsets: Sequence[int], most: int = MAX_TOGETHER) -> Iterator[tuple[int, ...]]:
    """Yield the numbers of what stands at these offsets in groups of neighbours, `most` in each.

    One group ends, behind its middle, where the next offset is furthest away. Within a group the
    numbers ascend.
    """
    order = sorted(range(len(offsets)), key=offsets.__getitem__)
    first = 0
    while len(order) - first > most:
        last = max(
            range(first + most // 2, first + most),
            key=lambda at: offsets[order[at + 1]] - offsets[order[at]],
        )
        yield tuple(sorted(order[first : last + 1]))
        first = last + 1
    yield tuple(sorted(order[first:]))
