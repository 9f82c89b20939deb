import json
import re
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from event_samples import event, event_lists, frame
from hypothesis import HealthCheck, given, settings
from shapely import LineString, Point, equals_exact, normalize

from geodata import export_header
from geodata.errors import FormatError
from geodata.formats import read_events, write_events
from geodata.model import content_id
from geodata.schema import check_events, frame_to_events

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,iso,country,admin1,location,latitude,"
    "longitude,geo_precision,source,notes,fatalities\n"
    "ALG1,04 September 2017,2017,1,Strategic developments,Strategic developments,"
    "Change to group/activity,Military Forces of Algeria,,State Forces,,,,12,Algeria,Illizi,"
    "Illizi,26.4833,8.4667,3,Echaab,3000 troops were sent to the border.,0\n"
    "MLI2,2017-05-01,2017,2,Political violence,Violence against civilians,Attack,JNIM,"
    'A; B,2,Civilians (Mali),,7,466,Mali,Kidal,Kidal,18.44,1.41,1,AFP,"A man, 50, was shot.",1\n'
)
UCDP = (
    "id,type_of_violence,side_a,side_b,source_office,source_headline,where_coordinates,where_prec,"
    "adm_1,latitude,longitude,country,date_prec,date_start,date_end,best,high,low\n"
    "77,1,Government of Mali,CMA,AFP,Clash at Kidal,Kidal town,1,Kidal region,18.44,1.41,Mali,1,"
    "2014-05-21 00:00:00.000,2014-05-21 00:00:00.000,30,50,20\n"
    "78,3,IS,Civilians,,,Mali,6,,17.0,-4.0,Mali,5,2015-01-01,2015-06-30,4,4,4\n"
)
HEADER = "event_date,latitude,longitude"


def read(folder, text, name="table.csv", **options):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_events(path, **options)


def one(folder, text, **options):
    imported = read(folder, text, **options)
    assert imported.skipped == ()
    (only,) = frame_to_events(imported.events)
    return only


@pytest.fixture
def _attribution(monkeypatch):
    monkeypatch.setattr(export_header, "attributions", lambda: ("Places: GeoNames",))


def test_acled_columns_become_fields(tmp_path):
    imported = read(tmp_path, ACLED)
    assert imported.skipped == ()
    check_events(imported.events)
    troops, attack = frame_to_events(imported.events)
    assert (troops.event_id, troops.source) == (content_id("imported", "ACLED", "ALG1"), "Echaab")
    assert (troops.date_start, troops.date_end) == (date(2017, 9, 4), date(2017, 9, 4))
    assert (troops.actor1_type, troops.actor2_type) == ("state forces", None)
    assert (troops.geo_precision, troops.time_precision, troops.fatalities) == (3, 1, 0)
    assert troops.quote == "3000 troops were sent to the border."
    assert (troops.origin, troops.status) == ("imported", "unreviewed")
    assert (attack.actor1_type, attack.actor2_type) == ("rebel group", "civilians")
    assert attack.assoc_actors == ("A", "B")


def test_ucdp_columns_and_codes_become_fields(tmp_path):
    imported = read(tmp_path, UCDP)
    assert imported.skipped == ()
    clash, killing = frame_to_events(imported.events)
    assert (clash.event_type, clash.sub_event_type) == ("Battles", "Armed clash")
    assert (clash.actor1, clash.actor1_type) == ("Government of Mali", "state forces")
    assert (clash.where_prec, clash.geo_precision, clash.time_precision) == (1, 1, 1)
    assert (clash.fatalities, clash.fatalities_high) == (30, 50)
    assert (clash.location, clash.source, clash.quote) == ("Kidal town", "AFP", "Clash at Kidal")
    assert (killing.event_type, killing.actor2_type) == ("Violence against civilians", "civilians")
    assert (killing.where_prec, killing.geo_precision, killing.time_precision) == (6, None, None)
    assert (killing.date_start, killing.date_end) == (date(2015, 1, 1), date(2015, 6, 30))
    assert (killing.fatalities_high, killing.source) == (None, "UCDP GED")


