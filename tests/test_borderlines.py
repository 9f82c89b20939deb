import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import borders, mentions, read

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
        ("La frontière algéro-libyenne est calme.", "frontière algéro-libyenne", "DZ-LY"),
        (
            "La frontière entre l'Algérie et le Mali est calme.",
            "frontière entre l'Algérie et le Mali",
            "DZ-ML",
        ),
        ("الحدود بين الجزائر وليبيا هادئة", "الحدود بين الجزائر وليبيا", "DZ-LY"),
        ("الحدود الجزائرية الليبية هادئة", "الحدود الجزائرية الليبية", "DZ-LY"),
        ("الحدود المصرية مع ليبيا", "الحدود المصرية مع ليبيا", "EG-LY"),
        ("حدود الجزائر مع المغرب مغلقة", "حدود الجزائر مع المغرب", "DZ-MA"),
        ("الشريط الحدودي مع مالي، قالت الجزائر", "الحدودي مع مالي", "DZ-ML"),
        ("La frontière maroco-algérienne est fermée.", "frontière maroco-algérienne", "DZ-MA"),
        ("La bande frontalière algéro-nigérienne.", "bande frontalière algéro-nigérienne", "DZ-NE"),
        (
            "The Mali-Niger-Burkina Faso border region is dangerous.",
            "Mali-Niger-Burkina Faso border",
            "ML-NE BF-ML BF-NE",
        ),
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
    found = mentions(text, MentionKind.BORDER)
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
        "The police held the Tunisian border town of Ben Gardane.",
        "Il a été soldat dans les gardes-frontières en Libye.",
        "حرس الحدود في ليبيا",
    ],
)
def test_border_guards_towns_and_bodies_without_borders_are_no_border(text):
    assert borders(text) == {}


def test_two_borders_of_one_sentence_are_two_mentions():
    text = "Mali's border with Algeria is shut but Libya's border with Chad is open."
    assert borders(text) == {
        "Mali's border with Algeria": ("DZ-ML",),
        "Libya's border with Chad": ("LY-TD",),
    }


@pytest.mark.parametrize(
    "text",
    [
        "They hide in the tri-border area of Algeria, Niger and Libya.",
        "They hide where the borders of Algeria, Niger and Libya meet.",
        "The Algeria-Niger-Libya border triangle is empty.",
        "Le triangle frontalier entre l'Algérie, le Niger et la Libye.",
        "La zone des trois frontières, aux confins de l'Algérie, du Niger et de la Libye.",
        "المثلث الحدودي بين الجزائر والنيجر وليبيا",
    ],
)
def test_three_borders_that_meet_are_an_area_around_their_point(text):
    (found,) = mentions(text, MentionKind.BORDER)
    assert set(found.border_ids) == {"DZ-NE", "DZ-LY", "LY-NE"}
    assert (round(found.place.latitude, 1), round(found.place.longitude, 1)) == (23.5, 12.0)
    assert found.place.radius_km == 100


def test_three_borders_that_nobody_names_are_those_of_the_article():
    text = "Mali, Niger and Burkina Faso met. Ten died in the three-border area."
    (found,) = mentions(text, MentionKind.BORDER)
    assert set(found.border_ids) == {"ML-NE", "BF-ML", "BF-NE"}
    text = "Ten died in the three-border area."
    (found,) = mentions(text, MentionKind.BORDER)
    assert (found.border_ids, found.place) == ((), None)
