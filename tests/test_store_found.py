"""Whole records by happening, some at a time; on both databases."""

import re
from datetime import date

import pytest
from event_samples import event, event_lists, frame
from hypothesis import HealthCheck, given, settings
from shapely import LineString

from geodata import export_header, exports, store_found
from geodata.errors import StoreUnavailableError
from geodata.exports import write_events, write_found
from geodata.formats import read_events
from geodata.schema import frame_to_events
from geodata.selection import Selection
from geodata.store import EventStore

pytest_plugins = ["store_fixtures", "postgres_fixtures"]


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(store_found, "BATCH", 2)
    monkeypatch.setattr(export_header, "attributions", lambda: ("Places: GeoNames, CC BY 4.0",))


def groups(store, selection=None):
    with store.found(selection or Selection()) as found:
        return [[[row[0] for row in rows] for rows in batch] for batch in found.groups()]


def test_happenings_stand_by_first_day_then_id_and_undated_last(store):
    late, early = (
        {"date_start": day, "date_end": day} for day in (date(2016, 1, 1), date(2011, 1, 1))
    )
    undated = {"date_start": None, "date_end": None}
    store.add_events(
        frame(
            event("d", **undated),
            event("z", **late, link_id="l"),
            event("b", **late),
            event("c", **early, link_id="l"),
            event("a", **late),
        )
    )
    assert groups(store) == [[["c", "z"], ["a"]], [["b"], ["d"]]]
    assert groups(store, Selection(since=date(2015, 1, 1), include_undated=False)) == [
        [["a"], ["b"]],
        [["z"]],
    ]
    assert groups(store, Selection(countries=("XX",))) == []


def test_what_is_added_meanwhile_is_not_in_the_set(store):
    store.add_events(frame(event("a"), event("b"), event("c")))
    with store.found(Selection()) as found:
        batches = found.groups()
        next(batches)
        with EventStore.open(store._address.url.render_as_string(hide_password=False)) as other:
            other.add_events(frame(event("aa"), event("d")))
        assert [[row[0] for row in rows] for rows in next(batches)] == [["c"]]
        assert list(batches) == []


def test_an_index_of_another_version_is_not_taken(store):
    old = store.index()
    store.add_events(frame(event("a")))
    with store.found(Selection(), index=old) as found:
        assert len(found.events) == 1
    with store.found(Selection(), index=store.index()) as found:
        assert len(found.events) == 1


@pytest.mark.parametrize("suffix", [".geojson", ".csv", ".kml"])
def test_a_streamed_file_equals_one_written_at_once(store, tmp_path, suffix):
    line = LineString([(9, 30), (12, 23)])
    store.add_events(
        frame(
            event("a", link_id="l", fatalities=3, confidence=0.4),
            event("b", link_id="l", fatalities=7, geometry=line, assoc_actors=("x", "y")),
            event("c", background=True),
            event("d", date_start=None, date_end=None),
            event("e", geometry=None, latitude=None, longitude=None),
        )
    )
    with store.found(Selection()) as found:
        assert write_found(found, tmp_path / f"streamed{suffix}") == 4
    assert write_events(store.events(), tmp_path / f"whole{suffix}") == 4
    streamed, whole = (
        re.sub(r"20\d\d-\d\d-\d\dT[\d:]+\+00:00", "NOW", path.read_text(encoding="utf-8"))
        for path in (tmp_path / f"streamed{suffix}", tmp_path / f"whole{suffix}")
    )
    assert streamed == whole


@settings(
    max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(events=event_lists())
def test_a_streamed_export_read_back_gives_the_same_events(tmp_path, events):
    path = tmp_path / "events.geojson"
    file = tmp_path / "round.sqlite"
    file.unlink(missing_ok=True)
    with EventStore.open(file) as store:
        store.add_events(frame(*events))
        with store.found(Selection()) as found:
            write_found(found, path)
        before = {one.event_id: one for one in frame_to_events(store.events())}
    back = read_events(path)
    assert back.skipped == ()
    after = {one.event_id: one for one in frame_to_events(back.events)}
    assert after.keys() == before.keys()
    for name, one in before.items():
        fields = [field for field in one.__slots__ if field != "geometry"]
        assert [getattr(after[name], field) for field in fields] == [
            getattr(one, field) for field in fields
        ]
        assert (one.geometry is None) == (after[name].geometry is None)


@pytest.mark.parametrize("suffix", list(exports.WRITERS))
def test_a_store_that_fails_half_way_is_told_as_such_and_leaves_nothing(store, tmp_path, suffix):
    store.add_events(frame(event("a"), event("b"), event("c")))
    folder = tmp_path / "out"
    folder.mkdir()

    def broken(found):
        yield from list(type(found).groups(found))[:1]
        raise StoreUnavailableError("the store is gone")

    with store.found(Selection()) as found:
        half = Half(found, broken)
        with pytest.raises(StoreUnavailableError, match="the store is gone"):
            write_found(half, folder / f"events{suffix}")
    assert list(folder.iterdir()) == []


class Half:
    """What was found, whose groups break off."""

    def __init__(self, found, groups):
        self.selection, self.events = found.selection, found.events
        self.groups = lambda: groups(found)
