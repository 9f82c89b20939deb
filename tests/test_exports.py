import csv
import json
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from event_samples import event, frame
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon
from shapely.geometry import shape

from geodata import export_geojson, export_header, exports
from geodata.errors import FormatError, RecordError
from geodata.export_csv import guarded, unguarded
from geodata.exports import write_events
from geodata.selection import Selection

KML = {"k": "http://www.opengis.net/kml/2.2"}
CLOCKWISE = Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])


@pytest.fixture(autouse=True)
def _attribution(monkeypatch):
    monkeypatch.setattr(export_header, "attributions", lambda: ("Places: GeoNames, CC BY 4.0",))


def geojson(folder, *events, **options):
    path = folder / "events.geojson"
    write_events(frame(*events), path, **options)
    return json.loads(path.read_text(encoding="utf-8"))


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_geojson_is_a_collection_without_crs_and_with_bbox_and_ids(tmp_path):
    line = event("line", geometry=LineString([(9, 30), (12, 23)]))
    file = geojson(tmp_path, event("point"), line)
    assert file["type"] == "FeatureCollection"
    assert "crs" not in file
    assert file["bbox"] == [9, 23, 12, 30]
    point, line = file["features"]
    assert (point["id"], point["geometry"]["coordinates"]) == ("point", [10.18, 24.96])
    assert line["bbox"] == [9, 23, 12, 30]
    assert "bbox" not in point


def test_geojson_rings_follow_the_right_hand_rule(tmp_path):
    (feature,) = geojson(tmp_path, event(geometry=CLOCKWISE))["features"]
    assert shape(feature["geometry"]).exterior.is_ccw


def test_geojson_coordinates_have_six_decimals(tmp_path):
    fine = LineString([(1 / 3, 2 / 3), (1, 1)])
    (feature,) = geojson(tmp_path, event(geometry=fine))["features"]
    assert feature["geometry"]["coordinates"][0] == [0.333333, 0.666667]


def test_an_event_without_a_place_is_a_feature_without_geometry(tmp_path):
    file = geojson(tmp_path, event(latitude=None, longitude=None, geometry=None))
    assert file["features"][0]["geometry"] is None
    assert "bbox" not in file


def test_geojson_says_filter_count_and_attribution(tmp_path):
    selection = Selection(actors=("AQIM",), since=date(2014, 1, 1))
    linked = [event("a", link_id="l"), event("b", link_id="l"), event("c")]
    header = geojson(tmp_path, *linked, selection=selection)["borderwatch"]
    assert header["filter"] == {"since": "2014-01-01", "actors": "AQIM"}
    assert (header["happenings"], header["reports"]) == (2, 3)
    assert header["attribution"] == ["Places: GeoNames, CC BY 4.0"]


def test_properties_are_plain_and_leave_out_what_is_missing(tmp_path):
    (feature,) = geojson(tmp_path, event(fatalities=3, actor2=None))["features"]
    properties = feature["properties"]
    assert properties["date_start"] == "2014-05-31"
    assert (properties["fatalities"], properties["background"]) == (3, False)
    assert "actor2" not in properties
    assert properties["sources"] == [{"source": "El Khabar"}]
    assert "reports" not in properties


def test_linked_reports_are_one_feature_with_all_sources_and_the_range_of_numbers(tmp_path):
    file = geojson(
        tmp_path,
        event("low", link_id="l", confidence=0.4, fatalities=3, source="AFP"),
        event("alone"),
        event("sure", link_id="l", confidence=0.9, fatalities=7, fatalities_high=9, quote="Sure."),
    )
    merged, alone = file["features"]
    assert (merged["id"], alone["id"]) == ("l", "alone")
    assert merged["properties"]["quote"] == "Sure."
    assert merged["properties"]["fatalities"] == 3
    assert merged["properties"]["fatalities_high"] == 9
    assert [source["source"] for source in merged["properties"]["sources"]] == ["AFP", "El Khabar"]
    reports = merged["properties"]["reports"]
    assert [report["event_id"] for report in reports] == ["low", "sure"]
    assert [report["fatalities"] for report in reports] == [3, 7]


def test_quantities_of_another_unit_do_not_widen_the_range(tmp_path):
    (feature,) = geojson(
        tmp_path,
        event("kg", link_id="l", confidence=0.9, quantity=300, quantity_unit="kg"),
        event("bags", link_id="l", confidence=0.1, quantity=12, quantity_unit="bags"),
    )["features"]
    assert feature["properties"]["quantity"] == 300
    assert "quantity_high" not in feature["properties"]


def test_no_events_make_a_whole_file_in_every_format(tmp_path):
    for suffix in exports.WRITERS:
        path = tmp_path / f"none{suffix}"
        assert write_events(frame(), path) == 0
        assert path.stat().st_size > 0
    assert json.loads((tmp_path / "none.geojson").read_text())["features"] == []


def test_csv_guards_every_cell_that_a_spreadsheet_would_run(tmp_path):
    hostile = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "'=1", "＝1"]
    path = tmp_path / "events.csv"
    write_events(frame(*(event(f"e{n}", quote=text) for n, text in enumerate(hostile))), path)
    assert [row["notes"] for row in rows(path)] == ["'" + text for text in hostile]


