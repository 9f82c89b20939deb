import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import borders, read

from geodata.borders import land_borders
from geodata.model import MentionKind

PIECES = st.sampled_from(
    [
        "Algeria",
        "Libyan",
        "Tunisia's",
        "border",
        "borders",
        "with",
        "between",
        "and",
        "the",
        "of",
        "frontière",
        "algéro-libyenne",
        "الحدود",
        "مع",
        "ليبيا",
        "الجزائرية",
        ".",
        ",",
    ]
)


@settings(deadline=None, max_examples=100)
@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_only_borders_that_exist_are_named_each_once_and_verbatim(text):
    known = set(land_borders()["border_id"])
    for toponym in read(text).toponyms:
        assert text[toponym.start : toponym.end] == toponym.text
        if toponym.kind is MentionKind.BORDER:
            assert set(toponym.border_ids) <= known
            assert len(set(toponym.border_ids)) == len(toponym.border_ids)
            assert bool(toponym.border_ids) == (toponym.score > 0)


@pytest.mark.parametrize(
    ("text", "words", "ids"),
    [
        ("The Algerian-Libyan border is quiet.", "Algerian-Libyan border", "DZ-LY"),
        ("The Algeria-Libya border is quiet.", "Algeria-Libya border", "DZ-LY"),
        (
            "They met on the border between Algeria and Libya.",
            "border between Algeria and Libya",
            "DZ-LY",
        ),
        ("Algeria closed its border with Libya.", "border with Libya", "DZ-LY"),
        (
            "Algeria closed its borders with Libya, Mali and Niger.",
            "borders with Libya, Mali and Niger",
            "DZ-LY DZ-ML DZ-NE",
        ),
        (
            "Algeria watches its southern and eastern borders with Libya.",
            "borders with Libya",
            "DZ-LY",
        ),
        ("Libya's border with Chad is long.", "Libya's border with Chad", "LY-TD"),
        (
            "He toured the border areas linking Algeria with Mali, Niger and Libya.",
            "border areas linking Algeria with Mali, Niger and Libya",
            "DZ-ML DZ-NE DZ-LY",
        ),
        (
            "They left for where the borders of Sudan, Libya and Egypt meet.",
            "borders of Sudan, Libya and Egypt",
            "LY-SD EG-SD EG-LY",
        ),
        ("The Spanish-Moroccan border is shut.", "Spanish-Moroccan border", "ES-MA"),
        ("They went from Libya over the border into Tunisia.", "border", "LY-TN"),
        ("La frontière algéro-libyenne est calme.", "frontière", "DZ-LY"),
        (
            "La frontière entre l'Algérie et le Mali est calme.",
            "frontière entre l'Algérie et le Mali",
            "DZ-ML",
        ),
        ("الحدود بين الجزائر وليبيا هادئة", "الحدود بين الجزائر وليبيا", "DZ-LY"),
        ("الحدود الجزائرية الليبية هادئة", "الحدود", "DZ-LY"),
    ],
)
def test_words_for_a_border_mean_these_stretches(text, words, ids):
    found = borders(text)
    assert list(found.values()) == [tuple(ids.split())]
    assert next(iter(found)) in words or words in next(iter(found))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Tunisian troops massed on the Libyan border.", ("LY-TN",)),
        ("Algeria is worried. Algeria says the Libyan border is open.", ("DZ-LY",)),
        ("Algeria is worried, and so is Algiers. The Libyan border is open.", ("DZ-LY",)),
    ],
)
def test_a_border_of_one_country_is_completed_by_whom_the_text_speaks_of(text, ids):
    found = [t for t in read(text).toponyms if t.kind is MentionKind.BORDER]
    assert [t.border_ids for t in found] == [ids]


@pytest.mark.parametrize(
    "text",
    [
        "The border was closed.",
        "They closed the border with France.",
        "The borders of Algeria are long.",
        "Tunisia, Algeria and Chad closed the Libyan border.",
    ],
)
def test_a_border_that_the_words_leave_open_is_kept_without_ids(text):
    assert list(borders(text).values()) == [()]


@pytest.mark.parametrize(
    "text",
    [
        "Algerian border guards left for Libya.",
        "Doctors Without Borders left Libya.",
        "Reporters sans frontières quitte la Libye.",
    ],
)
def test_border_guards_and_bodies_without_borders_are_no_border(text):
    assert borders(text) == {}


def test_two_borders_of_one_sentence_are_two_mentions():
    text = "Mali's border with Algeria is shut but Libya's border with Chad is open."
    assert borders(text) == {
        "Mali's border with Algeria": ("DZ-ML",),
        "Libya's border with Chad": ("LY-TD",),
    }