def test_joins_fill_country_and_nearest_border(tmp_path):
    ghat = one(tmp_path, f"{HEADER}\n2014-05-31,24.96,10.18\n")
    assert (ghat.country_code, ghat.country, ghat.border_id) == ("LY", "Libya", "DZ-LY")
    assert 0 < ghat.border_distance_km < 60


def test_a_row_without_an_id_is_known_by_its_content(tmp_path):
    text = f"{HEADER},notes,source\n2014-05-31,24.96,10.18,a,AFP\n2014-05-31,24.96,10.18,b,AFP\n"
    first, again = read(tmp_path, text), read(tmp_path, text, name="renamed.csv")
    assert first.events["event_id"].nunique() == 2
    assert list(first.events["event_id"]) == list(again.events["event_id"])


def test_equal_ids_of_two_sources_are_two_events(tmp_path):
    text = f"{HEADER},event_id,source\n2014-05-31,25,10,1,A\n2014-05-31,25,10,1,B\n"
    assert read(tmp_path, text).events["event_id"].nunique() == 2


def test_a_row_that_is_there_twice_goes_in_once_and_is_told(tmp_path):
    imported = read(tmp_path, f"{HEADER}\n2014-05-31,25,10\n2014-05-31,25,10\n")
    assert len(imported.events) == 1
    (twice,) = imported.skipped
    assert (twice.source, twice.kind) == ("table.csv:3", "row")
    assert twice.reason == "it is the same event as table.csv:2"


def test_a_row_without_a_type_is_talk(tmp_path):
    talk = one(tmp_path, f"{HEADER},event_type\n2014-05-31,,,\n")
    assert (talk.event_type, talk.border_activity) == (None, "statement or warning")
    assert talk.geometry is None


def test_a_sub_type_alone_brings_its_type(tmp_path):
    battle = one(tmp_path, f"{HEADER},sub_event_type\n2014-05-31,25,10,armed clash\n")
    assert (battle.event_type, battle.sub_event_type) == ("Battles", "Armed clash")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("31/05/2014,25,10,", "date_start '31/05/2014' is no date that can be read in one way"),
        ("2014-02-30,25,10,", "date_start '2014-02-30' is no date: day is out of range"),
        ("2014-05-31,95,10,", "latitude '95' is beyond 90 degrees"),
        ("2014-05-31,25,181,", "longitude '181' is beyond 180 degrees"),
        ("2014-05-31,nan,10,", "latitude 'nan' is no finite number"),
        ('2014-05-31,"25,5",10,', "latitude '25,5' is no number"),
        ("2014-05-31,25,,", "one of latitude and longitude is missing"),
        ("2014-05-31,0,0,", "both 0"),
        ("2014-05-31,25,10,-3", "fatalities is below 0"),
        ("2014-05-31,25,10,2.5", "fatalities '2.5' is no whole number"),
        ("2014-05-31,25,10,1e300", "fatalities '1e300' is no whole number in reach"),
        ("2014-05-31,25", "has 2 cells for 4 columns"),
        ("2014-05-31,25,10,1,2", "has 5 cells for 4 columns"),
    ],
)
def test_a_bad_row_is_told_with_line_and_reason_and_the_good_ones_go_in(tmp_path, row, reason):
    text = f"{HEADER},fatalities\n2014-01-01,25,10,1\n{row}\n2014-01-02,25,10,1\n"
    imported = read(tmp_path, text)
    assert list(imported.events["date_start"].dt.day) == [1, 2]
    (skipped,) = imported.skipped
    assert skipped.source == "table.csv:3"
    assert reason in skipped.reason
    assert skipped.remedy


def test_all_faults_of_a_row_are_named_together(tmp_path):
    text = f"{HEADER},event_type,url\nyesterday,95,10,War,javascript:alert(1)\n"
    (skipped,) = read(tmp_path, text).skipped
    for part in ("'yesterday'", "'95'", "event_type 'War' is none", "no http or https address"):
        assert part in skipped.reason


def test_a_line_number_counts_lines_not_rows(tmp_path):
    text = f'{HEADER},notes\n2014-05-31,25,10,"two\nlines"\n\n2014-05-31,95,10,\n'
    (skipped,) = read(tmp_path, text).skipped
    assert skipped.source == "table.csv:5"