def test_csv_has_acled_names_iso_dates_and_numbers_as_they_are(tmp_path):
    path = tmp_path / "events.csv"
    line = LineString([(-9, 30), (-12, 23)])
    west = event(latitude=-4.5, longitude=-9.25, geometry=line, assoc_actors=("A", "B"))
    write_events(frame(west, event("none", quote="")), path)
    row, empty = rows(path)
    expected = {
        "event_date": "2014-05-31",
        "latitude": "-4.5",
        "longitude": "-9.25",
        "assoc_actors": "A; B",
        "background": "false",
        "fatalities": "",
        "reports": "1",
        "wkt": "LINESTRING (-9 30, -12 23)",
    }
    assert {name: row[name] for name in expected} == expected
    assert (empty["notes"], empty["wkt"]) == ("", "")


def test_csv_has_its_header_in_a_file_beside_it(tmp_path):
    write_events(frame(event()), tmp_path / "events.csv", selection=Selection(text="gas"))
    beside = json.loads((tmp_path / "events.csv-metadata.json").read_text())
    assert beside["url"] == "events.csv"
    assert beside["borderwatch"]["filter"] == {"text": "gas"}


@given(st.text())
def test_guarding_can_be_undone(text):
    assert unguarded(guarded(text)) == text


def test_geopackage_holds_points_lines_and_events_without_a_place(tmp_path):
    path = tmp_path / "events.gpkg"
    line = LineString([(9, 30), (12, 23)])
    events = [event("p"), event("l", geometry=line), event("n", geometry=None)]
    write_events(frame(*events), path)
    table = gpd.read_file(path, layer="events")
    assert list(table["event_id"]) == ["p", "l", "n"]
    assert list(table.geometry.geom_type.fillna("none")) == ["Point", "LineString", "none"]
    assert table.crs == "EPSG:4326"
    assert str(table["date_start"].iloc[0])[:10] == "2014-05-31"
    header = json.loads(pyogrio.read_info(path)["dataset_metadata"]["borderwatch"])
    assert header["attribution"] == ["Places: GeoNames, CC BY 4.0"]


def test_geoparquet_holds_types_and_header(tmp_path):
    path = tmp_path / "events.parquet"
    write_events(frame(event(assoc_actors=("A", "B"), fatalities=2)), path)
    table = gpd.read_parquet(path)
    assert table["date_start"].iloc[0] == date(2014, 5, 31)
    assert list(table["assoc_actors"].iloc[0]) == ["A", "B"]
    assert json.loads(pq.read_schema(path).metadata[b"borderwatch"])["happenings"] == 1


def test_kml_has_a_time_for_the_slider_and_every_shape(tmp_path):
    path = tmp_path / "events.kml"
    spanned = event("s", date_end=date(2014, 6, 2), geometry=CLOCKWISE)
    undated = event("u", date_start=None, date_end=None, geometry=None)
    write_events(frame(event(), spanned, undated), path)
    day, span, never = ET.parse(path).getroot().findall(".//k:Placemark", KML)
    assert day.findtext("k:TimeStamp/k:when", namespaces=KML) == "2014-05-31"
    assert day.findtext("k:Point/k:coordinates", namespaces=KML) == "10.18,24.96"
    assert span.findtext("k:TimeSpan/k:begin", namespaces=KML) == "2014-05-31"
    assert span.findtext("k:TimeSpan/k:end", namespaces=KML) == "2014-06-02"
    ring = span.findtext(".//k:outerBoundaryIs//k:coordinates", namespaces=KML)
    assert ring.split()[:2] == ["0.0,0.0", "1.0,0.0"]
    assert never.find("k:TimeStamp", KML) is None
    assert day.findtext("k:name", namespaces=KML) == "troop deployment, Ghat"


def test_kml_takes_hostile_text_for_text(tmp_path):
    path = tmp_path / "events.kml"
    hostile = "<img src=x onerror=alert(1)> ]]> & \x0b"
    write_events(frame(event(quote=hostile, location=hostile)), path)
    (mark,) = ET.parse(path).getroot().findall(".//k:Placemark", KML)
    shown = mark.findtext("k:description", namespaces=KML)
    assert shown == "&lt;img src=x onerror=alert(1)&gt; ]]&gt; &amp; "
    assert mark.findtext("k:name", namespaces=KML).endswith("<img src=x onerror=alert(1)> ]]> & ")


def test_an_unknown_suffix_is_refused_with_those_we_know(tmp_path):
    with pytest.raises(FormatError, match=r"'events.xlsx'.*\.geojson, .*\.kml"):
        write_events(frame(), tmp_path / "events.xlsx")


