from hypothesis import given
from hypothesis import strategies as st

from dashboard.quotes import MAX_CONTEXT, Piece, article_pieces, paragraph_pieces

TEXT = "Title.\n\nFirst sentence. Second one. Third one.\n\nLast paragraph."


def test_a_quote_stands_between_its_neighbours_of_the_same_paragraph():
    start = TEXT.index("Second")
    assert paragraph_pieces(TEXT, start, start + len("Second one.")) == (
        Piece("First sentence.", quoted=False),
        Piece("Second one.", quoted=True),
        Piece("Third one.", quoted=False),
    )


def test_a_quote_that_is_its_paragraph_has_no_neighbours():
    start = TEXT.index("Last")
    assert paragraph_pieces(TEXT, start, len(TEXT)) == (Piece("Last paragraph.", quoted=True),)


def test_a_paragraph_of_a_megabyte_is_cut_on_both_sides():
    text = "a" * 500_000 + "QUOTE" + "b" * 500_000
    before, quote, after = paragraph_pieces(text, 500_000, 500_005)
    assert before.text == "… " + "a" * MAX_CONTEXT
    assert quote.text == "QUOTE"
    assert after.text == "b" * MAX_CONTEXT + " …"


def test_overlapping_quotes_are_marked_once():
    assert article_pieces("abcdefgh", [(1, 4), (3, 6), (1, 4)]) == (
        Piece("a", quoted=False),
        Piece("bcd", quoted=True),
        Piece("ef", quoted=True),
        Piece("gh", quoted=False),
    )


@given(
    st.text(alphabet="ab ", max_size=60),
    st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6),
)
def test_no_letter_of_an_article_is_lost_or_doubled(text, spans):
    joined = "".join(piece.text for piece in article_pieces(text, spans))
    assert joined.replace(" ", "") == text.replace(" ", "")
