import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import mentions, read

from geodata.geodesy import distance_km
from geodata.model import MentionKind, RelationKind

ENGLISH = ("30", "km", "miles", "south", "of", "from", "near", "between", "and", "road", "the")
FRENCH = ("à", "au", "de", "entre", "et", "route", "sud", "est", "d'")
ARABIC = ("بين", "جنوب", "كيلومترا", "غات", "و", "قرب")
OTHERS = ("Ghat", "Kidal", "Gao", "Libya", "'s", "-", "(", ")", ",", ".")
PIECES = st.sampled_from((*ENGLISH, *FRENCH, *ARABIC, *OTHERS))


def relatives(text):
    return mentions(text, MentionKind.RELATIVE)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_relative_places_are_verbatim_and_hold_the_place_they_count_from(text):
    for toponym in relatives(text):
        assert text[toponym.start : toponym.end] == toponym.text
        assert toponym.place is not None
        assert toponym.relation is not None
        assert 0 < toponym.score <= 1


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("They died 30 km south of Ghat.", "30 km south of Ghat", "30 km south of Ghat"),
        (
            "They died 30 km (19 miles) south of Ghat.",
            "30 km (19 miles) south of Ghat",
            "30 km south of Ghat",
        ),
        (
            "Some forty kilometres north-east of Kidal.",
            "forty kilometres north-east of Kidal",
            "40 km north-east of Kidal",
        ),
        ("A post 20 miles outside Ghat.", "20 miles outside Ghat", "32.2 km from Ghat"),
        ("Des tirs à 30 km au sud de Ghat.", "30 km au sud de Ghat", "30 km south of Ghat"),
        (
            "Des tirs à une trentaine de kilomètres de Ghat.",
            "une trentaine de kilomètres de Ghat",
            "30 km from Ghat",
        ),
        ("على بعد 30 كيلومترا جنوب غات", "30 كيلومترا جنوب غات", "30 km south of Ghat"),
        ("على بعد ثلاثين كيلومترا من غات", "ثلاثين كيلومترا من غات", "30 km from Ghat"),
        ("Shots were heard near Ghat.", "near Ghat", "near Ghat"),
        (
            "Shots on the outskirts of the town of Ghat.",
            "on the outskirts of the town of Ghat",
            "near Ghat",
        ),
        ("Des tirs à proximité de Ghat.", "à proximité de Ghat", "near Ghat"),
        ("بالقرب من مدينة غات", "بالقرب من مدينة غات", "near Ghat"),
        ("Shots were heard just east of Ghat.", "east of Ghat", "east of Ghat"),
        ("Des tirs à l'est de Ghat.", "est de Ghat", "east of Ghat"),
        ("اشتباكات جنوب شرق كيدال", "جنوب شرق كيدال", "south-east of Kidal"),
        ("An ambush between Gao and Kidal.", "between Gao and Kidal", "between Gao and Kidal"),
        ("Une embuscade entre Gao et Kidal.", "entre Gao et Kidal", "between Gao and Kidal"),
        ("وقع الهجوم بين غاو وكيدال", "بين غاو وكيدال", "between Gao and Kidal"),
        ("Halfway between Gao and Kidal.", "Halfway between Gao and Kidal", None),
        ("On the road from Gao to Kidal.", "road from Gao to Kidal", "Gao–Kidal road"),
        ("On the Gao-Kidal road.", "Gao-Kidal road", "Gao–Kidal road"),
        ("Sur l'axe Gao-Kidal.", "axe Gao-Kidal", "Gao–Kidal road"),
        ("Sur la route reliant Gao à Kidal.", "route reliant Gao à Kidal", "Gao–Kidal road"),
        ("على الطريق بين غاو وكيدال", "الطريق بين غاو وكيدال", "Gao–Kidal road"),
        ("Fighting in southern Libya.", "southern Libya", "southern Libya"),
        ("Fighting in the south of Libya.", "south of Libya", "southern Libya"),
        ("Fighting in Libya's south.", "Libya's south", "southern Libya"),
        ("Combats dans le Sud libyen.", "Sud libyen", "southern Libya"),
        ("Combats dans le nord du Mali.", "nord du Mali", "northern Mali"),
        ("اشتباكات في الجنوب الليبي", "الجنوب الليبي", "southern Libya"),
        ("Fighting in central Mali.", "central Mali", "central Mali"),
    ],
)
def test_a_phrase_gives_a_place_counted_from_others(text, words, name):
    (found,) = relatives(text)
    assert found.text == words
    assert found.place.name == (name or "halfway between Gao and Kidal")


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked Debdeb, 20 km from the Libyan border.",
        "They walked 30 km from Ghat to Djanet.",
        "Talks between Tripoli and Benghazi failed.",
        "Clashes between Zintan and Misrata fighters went on.",
        "The flight between Algiers and Rabat was late.",
        "The southern Libyan town of Ghat.",
        "Fighting in the south of Tripoli.",
        "Il est de Ghat.",
        "Le président est libyen.",
        "La frontière sud de la Libye.",
        "They are near Libya.",
    ],
)
def test_what_gives_no_place_of_its_own_is_none(text):
    assert relatives(text) == []


def test_the_place_it_counts_from_keeps_its_own_mention():
    kinds = [(t.kind, t.text) for t in read("They died 30 km south of Ghat.").toponyms]
    assert kinds == [(MentionKind.RELATIVE, "30 km south of Ghat"), (MentionKind.PLACE, "Ghat")]


def test_the_point_lies_at_the_distance_in_the_direction():
    (found,) = relatives("They died 30 km south of Ghat.")
    (anchor,) = found.relation.anchors
    there = (found.place.latitude, found.place.longitude)
    assert distance_km(anchor.latitude, anchor.longitude, *there) == pytest.approx(30, abs=0.01)
    assert found.place.latitude < anchor.latitude
    assert found.place.radius_km == 7.5


def test_near_holds_for_both_towns_that_it_stands_before():
    found = relatives("They died near Ghat and Ubari.")
    assert [(t.text, t.relation.kind) for t in found] == [
        ("near Ghat", RelationKind.NEAR),
        ("Ubari", RelationKind.NEAR),
    ]


def test_a_direction_that_is_also_a_provinces_name_is_no_mention_beside_the_phrase():
    texts = [t.text for t in read("اشتباكات جنوب شرق كيدال").toponyms]
    assert texts == ["جنوب شرق كيدال", "كيدال"]