def test_a_cell_too_long_for_a_table_costs_one_row(tmp_path):
    text = f"{HEADER},notes\n2014-05-31,25,10,{'x' * 200_000}\n2014-05-31,25,10,fine\n"
    imported = read(tmp_path, text)
    assert list(imported.events["quote"]) == ["fine"]
    assert "field larger than field limit" in imported.skipped[0].reason


def test_guards_are_taken_off_and_text_stays_text(tmp_path):
    text = f"{HEADER},notes\n2014-05-31,25,10,'=cmd()\n2014-05-31,25,10,<b>\x00x\x1b[31m\n"
    assert list(read(tmp_path, text).events["quote"]) == ["=cmd()", "<b>x[31m"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_separate_too(tmp_path, delimiter):
    text = f"{HEADER}\n2014-05-31,25,10\n".replace(",", delimiter)
    assert one(tmp_path, text).latitude == 25


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path, encoding):
    text = f"{HEADER},notes\n2014-05-31,25,10,الجزائر\n"
    assert one(tmp_path, text.encode(encoding)).quote == "الجزائر"


def test_another_encoding_has_to_be_named(tmp_path):
    table = f"{HEADER},notes\n2014-05-31,25,10,é\n".encode("cp1252")
    with pytest.raises(FormatError, match=r"'table.csv' is not utf-8: byte 0xe9 in line 2; save"):
        read(tmp_path, table)
    assert one(tmp_path, table, encoding="cp1252").quote == "é"
    with pytest.raises(FormatError, match="'klingon' is no encoding"):
        read(tmp_path, table, encoding="klingon")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("table.csv", b"", "'table.csv' is empty"),
        ("table.csv", b" \n ", "'table.csv' is empty"),
        ("table.csv", b"event_date,place\n", "lacks the columns latitude, longitude; it has 'ev"),
        ("table.csv", b"latitude,longitude\n", "lacks the columns event_date or date_start"),
        ("table.csv", b"latitude,latitude\n", "columns twice: .'latitude'"),
        ("table.csv", b"PK\x03\x04\xff\xff", "is not utf-8"),
        ("table.geojson", b'{"type": "Feat', "is no JSON: .*; export it once more"),
        ("table.geojson", b"[" * 100_000, "is no JSON"),
        ("table.geojson", b'{"type": "Feature"}', "is no GeoJSON FeatureCollection"),
        ("table.geojson", b'{"features": [], "borderwatch": {"form": 2}}', "form 2.*update"),
        ("table.geojson", b'{"features": [], "crs": {"name": "EPSG:3857"}}', "3857"),
        ("table.parquet", b"PAR1 no", "'table.parquet' is no Parquet table"),
        ("table.xlsx", b"x", "no format we read; it must end with one of .csv"),
    ],
)
def test_a_file_that_is_none_is_refused_with_reason_and_remedy(tmp_path, name, content, message):
    with pytest.raises(FormatError, match=message):
        read(tmp_path, content, name=name)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FormatError, match="No such file"):
        read_events(tmp_path / "none.csv")


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(events=event_lists())
@pytest.mark.parametrize("suffix", [".geojson", ".parquet"])
@pytest.mark.usefixtures("_attribution")
def test_an_export_read_back_gives_the_same_events(tmp_path, suffix, events):
    path = tmp_path / f"events{suffix}"
    write_events(frame(*events), path)
    imported = read_events(path)
    assert imported.skipped == ()
    back = {event.event_id: event for event in frame_to_events(imported.events)}
    assert back.keys() == {event.event_id for event in events}
    for before in events:
        assert _same(before, back[before.event_id])


def _same(before, after):
    fields = {name for name in before.__slots__ if name != "geometry"}
    assert {name: getattr(before, name) for name in fields} == {
        name: getattr(after, name) for name in fields
    }
    if before.geometry is None or after.geometry is None:
        return before.geometry is after.geometry
    shapes = normalize(before.geometry), normalize(after.geometry)
    return equals_exact(*shapes, tolerance=1e-6)


