"""The dashboard in a real Chromium, server and browser in a namespace without a network.

One drive through the app (`browser_drive.py`) writes down what was seen; each test reads one thing.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from browser_fixtures import chromium, missing, namespace_command
from sample_events import HOSTILE, fill_store, sample_events

TESTS = Path(__file__).parent
ROOT = TESTS.parent

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
]

# Opened below the root, Streamlit's page asks for these beside itself before it asks at the root.
STREAMLITS_OWN_404 = ("/articles/_stcore/health", "/articles/_stcore/host-config")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    fill_store(folder / "events.sqlite")
    command = [
        *namespace_command(),
        sys.executable,
        str(TESTS / "browser_drive.py"),
        str(folder),
        chromium(),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), str(ROOT)])}
    driven = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    log = folder / "server.log"
    server = log.read_text(encoding="utf-8") if log.exists() else ""
    assert driven.returncode == 0, f"{driven.stderr[-3000:]}\n{server[-3000:]}"
    return folder


@pytest.fixture(scope="module")
def seen(folder):
    return json.loads((folder / "seen.json").read_text(encoding="utf-8"))


def test_there_was_no_network_but_loopback(seen):
    assert seen["interfaces"] == ["lo"]


def test_the_browser_asked_this_machine_only(seen):
    assert list(seen["hosts"]) == ["127.0.0.1:8641"]


def test_the_server_tried_to_reach_nobody(folder):
    attempts = (folder / "attempts.log").read_text(encoding="utf-8").splitlines()
    # The first is the probe that proves that attempts are seen.
    assert attempts[0] == "socket.connect ('192.0.2.1', 9)"
    assert [line for line in attempts[1:] if "127.0.0.1" not in line] == []


def test_the_base_map_is_drawn_from_polygons_without_tiles(seen):
    assert seen["drawn"]["countries"] >= 8
    assert seen["drawn"]["borders"] >= 8
    assert seen["drawn"]["names"] >= 3
    assert seen["tiles"] == 0
    colour, length = seen["land"]
    assert colour == "rgb(246, 243, 236)"
    assert length > 100


def test_disputed_borders_are_dashed(seen):
    assert seen["drawn"]["disputed"] >= 1
    assert seen["dashes"] == "6px, 5px"


def test_events_are_drawn_as_points_lines_and_areas(seen):
    assert seen["first_count"] == "25 of 25 events (26 reports)"
    assert seen["drawn"]["markers"] >= 8
    assert seen["drawn"]["lines"] == 3
    assert seen["drawn"]["areas"] == 1
    assert seen["drawn"]["whole_countries"] >= 1
    # Strategic developments, not the outline of the base map.
    assert seen["country_meant"] == "rgb(31, 127, 191)"


def test_panning_runs_nothing_on_the_server(seen):
    assert seen["reruns_by_pans"] == 0


def test_a_click_opens_the_card_and_gives_the_event_a_link(seen):
    assert "Fighting broke out in Benghazi on 16 May." in seen["card"]
    assert "Khalifa Haftar's forces (political militia)" in seen["card"]
    event = next(event for event in sample_events() if event.location == "Benghazi")
    assert f"event={event.event_id}" in seen["card_address"]
    assert seen["card_link"] == f"http://127.0.0.1:8641/?event={event.event_id}"


def test_the_address_holds_the_view_of_the_map(seen):
    assert re.search(r"[?&]at=[\d.]+%2C[\d.]+%2C\d+", seen["card_address"])


def test_provinces_say_their_name_and_their_count(seen):
    assert all(re.search(r"\. [\d,]+ events?$", label) for label in seen["units"])


def test_playing_runs_nothing_on_the_server_until_its_days_are_a_filter(seen):
    assert re.fullmatch(r"\d{4}-\d\d-\d\d – \d{4}-\d\d-\d\d", seen["played_days"])
    assert seen["reruns_by_play"] == 0
    assert "since=" in seen["played_address"]
    assert "until=" in seen["played_address"]


def test_a_dragged_box_filters_to_its_events(seen):
    shown, every = seen["area_count"].partition(" events")[0].split(" of ")
    assert 1 <= int(shown) < int(every)


def test_a_point_is_read_in_three_forms(seen):
    assert all(form in seen["coordinates"] for form in ("Decimal", "DMS", "MGRS"))


def test_the_card_leads_to_its_sentence_in_the_article_and_back(seen):
    assert seen["chosen_sentence"] == "Fighting broke out in Benghazi on 16 May."
    assert "/articles?" in seen["article_address"]
    event = next(event for event in sample_events() if event.location == "Benghazi")
    assert f"event={event.event_id}" in seen["address_back_on_map"]


def test_a_country_filter_changes_count_map_and_address(seen):
    assert seen["filtered_count"] == "3 of 25 events (4 reports)"
    assert "countries=TN" in seen["filtered_address"]
    shown = " ".join(seen["filtered_labels"])
    assert "Ben Gardane" in shown
    assert "Benghazi" not in shown


def test_the_export_holds_exactly_what_was_shown(folder, seen):
    exported = json.loads((folder / "export.geojson").read_text(encoding="utf-8"))
    assert seen["export_name"].endswith(".geojson")
    assert exported["type"] == "FeatureCollection"
    assert len(exported["features"]) == 3
    places = {feature["properties"]["location"] for feature in exported["features"]}
    assert places == {"Ben Gardane", "Ras Ajdir"}
    assert all(feature["geometry"]["type"] == "Point" for feature in exported["features"])


def test_a_copied_link_opens_the_same_view_and_keeps_it_from_page_to_page(seen):
    same = {seen["linked_count"], seen["count_on_articles"], seen["count_back_on_map"]}
    assert same == {"3 of 25 events (4 reports)"}


def test_the_brush_filters_by_its_dates(seen):
    assert "countries" not in seen["reset_address"]
    assert "since=2014-" in seen["brushed_address"]
    assert "until=2015-" in seen["brushed_address"]


def test_a_row_of_the_table_opens_its_card(seen):
    assert "27 February 2018" in seen["table_card"]


def test_hostile_text_is_shown_letter_by_letter(seen):
    for place in ("hostile_card", "hostile_tooltip", "hostile_article"):
        assert HOSTILE in seen[place], place


def test_hostile_text_runs_nothing(seen):
    assert seen["hacked"] == []
    assert seen["dialogs"] == []
    assert seen["hostile_elements"] == 0


def test_the_console_is_free_of_errors(seen):
    ours = [error for error in seen["errors"] if not error.endswith(STREAMLITS_OWN_404)]
    assert ours == []


def test_a_phone_shows_the_page_without_scrolling_sideways(seen):
    assert seen["phone_width"] == 390
    assert seen["phone_dark"]


def test_the_count_stays_on_the_screen_when_the_page_is_scrolled(seen):
    assert 0 <= seen["phone_count_top"] <= 100
