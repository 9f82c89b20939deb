"""Long texts in parts: nothing is left out, and offsets are the whole text's."""

from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_helpers import article, gazetteer

from extract import reading
from extract.parts import groups_of, parts_of

PARAGRAPHS = (
    "Troops left Ghat in Libya on Monday. The army of Libya said that the road was open.",
    "اندلعت اشتباكات في مدينة طرابلس الليبية يوم الاثنين.",
    "🚁 Gunmen attacked a post 30 km south of Kidal in Mali, near the border with Algeria.",
    "L'armée algérienne a arrêté trois hommes près de Djanet, dans la wilaya d'Illizi.",
)


@given(st.text(st.sampled_from("ab .\n🚁"), max_size=200), st.integers(2, 40))
def test_parts_follow_on_each_other_and_none_is_too_long(text, longest):
    parts = list(parts_of(text, longest))
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(end - start <= longest for start, end in parts)
    assert all(end > start for start, end in parts) or text == ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two\nthree.\n\nFour", ["One. Two\nthree.\n\n", "Four"]),
        ("One two. Three\nFour five", ["One two. Three\n", "Four five"]),
        ("One two three. Four five", ["One two three. ", "Four five"]),
        ("One two three four five", ["One two three four ", "five"]),
        ("Onetwothreefourfiveseven", ["Onetwothreefourfives", "even"]),
    ],
)
def test_a_text_is_cut_between_paragraphs_before_lines_before_sentences_before_words(text, parts):
    assert [text[start:end] for start, end in parts_of(text, 20)] == parts


@given(st.lists(st.integers(0, 1_000), max_size=60), st.integers(2, 20))
def test_groups_hold_each_number_once_and_neighbours_together(offsets, most):
    groups = list(groups_of(offsets, most))
    assert sorted(number for group in groups for number in group) == list(range(len(offsets)))
    assert all(len(group) <= most for group in groups)
    assert all(list(group) == sorted(group) for group in groups)
    spans = [[offsets[at] for at in group] for group in groups if group]
    assert all(max(one) <= min(other) for one, other in pairwise(spans))


def test_a_group_ends_where_the_next_mention_is_far():
    assert list(groups_of([0, 10, 20, 900, 910], most=4)) == [(0, 1, 2), (3, 4)]
    assert list(groups_of([910, 0, 20, 10, 900], most=4)) == [(1, 2, 3), (0, 4)]


def test_a_text_read_in_parts_has_the_offsets_of_the_whole(monkeypatch):
    text = "\n\n".join(PARAGRAPHS * 3)
    whole = reading.read_places(article(text), gazetteer())
    monkeypatch.setattr(reading, "parts_of", partial(parts_of, longest=200))
    read = reading.read_places(article(text), gazetteer())
    assert len(list(reading.parts_of(text))) > 4
    for name in ("sentences", "actors"):
        assert getattr(read, name) == getattr(whole, name)
    found = [(t.start, t.end, t.text, t.kind) for t in read.toponyms]
    assert found == [(t.start, t.end, t.text, t.kind) for t in whole.toponyms]
    assert all(t.text == text[t.start : t.end] for t in (*read.toponyms, *read.places))
    assert {t.text: t.place.name for t in read.places if t.place}.items() >= {
        "Ghat": "Ghat",
        "طرابلس": "Tripoli",
        "Kidal": "Kidal",
        "Djanet": "Djanet",
    }.items()
