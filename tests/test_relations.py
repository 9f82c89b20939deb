from dataclasses import replace

import pytest

from geodata.geodesy import distance_km
from geodata.model import Place, Relation, RelationKind
from geodata.relations import related_place, relation_geometry, relation_precision
from geodata.tripoints import border_ids_between, tripoint


def place(name, latitude, longitude, country_code, code="PPL"):
    return Place(
        place_id=f"test:{name}",
        name=name,
        latitude=latitude,
        longitude=longitude,
        country_code=country_code,
        admin1=name if code == "ADM1" else "",
        feature_class="A" if code != "PPL" else "P",
        feature_code=code,
        population=0,
        source="test",
    )


GHAT = place("Ghat", 24.96, 10.18, "LY")
GAO = place("Gao", 16.27, -0.04, "ML")
KIDAL = place("Kidal", 18.44, 1.41, "ML")
LIBYA = place("Libya", 27.0, 18.0, "LY", "PCLI")


def relation(kind, *anchors, **options):
    return Relation(kind=RelationKind(kind), anchors=anchors, **options)


@pytest.mark.parametrize(
    ("given", "radius_km", "precision", "shape"),
    [
        (relation("near", GHAT), 25, (2, 2), "Point"),
        (relation("distance", GHAT, distance_km=2, bearing=0), 5, (2, 2), "Point"),
        (relation("distance", GHAT, distance_km=40, bearing=180), 10, (2, 2), "Point"),
        (relation("distance", GHAT, distance_km=200, bearing=180), 50, (3, 5), "Polygon"),
        (relation("distance", GHAT, distance_km=30), 30, (2, 2), "Point"),
        (relation("distance", GHAT, distance_km=60), 60, (3, 5), "Polygon"),
        (relation("direction", GHAT, bearing=90), 20, (2, 2), "Point"),
        (relation("between", GAO, KIDAL), 142.7, (3, 5), "LineString"),
        (relation("road", GAO, KIDAL), 142.7, (3, 5), "LineString"),
        (relation("midway", GAO, KIDAL), 35.7, (3, 5), "Polygon"),
        (relation("road", GAO), 50, (3, 5), "Polygon"),
    ],
)
def test_a_place_is_drawn_as_wide_as_it_is_unsure(given, radius_km, precision, shape):
    assert related_place(given).radius_km == pytest.approx(radius_km, abs=0.5)
    assert relation_precision(given) == precision
    assert relation_geometry(given).geom_type == shape


def test_a_line_runs_from_one_place_to_the_other_with_the_point_in_its_middle():
    given = relation("between", GAO, KIDAL)
    line, middle = relation_geometry(given), related_place(given)
    assert line.coords[0] == (GAO.longitude, GAO.latitude)
    assert line.coords[-1] == (KIDAL.longitude, KIDAL.latitude)
    halves = [
        distance_km(middle.latitude, middle.longitude, end.latitude, end.longitude)
        for end in (GAO, KIDAL)
    ]
    assert halves[0] == pytest.approx(halves[1], abs=0.1)


def test_places_too_far_apart_or_the_same_give_nothing_between_them():
    assert related_place(relation("between", GAO, GHAT)) is None
    assert related_place(relation("between", GAO, GAO)) is None


@pytest.mark.parametrize(
    ("bearing", "inside", "outside"),
    [
        (180.0, (25.0, 15.0), (32.0, 15.0)),
        (0.0, (32.0, 13.0), (22.0, 24.0)),
        (45.0, (30.0, 22.0), (25.0, 12.0)),
        (None, (27.0, 17.0), (32.0, 13.0)),
    ],
)
def test_a_part_of_a_country_is_cut_from_its_outline(bearing, inside, outside):
    part = relation_geometry(relation("part", LIBYA, bearing=bearing))
    point = related_place(relation("part", LIBYA, bearing=bearing))
    assert part.contains(_point(inside))
    assert not part.contains(_point(outside))
    assert part.contains(_point((point.latitude, point.longitude)))
    assert point.country_code == "LY"


def _point(at):
    from shapely import Point  # noqa: PLC0415

    return Point(at[1], at[0])


def test_a_part_of_a_province_is_as_precise_as_the_province():
    illizi = place("Illizi", 26.5, 8.5, "DZ", "ADM1")
    assert relation_precision(relation("part", illizi, bearing=0.0)) == (3, 4)
    assert related_place(relation("part", illizi, bearing=0.0)).name == "northern Illizi"
    unknown = place("Nowhere", 26.5, 8.5, "DZ", "ADM1")
    assert related_place(relation("part", unknown, bearing=0.0)) is None


def test_the_country_is_another_one_only_where_the_place_surely_lies_there():
    assert (
        related_place(relation("distance", GHAT, distance_km=5, bearing=270)).country_code == "LY"
    )
    far = relation("distance", GHAT, distance_km=100, bearing=270)
    assert related_place(far).country_code == "DZ"


def test_three_countries_meet_in_a_point_or_not_at_all():
    found = tripoint(frozenset({"DZ", "LY", "NE"}))
    assert (found.latitude, found.longitude) == pytest.approx((23.517, 11.969), abs=0.01)
    assert found.name == "Algeria–Libya–Niger tripoint"
    assert tripoint(frozenset({"DZ", "TN", "NE"})) is None
    assert tripoint(frozenset({"DZ", "LY"})) is None
    assert border_ids_between(("DZ", "LY", "TN")) == ("DZ-LY", "DZ-TN", "LY-TN")


def test_a_line_between_places_near_each_other_is_two_points():
    near = replace(GAO, place_id="test:near", latitude=GAO.latitude + 0.05)
    relation = Relation(kind=RelationKind.BETWEEN, anchors=(GAO, near))
    assert len(relation_geometry(relation).coords) == 2
