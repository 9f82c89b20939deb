from hypothesis import given
from hypothesis import strategies as st

from dashboard.quotes import MAX_CONTEXT, PART_LENGTH, article_parts, paragraph_span

TEXT = "Title.\n\nFirst sentence. Second one. Third one.\n\nLast paragraph."


def around(words: str, text: str = TEXT) -> str:
    start = text.index(words)
    first, last = paragraph_span(text, start, start + len(words))
    return text[first:last]


def test_a_quote_stands_in_its_paragraph():
    assert around("Second one.") == "First sentence. Second one. Third one."


def test_a_quote_that_is_its_paragraph_has_no_neighbours():
    assert around("Last paragraph.") == "Last paragraph."
    assert around("Title.") == "Title."


def test_a_paragraph_of_a_megabyte_is_cut_on_both_sides():
    text = "a" * 500_000 + "QUOTE" + "b" * 500_000
    assert around("QUOTE", text) == "a" * MAX_CONTEXT + "QUOTE" + "b" * MAX_CONTEXT


def test_a_short_article_is_one_part():
    assert article_parts(TEXT) == [(0, len(TEXT))]
    assert article_parts("") == [(0, 0)]


def test_a_long_article_is_cut_at_the_ends_of_lines():
    line = "x" * 999 + "\n"
    parts = article_parts(line * 150)
    assert parts == [(0, PART_LENGTH), (PART_LENGTH, 2 * PART_LENGTH), (2 * PART_LENGTH, 150_000)]
    assert article_parts("x" * 100_001)[0] == (0, PART_LENGTH)


@given(st.lists(st.integers(0, 90_000), max_size=4), st.booleans())
def test_parts_are_the_text_without_gaps(lengths, breaks):
    text = ("\n" if breaks else "").join("x" * length for length in lengths)
    parts = article_parts(text)
    assert "".join(text[start:end] for start, end in parts) == text
    assert max(end - start for start, end in parts) <= PART_LENGTH