@pytest.mark.usefixtures("_attribution")
def test_our_own_table_read_back_keeps_ids_coding_and_shapes(tmp_path):
    line = LineString([(9, 30), (12, 23)])
    events = frame(event("a", geometry=line, quote="=1", status="confirmed"), event("b"))
    write_events(events, tmp_path / "events.csv")
    back = read_events(tmp_path / "events.csv")
    assert back.skipped == ()
    assert list(back.events["event_id"]) == ["a", "b"]
    assert list(back.events["status"]) == ["confirmed", "unreviewed"]
    assert back.events.geometry.iloc[0] == line
    assert back.events["quote"].iloc[0] == "=1"
    assert back.events["origin"].iloc[0] == "extracted"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"fatalities": "many"}, "fatalities 'many' is no whole number"),
        ({"fatalities": True}, "fatalities 'True' is no whole number"),
        ({"latitude": "north"}, "latitude 'north' is no finite number"),
        ({"actor1": {"a": 1}}, "actor1 .* is no text"),
        ({"evidence": [{"field": "x"}]}, "evidence .* is no list of field, start, end"),
        ({"url": "javascript:alert(1)"}, "url .* is no http or https address"),
        ({"date_start": "31.5.2014"}, "date_start '31.5.2014' is no date"),
        ({"event_id": None}, "event_id is missing"),
        ({"event_type": "War"}, "event_type is none of the allowed values"),
        ({"quote": "a\x00b"}, "quote .* is no text"),
        ({"reports": [3]}, "is no record of an event"),
    ],
)
@pytest.mark.usefixtures("_attribution")
def test_an_export_that_was_tampered_with_loses_the_bad_events_only(tmp_path, change, reason):
    path = tmp_path / "events.geojson"
    write_events(frame(event("a"), event("b")), path)
    document = json.loads(path.read_text())
    document["features"][0]["properties"] |= change
    path.write_text(json.dumps(document))
    imported = read_events(path)
    assert list(imported.events["event_id"]) == ["b"]
    (skipped,) = imported.skipped
    assert skipped.source.startswith("events.geojson: feature 1")
    assert re.search(reason, skipped.reason)


@pytest.mark.parametrize("geometry", [{"type": "Point", "coordinates": [200, 0]}, {"type": "Hut"}])
@pytest.mark.usefixtures("_attribution")
def test_a_geometry_off_the_globe_or_of_no_kind_is_told(tmp_path, geometry):
    path = tmp_path / "events.geojson"
    write_events(frame(event("a")), path)
    document = json.loads(path.read_text())
    document["features"][0]["geometry"] = geometry
    path.write_text(json.dumps(document))
    (skipped,) = read_events(path).skipped
    assert "geometry" in skipped.reason


def test_somebody_elses_geojson_takes_its_place_from_the_geometry(tmp_path):
    document = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [10.18, 24.96]},
                "properties": {"event_date": "2014-05-31", "Notes": "A patrol.", "fatalities": 2},
            },
            {"type": "Feature", "geometry": None, "properties": None},
        ],
    }
    imported = read(tmp_path, json.dumps(document), name="theirs.geojson")
    (patrol,) = frame_to_events(imported.events)
    assert (patrol.latitude, patrol.longitude, patrol.fatalities) == (24.96, 10.18, 2)
    assert patrol.quote == "A patrol."
    assert imported.skipped[0].source == "theirs.geojson: feature 2"


def test_geoparquet_in_another_crs_is_brought_to_degrees(tmp_path):
    table = gpd.GeoDataFrame(
        {"event_date": [date(2014, 5, 31)], "fatalities": [np.int64(2)]},
        geometry=[Point(10.18, 24.96)],
        crs="EPSG:4326",
    ).to_crs("EPSG:3857")
    table.to_parquet(tmp_path / "theirs.parquet")
    (row,) = frame_to_events(read_events(tmp_path / "theirs.parquet").events)
    assert (row.latitude, row.longitude) == pytest.approx((24.96, 10.18))
    assert (row.date_start, row.fatalities) == (date(2014, 5, 31), 2)


def test_parquet_without_geometry_is_a_table_like_any_other(tmp_path):
    days = pd.to_datetime(["2014-05-31", None])
    table = pd.DataFrame({"date_start": days, "latitude": [25.0, 26.0], "longitude": [10.0, 10.0]})
    table.to_parquet(tmp_path / "plain.parquet")
    imported = read_events(tmp_path / "plain.parquet")
    assert list(imported.events["latitude"]) == [25.0, 26.0]
    assert imported.events["date_start"].isna().tolist() == [False, True]
