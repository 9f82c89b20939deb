"""The app's own endpoints, asked as a browser asks them, without a socket."""

import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from asgi_client import get
from sample_events import HOSTILE, fill_store
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.data import store_view
from dashboard.guard import (
    CONTENT_SECURITY_POLICY,
    LocalOnly,
    is_local,
    policy_of_environment,
)
from dashboard.routes import _read_ahead, routes
from geodata.errors import StoreUnavailableError

VIEW = "view=-10,15,25,38&zoom=6"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "events.sqlite"
    fill_store(path)
    return path


def app_of(base_path: str = "") -> Starlette:
    return Starlette(routes=routes(base_path), middleware=[Middleware(LocalOnly)])


@pytest.fixture
def app(store, monkeypatch):
    monkeypatch.setenv("BORDERWATCH_STORE", str(store))
    return app_of()


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/assets/leaflet/leaflet.js", "javascript"),
        ("/assets/leaflet/leaflet.css", "text/css"),
        ("/assets/borderwatch/map.js", "javascript"),
        ("/assets/borderwatch/map.css", "text/css"),
        ("/geo/countries.geojson", "application/geo+json"),
        ("/geo/land_borders.geojson", "application/geo+json"),
        ("/geo/names.json", "application/json"),
        ("/events/extent", "application/json"),
        (f"/events/drawn?{VIEW}", "application/json"),
        (f"/events/density?{VIEW}", "application/json"),
        ("/events/units", "application/json"),
        (f"/geo/places?{VIEW}", "application/json"),
        ("/geo/cells/18/12", "application/geo+json"),
        ("/geo/units/LY", "application/geo+json"),
    ],
)
def test_each_asset_has_its_own_content_type(app, path, content_type):
    answer = get(app, path)
    assert answer.status_code == 200
    assert content_type in answer.headers["content-type"]
    assert len(answer.content) > 30


@pytest.mark.parametrize(
    "path",
    [
        "/assets/leaflet/missing.js",
        "/assets/missing.js",
        "/assets/borderwatch/../app.py",
        "/assets/borderwatch/%2e%2e/app.py",
        "/geo/missing.geojson",
        "/geo/..%2fmanifest.json",
        "/events/missing",
    ],
)
def test_what_is_not_there_is_a_404_and_no_page(app, path):
    answer = get(app, path)
    assert answer.status_code == 404
    assert "html" not in answer.headers["content-type"]


def test_routes_stand_under_the_base_path():
    assert get(app_of("maps"), "/maps/assets/leaflet/leaflet.js").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", ""]
)
def test_a_foreign_host_name_is_refused(app, host):
    answer = get(app, "/events/extent", host=host)
    assert answer.status_code == 400
    assert "127.0.0.1" in answer.text


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8501", "127.0.0.1:1", "[::1]:8501", "LOCALHOST.:80"]
)
def test_this_machine_is_local(host):
    assert is_local(host)


@pytest.mark.parametrize("host", ["[::2]:80", "[localhost", "0.0.0.0", "local host", "localhost@x"])
def test_another_machine_is_not_local(host):
    assert not is_local(host)


def test_the_browser_is_told_to_ask_no_other_host(app):
    answer = get(app, "/events/extent")
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "*" not in CONTENT_SECURITY_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_markers_are_those_of_the_filter(app):
    everything = get(app, f"/events/drawn?{VIEW}").json()["markers"]
    tunisian = get(app, f"/events/drawn?{VIEW}&countries=TN").json()["markers"]
    assert sum(item["reports"] for item in everything) == 18
    assert sum(item["reports"] for item in tunisian) == 4


def test_talk_and_plans_come_with_their_layer(app):
    without = get(app, f"/events/drawn?{VIEW}").json()["shapes"]
    with_talk = get(app, f"/events/drawn?{VIEW}&talk_layer=1").json()["shapes"]
    assert {item["label"] for item in with_talk} - {item["label"] for item in without} == {"Illizi"}


