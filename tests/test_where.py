import pytest
from reading_helpers import gazetteer, read
from shapely.geometry.base import BaseGeometry

from extract.triggers import find_triggers
from extract.where import locate, location_of_place, lowered
from geodata.model import PlaceBasis


def located(text, trigger_word, *, acting=()):
    """The places of the sentence's trigger; `acting` are words of countries that act."""
    reading = read(text)
    (sentence,) = reading.sentences
    triggers = find_triggers(text, sentence.sentence, reading.language)
    trigger = next(t for t in triggers if text[t.start : t.end] == trigger_word)
    starts = frozenset(text.index(word) for word in acting)
    return locate(text, trigger, sentence.toponyms, starts)


def names(text, trigger_word, **options):
    return [found.name for found in located(text, trigger_word, **options)]


@pytest.mark.parametrize(
    ("text", "trigger", "name", "precision", "shape"),
    [
        ("Gunmen attacked Ghat.", "attacked", "Ghat", (1, 1), "Point"),
        ("Gunmen attacked a post near Ghat.", "attacked", "near Ghat", (2, 2), "Point"),
        ("They clashed 30 km south of Ghat.", "clashed", "30 km south of Ghat", (2, 2), "Point"),
        ("They clashed 90 km from Ghat.", "clashed", "90 km from Ghat", (3, 5), "Polygon"),
        (
            "They clashed on the road from Gao to Kidal.",
            "clashed",
            "Gao–Kidal road",
            (3, 5),
            "LineString",
        ),
        ("They clashed in southern Libya.", "clashed", "southern Libya", (3, 5), "Polygon"),
        (
            "They clashed in the tri-border area of Mali, Niger and Burkina Faso.",
            "clashed",
            "Burkina Faso–Mali–Niger tripoint",
            (3, 5),
            "Polygon",
        ),
        ("Gunmen attacked a post in Illizi province.", "attacked", "Illizi", (3, 4), "Polygon"),
        ("Gunmen attacked a post in Mali.", "attacked", "Mali", (None, 6), "Polygon"),
        ("Gunmen attacked a convoy in the Sahara.", "attacked", "Sahara", (3, 5), "Polygon"),
        (
            "Soldiers clashed on the Algerian-Libyan border.",
            "clashed",
            "Algeria–Libya border",
            (3, 5),
            "LineString",
        ),
    ],
)
def test_a_place_is_drawn_as_precisely_as_it_is_known(text, trigger, name, precision, shape):
    (found,) = located(text, trigger)
    assert found.name == name
    assert (found.geo_precision, found.where_prec) == precision
    assert isinstance(found.geometry, BaseGeometry)
    assert found.geometry.geom_type.removeprefix("Multi") == shape


def test_only_a_border_line_has_a_border_and_no_country():
    (line,) = located("Soldiers clashed on the Algerian-Libyan border.", "clashed")
    (town,) = located("Soldiers clashed in Ghat.", "clashed")
    assert (line.border_id, line.country_code) == ("DZ-LY", None)
    assert (town.border_id, town.country_code) == (None, "LY")


def test_the_point_of_a_line_lies_on_it():
    (line,) = located("Soldiers clashed on the Algerian-Libyan border.", "clashed")
    west, south, east, north = line.geometry.bounds
    assert west <= line.longitude <= east
    assert south <= line.latitude <= north


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Gunmen attacked Ghat and Ubari.", "attacked", ["Ghat", "Ubari"]),
        (
            "Algeria closed its borders with Libya, Mali and Niger.",
            "closed",
            ["Algeria–Libya border", "Algeria–Mali border", "Algeria–Niger border"],
        ),
        ("Gunmen attacked Ghat in Libya.", "attacked", ["Ghat"]),
        ("Gunmen from Mali attacked Ghat.", "attacked", ["Ghat"]),
        ("Gunmen attacked Ghat, 20 km from the Algerian-Libyan border.", "attacked", ["Ghat"]),
        ("Gunmen attacked Ghat, a small town 90 km from Djanet.", "attacked", ["Ghat"]),
        ("Gunmen attacked posts near Ghat and Ubari.", "attacked", ["near Ghat", "near Ubari"]),
        ("Gunmen attacked Ghat as soldiers from Kidal watched.", "attacked", ["Ghat"]),
    ],
)
def test_the_places_are_those_that_the_words_tie_to_the_act(text, trigger, expected):
    acting = ["Algeria"] if text.startswith("Algeria") else []
    assert names(text, trigger, acting=acting) == expected


def test_another_clauses_place_is_not_this_acts():
    text = "Algeria closed its border with Libya after an attack killed ten in Benghazi."
    assert names(text, "closed", acting=["Algeria"]) == ["Algeria–Libya border"]
    assert names(text, "killed", acting=["Algeria"]) == ["Benghazi"]


def test_a_country_that_acts_is_no_place_of_the_act():
    text = "Algeria arrested ten men."
    assert names(text, "arrested", acting=["Algeria"]) == []
    assert names(text, "arrested") == ["Algeria"]


def test_a_sentence_without_a_place_has_none():
    assert located("Gunmen attacked soldiers.", "attacked") == ()
    assert located("Gunmen attacked an Algerian.", "attacked") == ()


def test_the_words_of_the_place_stand_at_its_offsets():
    text = "On Monday gunmen attacked a post near Ghat."
    (found,) = located(text, "attacked")
    assert text[found.mention_start : found.mention_end] == "near Ghat"
    assert found.basis is PlaceBasis.SENTENCE


def test_a_place_by_itself_is_a_location_with_the_basis_given():
    (place,) = (
        c.place
        for c in gazetteer().exact("Ghat", country_code="LY")
        if c.place.feature_class == "P"
    )
    found = location_of_place(place, PlaceBasis.DATELINE, 3, 7)
    assert (found.name, found.basis) == ("Ghat", PlaceBasis.DATELINE)
    assert (found.geo_precision, found.where_prec) == (1, 1)
    assert (found.mention_start, found.mention_end) == (3, 7)
    assert found.geometry.coords[0] == (place.longitude, place.latitude)


def test_where_the_one_who_tells_of_an_act_sits_is_not_its_place():
    text = "Gunmen attacked a post near Ghat, according to a spokesman in Benghazi."
    assert names(text, "attacked") == ["near Ghat"]
    text = "The rebels attacked on Tuesday, according to a spokesman in Benghazi."
    assert names(text, "attacked") == []


def test_an_act_by_a_known_place_is_somewhere_in_its_province_or_country():
    (town,) = located("Soldiers clashed in Kidal.", "clashed")
    province = lowered(town)
    assert (province.name, province.geo_precision, province.where_prec) == ("Kidal", 3, 4)
    assert province.geometry.contains(town.geometry)
    (country,) = located("Soldiers clashed in Mali.", "clashed")
    assert lowered(country) == country
