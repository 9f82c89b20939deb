import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.coordinates import as_decimal, as_dms, as_mgrs
from geodata.errors import RecordError

# Made with NGA's GeoTrans 3.7: the table that github.com/tzneal/coordconv carries for its tests.
GEOTRANS = [
    ("north-west", 67.01070456591593, -70.57723962149689, "19WDQ3126433444"),
    ("Svalbard, zone 31", 79.45554969958602, 7.429183118052581, "31XEJ9040124254"),
    ("Svalbard, zone 33 for 32", 79.45554969958602, 9.286478897565663, "33XUJ8345726535"),
    ("Svalbard, zone 35", 79.45554969958602, 22.287549354157235, "35XMJ0382924708"),
    ("Svalbard, zone 37 for 36", 79.45554969958602, 33.43132403123573, "37XCJ8640226249"),
    ("polar, east", 87.11391593569068, 57.57616916490583, "ZCF7052628160"),
    ("polar, beyond the pole", 87.11391593569068, 165.29932437666474, "ZAL8133009997"),
    ("polar, by the date line", 87.11391593569068, -177.98501360771743, "YZL8873120290"),
    ("polar, west", 88.07121171520377, -115.15233832981077, "YYH0614591024"),
]
# From the manual of coordconv (the first), the tests of NGA's own mgrs-java (MGRSTest), the manual
# of the Python package mgrs, which wraps GeoTrans, and the npm package mgrs-pole (the poles).
PUBLISHED = [
    ("where equator and meridian cross", 0, 0, "31NAA6602100000"),
    ("Honolulu", 21.309444, -157.916861, "04QFJ1234056781"),
    ("Gulf of Aden", 12.4, 53.51, "39PYP7290672069"),
    ("Finland", 63.98863, 29.06757, "35VPL0115697387"),
    ("near the northern end", 83.7, 50.920338, "39XVN9902494603"),
    ("the southern end", -80, 128.4525, "52CDS8938618364"),
    ("near it", -79.2, 128.4525, "52CDT8854707650"),
    ("a central meridian", 42.0, -93.0, "15TWG0000049776"),
    ("north pole", 90, 0, "ZAH0000000000"),
    ("south pole", -90, 0, "BAN0000000000"),
]


@pytest.mark.parametrize(
    ("latitude", "longitude", "reference"),
    [row[1:] for row in GEOTRANS + PUBLISHED],
    ids=[row[0] for row in GEOTRANS + PUBLISHED],
)
def test_mgrs_is_what_nga_gives(latitude, longitude, reference):
    assert as_mgrs(latitude, longitude) == reference


@pytest.mark.parametrize(
    ("latitude", "longitude", "square"),
    # mgrs-java: where these squares begin on the 3rd meridian, which zone 32 reaches here only.
    [(60.3008, 3.0, "32VJN"), (63.0021, 3.0, "32VJR"), (55.99, 3.0, "31U"), (64.01, 3.0, "31W")],
)
def test_norways_zone_is_wider(latitude, longitude, square):
    assert as_mgrs(latitude, longitude).startswith(square)


def test_the_date_line_is_in_the_first_zone_from_both_sides():
    assert as_mgrs(10, 180) == as_mgrs(10, -180)
    assert as_mgrs(10, 180).startswith("01P")


@settings(deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_of_the_earth_has_a_reference(latitude, longitude):
    utm = r"(0[1-9]|[1-5]\d|60)[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V]\d{10}"
    ups = r"[ABYZ][A-CF-HJ-LP-UX-Z][A-HJ-NP-Z]\d{10}"
    reference = as_mgrs(latitude, longitude)
    assert re.fullmatch(utm if -80 <= latitude < 84 else ups, reference), reference


@pytest.mark.parametrize(
    ("latitude", "longitude", "written"),
    [
        (24.963, 10.18, "24°57′46.8″N 10°10′48.0″E"),
        (-33.8568, 151.2153, "33°51′24.5″S 151°12′55.1″E"),
        (0, 0, "0°00′00.0″N 0°00′00.0″E"),
        (9.99999, -0.99999, "10°00′00.0″N 1°00′00.0″W"),  # no 60 seconds
    ],
)
def test_degrees_minutes_seconds(latitude, longitude, written):
    assert as_dms(latitude, longitude) == written


def test_decimal_degrees_have_five_places():
    assert as_decimal(24.963, -10.18) == "24.96300, -10.18000"


@pytest.mark.parametrize("write", [as_decimal, as_dms, as_mgrs])
@pytest.mark.parametrize(
    ("latitude", "longitude", "named"),
    [(91, 0, "latitude 91"), (0, -180.5, "longitude -180.5"), (float("nan"), 0, "latitude nan")],
)
def test_what_is_no_point_is_refused_by_its_value(write, latitude, longitude, named):
    with pytest.raises(RecordError, match=re.escape(named)):
        write(latitude, longitude)