@pytest.mark.parametrize(
    "query",
    ["since=never&" + VIEW, "view=1,2,3&zoom=5", "view=a,b,c,d&zoom=5", "zoom=5", VIEW + "x"],
)
def test_a_request_that_cannot_be_read_is_a_400_with_the_reason(app, query):
    answer = get(app, f"/events/drawn?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_request_echoes_hostile_text_only_as_plain_text(app):
    answer = get(app, f"/events/extent?since={quote(HOSTILE[:60])}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_store_that_cannot_be_read_is_a_503_with_the_reason(tmp_path, monkeypatch):
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"no database at all, but long enough to have a header" * 40)
    monkeypatch.setenv("BORDERWATCH_STORE", str(path))
    answer = get(app_of(), "/events/extent")
    assert answer.status_code == 503
    assert "broken.sqlite" in answer.text


def test_names_stand_inside_their_country(app):
    names = {item["name"]: item for item in json.loads(get(app, "/geo/names.json").content)}
    assert 19 < names["Algeria"]["latitude"] < 37
    assert -9 < names["Algeria"]["longitude"] < 12
    assert names["Algeria"]["rank"] < names["Tunisia"]["rank"]


def test_reading_ahead_leaves_a_broken_store_to_the_page(tmp_path, monkeypatch):
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"no database at all, but long enough to have a header" * 40)
    monkeypatch.setenv("BORDERWATCH_STORE", str(path))
    assert _read_ahead() is None
    with pytest.raises(StoreUnavailableError):
        store_view()


def test_two_readers_at_once_share_one_reading(app):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: store_view(), range(2))
    assert first is second


def test_the_extent_says_the_first_and_the_last_day(app):
    first, last = get(app, "/events/extent?countries=LY").json()["days"]
    assert first < last
    assert get(app, "/events/extent?countries=FR").json()["days"] is None


def test_a_point_is_written_in_every_form(app):
    found = get(app, "/geo/coordinates?latitude=27.2&longitude=2.5").json()
    assert found["Decimal"] == "27.20000, 2.50000"
    assert found["DMS"].startswith("27°12′")
    assert found["MGRS"].startswith("31R")


def test_cells_and_units_open_their_events(app):
    column, row, count = get(app, f"/events/density?{VIEW}").json()["cells"][0]
    found = get(app, f"/events/at?{VIEW}&cell={column},{row}").json()["ids"]
    assert len(found) >= count
    unit, count = next(iter(get(app, "/events/units").json()["units"].items()))
    assert len(get(app, f"/events/at?{VIEW}&unit={quote(unit)}").json()["ids"]) >= count


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/geo/coordinates?latitude=x&longitude=1", 400),
        ("/geo/coordinates?latitude=91&longitude=1", 400),
        ("/geo/coordinates?latitude=nan&longitude=1", 400),
        (f"/events/at?{VIEW}&cell=a,b", 400),
        (f"/events/at?{VIEW}&cell=99999999999999999999,1", 400),
        ("/geo/cells/36/1", 404),
        ("/geo/cells/1/18", 404),
        ("/geo/cells/x/1", 404),
        ("/geo/units/../../etc", 404),
        ("/geo/units/XX", 404),
    ],
)
def test_what_cannot_be_asked_is_refused(app, path, status):
    assert get(app, path).status_code == status


def test_only_tiles_that_the_installation_names_may_be_fetched(monkeypatch):
    monkeypatch.setenv("BORDERWATCH_TILES", "https://tiles.example.org/{z}/{x}/{y}.png")
    policy = policy_of_environment()
    assert policy.startswith(CONTENT_SECURITY_POLICY)
    assert policy.endswith("; img-src 'self' data: blob: https://tiles.example.org")
    monkeypatch.setenv("BORDERWATCH_TILES", "nonsense")
    assert policy_of_environment() == CONTENT_SECURITY_POLICY
