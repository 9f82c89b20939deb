import re
from html import unescape
from html.parser import HTMLParser

import pytest
from event_samples import event
from hypothesis import given
from hypothesis import strategies as st
from sample_events import HOSTILE

from dashboard.marks import (
    CHOSEN,
    EVIDENCE,
    QUOTE,
    Mark,
    evidence_marks,
    legend_html,
    marked_html,
    numbered_quotes,
    shown,
)
from geodata.model import Evidence

TEXT = "Soldiers of Algeria reached Ghat on Friday."


def mark(words: str, kind: str, text: str = TEXT, **more) -> Mark:
    start = text.index(words)
    return Mark(start=start, end=start + len(words), kind=kind, **more)


def html(*marks: Mark, text: str = TEXT, span: tuple[int, int] | None = None) -> str:
    whole = marked_html(text, span or (0, len(text)), marks)
    inner = re.fullmatch(r'<div class="bw-text" dir="auto">(.*)</div>', whole, re.DOTALL)
    assert inner
    return inner[1]


class Elements(HTMLParser):
    """Reads markup as a browser does, and keeps its elements and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(attrs)))

    def handle_data(self, data):
        self.text += data


def test_each_field_has_a_mark_of_its_own_with_its_name():
    assert html(mark("Ghat", "location"), mark("reached", "trigger")) == (
        'Soldiers of Algeria <mark class="bw-trigger" title="act">reached</mark> '
        '<mark class="bw-location" title="place">Ghat</mark> on Friday.'
    )


def test_words_are_marked_within_the_quote():
    assert html(mark("Ghat", "location"), mark("Ghat on Friday.", QUOTE)).endswith(
        '<mark class="bw-quote"><mark class="bw-location" title="place">Ghat</mark></mark>'
        '<mark class="bw-quote"> on Friday.</mark>'
    )


def test_where_marks_overlap_both_are_seen():
    actor = mark("Soldiers of Algeria", "actor1")
    place = mark("Algeria reached", "location")
    opened = '<mark class="bw-location" title="place"><mark class="bw-actor1" title="actor 1">'
    assert html(actor, place).startswith(
        f'<mark class="bw-actor1" title="actor 1">Soldiers of </mark>{opened}Algeria</mark></mark>'
        '<mark class="bw-location" title="place"> reached</mark>'
    )


def test_a_sentence_says_which_events_it_carries():
    events = [
        event("a", quote_start=0, quote_end=8),
        event("b", quote_start=0, quote_end=8),
        event("c", quote_start=9, quote_end=11),
        event("imported", quote_start=None, quote_end=None),
    ]
    marks = numbered_quotes(events, chosen=3)
    assert [(one.kind, one.numbers) for one in marks] == [(QUOTE, (1, 2)), (CHOSEN, (3,))]
    assert html(*marks).startswith(
        '<mark class="bw-quote">Soldiers</mark><sup class="bw-numbers"><bdi>1, 2</bdi></sup> '
        '<mark class="bw-chosen">of</mark><sup class="bw-numbers"><bdi>3</bdi></sup>'
    )


def test_text_that_is_cut_within_a_line_says_so():
    assert html(span=(9, 19)) == "… of Algeria …"
    assert html(text="One.\nTwo.\nThree.", span=(5, 9)) == "Two."


@pytest.mark.parametrize(
    "hostile",
    [
        HOSTILE,
        "</mark></div><script>window.hacked=1</script>",
        '" onmouseover="window.hacked=1" x="',
        "<style>body{display:none}</style><!-- <svg/onload=alert(1)>",
        "&lt;img src=x onerror=alert(1)&gt; &amp;lt; &#60;b&#62;",
        "**bold** $x^2$ {{ 7*7 }} :red[x] [x](javascript:alert(1))",
        "\u202eright to left\u202c \u2066isolated",
    ],
)
def test_hostile_text_is_text_wherever_it_is_cut(hostile):
    for cut in range(len(hostile)):
        marks = [Mark(start=cut, end=cut + 3, kind="trigger"), Mark(start=0, end=cut, kind=QUOTE)]
        read = Elements(html(*marks, text=hostile))
        assert read.text == hostile
        assert {tag for tag, _ in read.found} <= {"mark"}
        assert {name for _, attrs in read.found for name, _ in attrs} <= {"class", "title"}


def test_what_no_screen_shows_is_replaced_one_for_one():
    assert shown("a\x00b\x1bc\x7fd\x85e\ud800f") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"
    assert shown("tab\tline\r\nnext\rlast") == "tab\tline\nnext\nlast"


def test_a_line_of_a_megabyte_with_thousands_of_marks_is_drawn_at_once():
    text = "<b> & " * 170_000
    marks = [Mark(start=place, end=place + 900, kind=QUOTE) for place in range(0, 10**6, 300)]
    assert unescape(re.sub("</?mark[^>]*>", "", html(*marks, text=text))) == text


SPANS = st.tuples(st.integers(-5, 45), st.integers(-5, 45))


@given(
    st.text(alphabet="a<&\n ", max_size=40),
    st.lists(st.tuples(SPANS, st.sampled_from([QUOTE, CHOSEN, *EVIDENCE])), max_size=6),
)
def test_no_letter_is_lost_or_doubled_and_all_elements_are_closed(text, spans):
    markup = html(*(Mark(start=a, end=b, kind=kind) for (a, b), kind in spans), text=text)
    assert Elements(markup).text == text
    assert markup.count("<mark ") == markup.count("</mark>")


def test_evidence_of_other_fields_or_without_words_is_not_marked():
    evidence = [("location", 28, 32), ("<script>", 0, 3), ("actor1", 5, 5), ("actor2", -3, 2)]
    found = event(evidence=tuple(Evidence(field=f, start=a, end=b) for f, a, b in evidence))
    assert evidence_marks(found) == (Mark(start=28, end=32, kind="location"),)


def test_the_legend_names_the_kinds_that_are_there_and_quotes_words_from_elsewhere():
    text = "<TRIPOLI> - Soldiers left."
    marks = (mark("left", "trigger", text), mark("<TRIPOLI>", "location", text))
    legend = legend_html(text, (12, len(text)), marks)
    assert '<mark class="bw-trigger">act</mark></span>' in legend
    assert "<bdi>&lt;TRIPOLI&gt;</bdi> (elsewhere in the article)" in legend
    assert "actor" not in legend
    assert legend_html(text, (0, 5), ()) == ""
