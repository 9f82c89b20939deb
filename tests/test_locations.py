import pytest
from reading_helpers import gazetteer, located
from shapely.geometry.base import BaseGeometry

from extract.locations import location_of_place, lowered
from geodata.codes import PlaceBasis


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


def test_an_act_by_a_known_place_is_somewhere_in_its_province_or_country():
    (town,) = located("Soldiers clashed in Kidal.", "clashed")
    province = lowered(town)
    assert (province.name, province.geo_precision, province.where_prec) == ("Kidal", 3, 4)
    assert province.geometry.contains(town.geometry)
    (country,) = located("Soldiers clashed in Mali.", "clashed")
    assert lowered(country) == country