@pytest.mark.parametrize("suffix", list(exports.WRITERS))
def test_a_folder_that_is_not_there_is_named(tmp_path, suffix):
    with pytest.raises(FormatError, match="can't be written"):
        write_events(frame(event()), tmp_path / "missing" / f"events{suffix}")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "events.geojson"
    path.write_text("old")

    def fail(*_):
        yield b"half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export_geojson, "_features", fail)
    with pytest.raises(FormatError, match="No space left"):
        write_events(frame(event()), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_filtered_frame_with_gaps_in_its_index_is_written_whole(tmp_path):
    path = tmp_path / "events.geojson"
    events = frame(event("a"), event("b", link_id="l"), event("c", link_id="l"), event("d"))
    write_events(events.iloc[[3, 2, 1]], path)
    ids = [feature["id"] for feature in json.loads(path.read_text())["features"]]
    assert ids == ["d", "l"]


def test_writing_leaves_the_frame_as_it_was(tmp_path):
    events = frame(event("a", link_id="l", fatalities=1), event("b", link_id="l", fatalities=4))
    before = events.copy()
    for suffix in exports.WRITERS:
        write_events(events, tmp_path / f"events{suffix}")
    pd.testing.assert_frame_equal(events, before)


NAN, INF = float("nan"), float("inf")
with np.errstate(invalid="ignore"):
    BROKEN_LINE = LineString([(0, 0), (NAN, 1)])


@pytest.mark.parametrize(
    "geometry",
    [Point(NAN, NAN), Point(INF, 0), BROKEN_LINE, Point(), Polygon()],
)
def test_a_geometry_that_is_nowhere_on_the_globe_is_none_in_every_format(tmp_path, geometry):
    events = frame(event("a", geometry=geometry), event("b"))
    for suffix in exports.WRITERS:
        write_events(events, tmp_path / f"events{suffix}")
    text = (tmp_path / "events.geojson").read_text()
    assert "NaN" not in text
    assert "Infinity" not in text
    document = json.loads(text)
    assert [feature["geometry"] is None for feature in document["features"]] == [True, False]
    assert document["bbox"] == [10.18, 24.96, 10.18, 24.96]
    assert gpd.read_parquet(tmp_path / "events.parquet").geometry.isna().tolist() == [True, False]
    marks = ET.parse(tmp_path / "events.kml").getroot().findall(".//k:Placemark", KML)
    assert [mark.find("k:Point", KML) is None for mark in marks] == [True, False]
    assert rows(tmp_path / "events.csv")[0]["wkt"] == ""


def test_poles_and_both_sides_of_the_antimeridian_stay_where_they_are(tmp_path):
    places = [(180.0, 90.0), (-180.0, -90.0), (179.9999999, 0.0)]
    events = [event(f"e{n}", geometry=Point(place)) for n, place in enumerate(places)]
    file = geojson(tmp_path, *events)
    assert [feature["geometry"]["coordinates"] for feature in file["features"]] == [
        [180.0, 90.0],
        [-180.0, -90.0],
        [180.0, 0.0],
    ]
    assert file["bbox"] == [-180.0, -90.0, 180.0, 90.0]


def test_heights_are_left_out(tmp_path):
    high = [
        event("p", geometry=Point(1, 2, 3)),
        event("l", geometry=LineString([(0, 0, 9), (1, 1, 9)])),
    ]
    point, line = geojson(tmp_path, *high)["features"]
    assert point["geometry"]["coordinates"] == [1, 2]
    assert line["geometry"]["coordinates"] == [[0, 0], [1, 1]]


def test_hostile_text_is_text_in_every_format(tmp_path):
    hostile = "</script><b>\u202e\x1b[31m\u2028\x7f\x01 \U0001f4a5 {% raw %}"
    events = frame(event(quote=hostile, location=hostile, assoc_actors=(hostile, '"];')))
    for suffix in exports.WRITERS:
        assert write_events(events, tmp_path / f"events{suffix}") == 1
    (feature,) = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert feature["properties"]["quote"] == hostile
    assert feature["properties"]["assoc_actors"] == [hostile, '"];']
    assert rows(tmp_path / "events.csv")[0]["notes"] == hostile
    assert gpd.read_parquet(tmp_path / "events.parquet")["location"].iloc[0] == hostile
    assert gpd.read_file(tmp_path / "events.gpkg")["quote"].iloc[0] == hostile


@pytest.mark.parametrize("suffix", list(exports.WRITERS))
def test_text_that_no_store_can_hold_is_named_and_nothing_is_written(tmp_path, suffix):
    with pytest.raises(RecordError, match=r"event 'e1', quote.*replace it by U\+FFFD"):
        write_events(frame(event(quote="a\x00b")), tmp_path / f"events{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_half_a_surrogate_pair_comes_into_no_frame():
    with pytest.raises(RecordError, match="surrogates not allowed"):
        frame(event(quote="half \ud800 pair"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("suffix", [".geojson", ".csv", ".kml", ".parquet"])
def test_a_full_disk_is_told(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr(exports, "token_hex", lambda _: "x")
    (tmp_path / f".events-x.part{suffix}").symlink_to("/dev/full")
    with pytest.raises(FormatError, match="No space left"):
        write_events(frame(event()), tmp_path / f"events{suffix}")
    assert list(tmp_path.iterdir()) == []
