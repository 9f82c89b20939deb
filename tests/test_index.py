"""The event index: the same events as the store's own frame, in a file that keeps up with it."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from event_samples import event
from sample_events import fill_store, sample_events
from shapely import LineString
from store_samples import index_of_events

from dashboard.choices import FACETS, choices, happenings_by_value
from geodata.index import count_distinct
from geodata.matching import happenings, select
from geodata.schema import events_to_frame
from geodata.selection import Selection
from geodata.store import EventStore

SELECTIONS = [
    Selection(),
    Selection(since=date(2014, 5, 28), until=date(2014, 6, 9)),
    Selection(since=date(2016, 1, 1), include_undated=False),
    Selection(actors=("khalifa haftar's forces",)),
    Selection(actors=("Niger",)),
    Selection(types=("Battles", "seizure")),
    Selection(countries=("TN", "LY")),
    Selection(borders=("DZ-LY",)),
    Selection(actor_types=("state forces",)),
    Selection(border_km=20.0),
    Selection(precision=1),
    Selection(confidence=0.5),
    Selection(statuses=("unreviewed",), sources=("Desert Post",)),
    Selection(text="hostages"),
    Selection(text="the army"),
    Selection(bbox=(5.0, 20.0, 12.0, 30.0)),
    Selection(bbox=(170.0, -10.0, -170.0, 10.0)),
    Selection(include_talk=False, include_background=False),
]


@pytest.fixture(scope="module")
def index():
    return index_of_events(sample_events())


@pytest.mark.parametrize(
    "word", [".*", "a|b", "\\E", "(", "[x]", "a.b", "50%", "q_", "قوات", "$", "\\d"]
)
def test_a_text_is_no_pattern(word):
    events = [event("other", quote="axb abc 7"), event("same", quote=f"before {word} after")]
    index = index_of_events(events)
    found = index.select(Selection(text=word))
    assert found.ids(np.arange(len(found))) == ["same"]


def test_an_opened_index_is_mapped_and_not_copied(tmp_path):
    with EventStore.open(tmp_path / "events.sqlite") as store:
        store.add_events(events_to_frame([event(str(number)) for number in range(2000)]))
        store.index()
        before = pa.total_allocated_bytes()
        index = store.index()
    texts = sum(array.nbytes for array in (index.event_ids, _texts(index)))
    assert pa.total_allocated_bytes() - before < texts


def _texts(index):
    return index.frame["search_text"].array.__arrow_array__()


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_the_index_means_the_same_events_as_the_whole_records(index, selection):
    frame = select(events_to_frame(sample_events()), selection)
    found = index.select(selection)
    assert set(found.ids(np.arange(len(found)))) == set(frame["event_id"])
    assert found.happenings == happenings(frame)


def test_rows_are_by_day_and_undated_events_come_last(index):
    days = index.everything.column("date_start")
    dated = days[~np.isnat(days)]
    assert (np.diff(dated) >= np.timedelta64(0)).all()
    assert np.isnat(days[len(dated) :]).all()


def test_the_first_report_stands_for_its_happening(index):
    firsts = index.everything.firsts
    assert len(firsts) == index.everything.happenings == 25
    assert count_distinct(firsts.column("happening")) == 25


def test_an_event_is_found_by_its_id(index):
    some = index.select(Selection(countries=("TN",)))
    ids = some.ids(np.arange(len(some)))
    assert [some.position(name) for name in ids] == list(range(len(ids)))
    assert some.position("nowhere") is None
    other = next(e.event_id for e in sample_events() if e.country_code == "LY")
    assert some.position(other) is None


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("selection", [Selection(), Selection(countries=("DZ",), text="army")])
def test_a_choice_leaves_as_many_as_it_says(index, selection, facet):
    offered = choices(index, selection, facet)
    assert offered
    for value, count in offered.items():
        values = {name: getattr(selection, name) for name in ("countries", "text")}
        left = index.select(Selection(**(values | {facet: (value,)})))
        assert left.happenings == count, value


def test_a_name_on_both_sides_counts_once():
    index = index_of_events(
        [
            event("1", actor1="A", actor2="A", assoc_actors=("B", "A")),
            event("2", actor1="B", link_id="x"),
            event("3", actor1="B", link_id="x"),
        ]
    )
    assert happenings_by_value(index.everything, "actors") == {"A": 1, "B": 2}


def test_titles_are_searched_by_the_dashboard_and_by_exports_alike(tmp_path):
    with EventStore.open(tmp_path / "events.sqlite") as store:
        fill_store(tmp_path / "events.sqlite")
        selection = Selection(text="reinforces")
        found = store.index().select(selection)
        assert len(found) > 0
        assert len(store.events(selection)) == len(found)


def test_the_file_is_made_once_for_a_version_and_replaced_by_the_next(tmp_path):
    path = tmp_path / "events.sqlite"
    with EventStore.open(path) as store:
        store.add_events(events_to_frame([event("1")]))
        first = store.index()
        (kept,) = tmp_path.glob("*.index")
        made = kept.stat().st_mtime_ns
        assert store.index().version == first.version
        assert kept.stat().st_mtime_ns == made
        store.add_events(events_to_frame([event("2")]))
        assert len(store.index()) == 2
        (after,) = tmp_path.glob("*.index")
        assert after != kept
        # What was opened before stays readable.
        assert first.everything.ids(np.arange(1)) == ["1"]


@pytest.mark.parametrize("content", [b"", b"no arrow file at all", None])
def test_a_damaged_file_is_made_anew(tmp_path, content):
    with EventStore.open(tmp_path / "events.sqlite") as store:
        store.add_events(events_to_frame([event("1"), event("2")]))
        store.index()
        (kept,) = tmp_path.glob("*.index")
        kept.write_bytes(kept.read_bytes()[:-40] if content is None else content)
        assert len(store.index()) == 2


def test_without_a_place_for_its_file_the_index_is_made_each_time(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("geodata.store.write_index", refuse)
    with EventStore.open(tmp_path / "events.sqlite") as store:
        store.add_events(events_to_frame([event("1")]))
        assert len(store.index()) == 1
    assert not list(tmp_path.glob("*.index*"))


def test_lines_have_a_shape_and_points_have_none():
    line = LineString([(9, 24), (10, 25)])
    index = index_of_events([event("point"), event("line", geometry=line)])
    shapes = index.frame["shape"].astype(object)
    by_id = dict(zip(index.everything.ids(np.arange(2)), shapes, strict=True))
    assert by_id["line"] == line
    assert by_id["point"] != by_id["point"]  # missing


def test_an_empty_store_has_an_empty_index():
    index = index_of_events([])
    assert len(index) == 0
    assert index.everything.happenings == 0
    assert index.everything.firsts.happenings == 0
    assert choices(index, Selection(), "countries") == {}


def test_the_reports_of_a_happening_are_found_from_any_of_them():
    index = index_of_events(
        [event("a", link_id="x"), event("b"), event("c", link_id="x"), event("d")]
    )
    reports = index.reports(index.row("c"))
    assert sorted(reports.ids(np.arange(len(reports)))) == ["a", "c"]
    assert index.reports(index.row("b")).ids(np.array([0])) == ["b"]
