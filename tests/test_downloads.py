"""The exports of the dashboard: what comes, what is refused, and what stays on the disk."""

import asyncio
import csv
import io
import json
import os
import threading
import time
from zipfile import ZipFile

import geopandas as gpd
import pytest
from asgi_client import ask, get
from sample_events import fill_store, sample_events
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard import downloads
from dashboard.guard import CONTENT_SECURITY_POLICY, LocalOnly
from dashboard.routes import routes
from geodata.errors import FormatError
from geodata.formats import read_events
from geodata.schema import frame_to_events
from geodata.store import EventStore

ALL = ("geojson", "csv", "gpkg", "parquet", "kml")


@pytest.fixture
def store(tmp_path, monkeypatch):
    path = tmp_path / "store" / "events.sqlite"
    fill_store(path)
    monkeypatch.setenv("BORDERWATCH_STORE", str(path))
    return path


@pytest.fixture
def app(store):
    return app_of()


def app_of(base_path=""):
    return Starlette(routes=routes(base_path), middleware=[Middleware(LocalOnly)])


def left_over(store):
    return [path.name for path in store.parent.iterdir() if "export" in path.name]


@pytest.mark.parametrize("suffix", ALL)
def test_every_format_comes_as_an_attachment_and_leaves_nothing_behind(app, store, suffix):
    answer = get(app, f"/events/export/{suffix}?countries=TN")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == downloads.FORMATS[suffix].mime
    name = downloads.file_name(suffix)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert int(answer.headers["content-length"]) == len(answer.content) > 100
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "content-encoding" not in answer.headers
    assert left_over(store) == []


def test_the_file_is_exactly_the_filtered_set_with_its_header(app):
    document = get(app, "/events/export/geojson?countries=TN&since=2016-03-06").json()
    assert len(document["features"]) == document["borderwatch"]["happenings"] == 2
    assert document["borderwatch"]["reports"] == 3
    assert document["borderwatch"]["filter"] == {"since": "2016-03-06", "countries": "TN"}
    assert document["borderwatch"]["attribution"]
    assert {feature["properties"]["country_code"] for feature in document["features"]} == {"TN"}


def test_the_layer_of_the_map_is_no_part_of_the_set(app):
    with_layer = get(app, "/events/export/geojson?talk_layer=1").json()
    assert len(with_layer["features"]) == 25


def test_read_back_it_is_the_store(app, store, tmp_path):
    path = tmp_path / "back.geojson"
    path.write_bytes(get(app, "/events/export/geojson").content)
    back = frame_to_events(read_events(path).events)
    with EventStore.open(store) as opened:
        before = frame_to_events(opened.events())
    assert sorted(event.event_id for event in back) == sorted(event.event_id for event in before)
    known = {event.event_id: event for event in back}
    for event in before:
        fields = [name for name in event.__slots__ if name != "geometry"]
        for name in fields:
            assert getattr(known[event.event_id], name) == getattr(event, name)


def test_a_table_comes_with_its_header_in_one_archive(app):
    with ZipFile(io.BytesIO(get(app, "/events/export/csv?countries=TN").content)) as archive:
        assert archive.namelist() == ["events.csv", "events.csv-metadata.json"]
        rows = list(csv.DictReader(io.StringIO(archive.read("events.csv").decode())))
        header = json.loads(archive.read("events.csv-metadata.json"))["borderwatch"]
    assert len(rows) == header["happenings"] == 3
    assert header["filter"] == {"countries": "TN"}


def test_an_empty_set_is_a_whole_file(app, tmp_path):
    for suffix in ALL:
        assert get(app, f"/events/export/{suffix}?countries=XX").status_code == 200
    path = tmp_path / "none.parquet"
    path.write_bytes(get(app, "/events/export/parquet?countries=XX").content)
    assert len(gpd.read_parquet(path)) == 0


@pytest.mark.parametrize(
    "query",
    ["since=never", "types=War", "bbox=1,2", "confidence=nan", "precision=9", "talk_layer=x",
     "since=2020-01-01&until=2019-01-01", "text=" + "x" * 20_001],
)  # fmt: skip
def test_junk_is_a_400_in_plain_text(app, store, query):
    answer = get(app, f"/events/export/geojson?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")
    assert left_over(store) == []


@pytest.mark.parametrize("path", ["xlsx", "", "geojson/x", "..%2fdrawn", "%3Cscript%3E", "json"])
def test_another_format_is_a_404(app, path):
    answer = get(app, f"/events/export/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_foreign_host_and_another_site_are_refused(app, store):
    assert get(app, "/events/export/geojson", host="evil.example").status_code == 400
    for site in ("cross-site", "same-site"):
        answer = get(app, "/events/export/geojson", headers={"sec-fetch-site": site})
        assert answer.status_code == 403
    own = get(app, "/events/export/kml", headers={"sec-fetch-site": "same-origin"})
    assert own.status_code == 200
    assert left_over(store) == []


def test_a_part_of_a_file_is_not_sent(app):
    answer = get(app, "/events/export/geojson", headers={"range": "bytes=0-9"})
    assert (answer.status_code, answer.headers["accept-ranges"]) == (200, "none")


def test_it_stands_under_the_base_path(store):
    assert get(app_of("maps"), "/maps/events/export/geojson").status_code == 200


def test_a_full_disk_is_a_503_and_leaves_nothing(app, store, monkeypatch):
    def fill(found, path):
        path.write_bytes(b"half")
        raise FormatError("'events.geojson' can't be written: No space left on device")

    monkeypatch.setattr(downloads, "write_found", fill)
    answer = get(app, "/events/export/geojson")
    assert answer.status_code == 503
    assert "No space left" in answer.text
    assert left_over(store) == []


def test_a_folder_that_cannot_be_made_is_a_503(app, monkeypatch):
    def refuse(**_):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(downloads, "mkdtemp", refuse)
    answer = get(app, "/events/export/geojson")
    assert answer.status_code == 503
    assert "Read-only file system" in answer.text


def test_what_a_killed_server_left_goes_after_a_day(app, store):
    for name, age in (("old", 25 * 3600), ("new", 60)):
        folder = store.parent / f"borderwatch-export-{name}"
        folder.mkdir()
        os.utime(folder, (time.time() - age,) * 2)
    get(app, "/events/export/geojson")
    assert left_over(store) == ["borderwatch-export-new"]


def test_no_more_than_two_are_made_at_once(app, monkeypatch):
    at_once, most, lock = [0], [0], threading.Lock()
    write = downloads.write_found

    def slow(found, path):
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.2)
        count = write(found, path)
        with lock:
            at_once[0] -= 1
        return count

    monkeypatch.setattr(downloads, "write_found", slow)
    downloads._limiter.cache_clear()
    assert get_together(app, ["/events/export/geojson"] * 5) == [200] * 5
    assert most[0] == downloads.AT_ONCE == 2


def get_together(app, targets):
    async def all_of_them():
        return await asyncio.gather(*(ask(app, target) for target in targets))

    return [answer.status_code for answer in asyncio.run(all_of_them())]


def test_the_sample_has_what_the_tests_count_on():
    assert sum(event.country_code == "TN" for event in sample_events()) == 4
