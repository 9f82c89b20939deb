"""What a store promises, on SQLite and on PostgreSQL alike."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import combinations_with_replacement, product

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon, box
from store_samples import an_article, an_event, fill, toponyms_of

from geodata.codes import SUB_EVENT_TYPES, ActorType, BorderActivity
from geodata.errors import RecordError
from geodata.matching import select
from geodata.model import Event, Evidence, MentionKind, Skipped, Toponym
from geodata.schema import events_to_frame, frame_to_events
from geodata.selection import Selection
from geodata.store import SKIPPED_COLUMNS, EventStore
from geodata.store_articles import ARTICLE_COLUMNS

pytest_plugins = ["postgres_fixtures", "store_fixtures"]


def test_a_new_store_is_empty_and_its_frames_are_typed(store):
    assert store.counts() == {"articles": 0, "events": 0, "toponyms": 0, "skipped": 0}
    pd.testing.assert_frame_equal(store.events(), events_to_frame(()))
    assert tuple(store.articles().columns) == ARTICLE_COLUMNS
    assert tuple(store.skipped().columns) == SKIPPED_COLUMNS
    assert store.toponyms().empty
    assert store.article("nothing") is None
    assert not store.has_article("nothing")


def test_an_article_comes_back_as_it_was_added(store):
    full = an_article("Des soldats à غات, 🛂 à l’aube.", url="https://a.example/1", language="fr")
    bare = an_article("Nothing known.", title="", published=None, source="")
    for article in (full, bare):
        assert store.add_article(article, [], [])
        assert store.has_article(article.article_id)
        assert store.article(article.article_id) == article


def test_reading_an_article_again_adds_nothing(store):
    article = fill(store, 1)[0]
    before, version = store.counts(), store.version()
    again = [an_event(article, number) for number in range(5)]
    assert store.add_article(article, again, toponyms_of(article)) is False
    assert store.counts() == before == {"articles": 1, "events": 2, "toponyms": 3, "skipped": 0}
    assert store.version() == version


def test_articles_are_listed_by_publication_with_their_number_of_events(store):
    late = an_article("late", published=date(2017, 6, 14), url="https://a.example/")
    early = an_article("early", published=date(2014, 5, 30), language="en")
    undated = an_article("undated", published=None)
    for article, events in ((undated, 0), (late, 2), (early, 1)):
        store.add_article(article, [an_event(article, number) for number in range(events)], [])
    listed = store.articles()
    assert listed["article_id"].tolist() == [a.article_id for a in (early, late, undated)]
    assert listed["event_count"].tolist() == [1, 2, 0]
    assert listed["published"].dtype == "datetime64[s]"
    assert listed["published"].isna().tolist() == [False, False, True]
    assert listed["language"].isna().tolist() == [False, True, True]


def test_unresolved_mentions_are_kept_beside_the_resolved(store):
    article = fill(store, 2)[0]
    frame = store.toponyms(article.article_id)
    assert len(store.toponyms()) == 6
    assert frame["text"].tolist() == ["Soldiers", "Ghat", "Ghat"]
    assert frame["kind"].tolist() == ["demonym", "place", "border"]
    assert frame["place_id"].isna().tolist() == [True, False, True]
    assert frame["border_ids"].tolist() == [(), (), ("DZ-LY", "LY-NE")]
    resolved = frame.iloc[1]
    assert resolved["latitude"] == 24.96334
    assert resolved["population"] == 24347
    assert resolved["place_source"] == "geonames"
    assert frame["latitude"].dtype == "float64"
    assert frame["population"].dtype == "Int64"


def test_an_article_that_fails_half_way_leaves_nothing(store):
    article = an_article()
    broken = [an_event(article), an_event(article, 1, quantity_unit="sol\x00diers")]
    with pytest.raises(RecordError, match=r"quantity_unit.*character 3.*replace it by U\+FFFD"):
        store.add_article(article, broken, [])
    too_big = an_event(article, 1, fatalities=10**30)
    with pytest.raises(RecordError, match="can't hold a value"):
        store.add_article(article, [an_event(article), too_big], [])
    assert store.counts() == {"articles": 0, "events": 0, "toponyms": 0, "skipped": 0}


def test_events_of_another_article_or_twice_the_same_are_refused(store):
    article, other = an_article(), an_article("another")
    with pytest.raises(RecordError, match="is of article"):
        store.add_article(article, [an_event(other)], [])
    with pytest.raises(RecordError, match="is there twice"):
        store.add_article(article, [an_event(article), an_event(article)], [])
    assert not store.has_article(article.article_id)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_text_that_no_store_can_keep_is_refused_by_name_and_offset(store, text):
    article = an_article(text)
    with pytest.raises(RecordError, match=f"article '{article.article_id}'.* at character 1"):
        store.add_article(article, [], [])
    mention = Toponym(start=0, end=3, text=text, kind=MentionKind.PLACE)
    with pytest.raises(RecordError, match="toponym 0 of article"):
        store.add_article(an_article("fine"), [], [mention])
    imported = [an_event(None, 7, location="Ghat"), an_event(None, 8, location=text)]
    with pytest.raises(RecordError, match=r"location: .* (at character|in position) 1"):
        store.add_events(events_to_frame(imported))
    assert store.counts()["events"] == 0


def test_a_code_too_long_for_an_index_is_refused(store):
    frame = events_to_frame([an_event(None, country_code="DZ" * 2000)])
    with pytest.raises(RecordError, match=r"country_code 'DZDZ.*has 4000 characters; at most 500"):
        store.add_events(frame)


def test_the_events_frame_is_by_date_undated_last_then_by_id_whatever_the_order_added(store):
    events = [
        an_event(None, number, date_start=day, date_end=day)
        for number, day in enumerate([None, date(2017, 6, 8), date(2014, 5, 16), date(2014, 5, 16)])
    ]
    in_order = [*sorted(events[2:], key=lambda event: event.event_id), events[1], events[0]]
    store.add_events(events_to_frame(events))
    pd.testing.assert_frame_equal(store.events(), events_to_frame(in_order))


def test_the_frame_of_a_store_is_exactly_the_schema_s(store):
    article = an_article()
    events = [an_event(article, number) for number in range(3)]
    store.add_article(article, events, [])
    frame = store.events()
    assert type(frame) is gpd.GeoDataFrame
    assert frame.crs == "EPSG:4326"
    expected = events_to_frame(sorted(events, key=lambda event: event.event_id))
    pd.testing.assert_frame_equal(frame, expected)


def test_importing_adds_only_what_is_new_and_says_how_many(store):
    first = events_to_frame([an_event(None, number) for number in range(3)])
    more = events_to_frame([an_event(None, number) for number in range(5)])
    assert store.add_events(first) == 3
    version = store.version()
    assert store.add_events(first) == 0
    assert store.version() == version
    assert store.add_events(more) == 2
    assert store.add_events(more.iloc[:0]) == 0
    assert len(store.events()) == 5


def test_an_import_with_one_bad_row_adds_nothing(store):
    rows = [an_event(None, 1), an_event(None, 2, latitude=91.0, longitude=0.0)]
    with pytest.raises(RecordError, match="row 1: latitude is beyond 90 degrees"):
        store.add_events(events_to_frame(rows))
    assert store.counts()["events"] == 0


def test_an_import_larger_than_one_batch_arrives_whole(store, monkeypatch):
    monkeypatch.setattr("geodata.store._BATCH_ROWS", 7)
    events = [an_event(None, number, geometry=Point(number, 1)) for number in range(20)]
    assert store.add_events(events_to_frame(events)) == 20
    back = {event.event_id: event for event in frame_to_events(store.events())}
    assert back == {event.event_id: event for event in events}


def test_an_event_corrected_before_its_article_is_read_stays_as_it_is(store):
    article = an_article()
    store.add_events(events_to_frame([an_event(article, status="corrected")]))
    assert store.add_article(article, [an_event(article), an_event(article, 1)], [])
    statuses = {event.event_id: event.status for event in frame_to_events(store.events())}
    assert statuses[an_event(article).event_id] == "corrected"
    assert statuses[an_event(article, 1).event_id] == "unreviewed"


def test_deleting_an_article_takes_its_events_and_mentions_and_leaves_the_others(store):
    first, second = fill(store, 2)
    assert store.delete_article(first.article_id) == 2
    assert store.counts() == {"articles": 1, "events": 2, "toponyms": 3, "skipped": 0}
    assert set(store.events()["article_id"]) == {second.article_id}
    version = store.version()
    assert store.delete_article(first.article_id) == 0
    assert store.version() == version
    assert store.add_article(first, [], [])


def test_what_was_skipped_is_kept_once_for_each_source_and_reason(store):
    bad = Skipped(source="a.txt", kind="article", reason="it is empty", remedy="give another")
    assert store.add_skipped(bad) is True
    first = store.skipped()
    version = store.version()
    assert store.add_skipped(bad) is False
    assert store.version() == version
    assert store.add_skipped(replace(bad, reason="x" * 20_000)) is True
    assert store.add_skipped(replace(bad, source="b\udcff\x00.txt")) is True
    frame = store.skipped()
    assert frame["source"].tolist() == ["a.txt", "a.txt", "b��.txt"]
    assert frame["kind"].tolist() == ["article"] * 3
    assert frame["remedy"].tolist() == ["give another"] * 3
    assert frame["skipped_at"].dtype == "datetime64[s, UTC]"
    assert frame["skipped_at"].iloc[0] == first["skipped_at"].iloc[0]


def test_the_version_is_another_after_each_change_and_stays_when_nothing_changed(store, store_url):
    article = an_article()
    seen = [store.version()]
    store.add_article(article, [], [])
    seen.append(store.version())
    store.add_events(events_to_frame([an_event(None)]))
    seen.append(store.version())
    store.add_skipped(Skipped(source="a", kind="row", reason="b", remedy="c"))
    seen.append(store.version())
    store.delete_article(article.article_id)
    seen.append(store.version())
    assert len(set(seen)) == 5
    store.events(), store.toponyms(), store.articles()
    with EventStore.open(store_url) as other:
        assert other.version() == seen[-1]


def test_a_second_opener_sees_what_the_first_has_added(store, store_url):
    with EventStore.open(store_url) as other:
        article = fill(store, 1)[0]
        assert other.has_article(article.article_id)
        assert other.add_article(article, [], []) is False


def test_several_writers_at_once_lose_nothing_and_add_nothing_twice(store_url):
    articles = [an_article(f"Article {number} on Ghat") for number in range(12)]

    def write(_: int) -> int:
        with EventStore.open(store_url) as own:
            return sum(
                own.add_article(article, [an_event(article)], toponyms_of(article))
                for article in articles
            )

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(write, range(4))) == 12
    with EventStore.open(store_url) as opened:
        assert opened.counts() == {"articles": 12, "events": 12, "toponyms": 36, "skipped": 0}


DAYS = (date(2014, 5, 1), date(2014, 5, 16), date(2014, 6, 30))
SPANS = tuple(combinations_with_replacement(DAYS, 2))
ANY_SPAN = st.sampled_from([*SPANS, *((None, day) for day in DAYS), *((day, None) for day in DAYS)])
ANY_SELECTION = st.builds(
    lambda span, countries, borders, flag: Selection(
        since=span[0],
        until=span[1],
        countries=countries,
        borders=borders,
        include_undated=flag,
        include_background=flag,
    ),
    ANY_SPAN,
    st.lists(st.sampled_from(["DZ", "LY", "ZZ"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["DZ-LY", "LY-NE"]), max_size=2).map(tuple),
    st.booleans(),
)


@given(selection=ANY_SELECTION)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_selection_means_the_same_to_the_store_as_to_the_filter(store, selection):
    spans = [(None, None), *SPANS]
    codes = [(None, None), ("DZ", "DZ-LY"), ("LY", "DZ-LY"), ("LY", "LY-NE")]
    events = [
        an_event(
            None,
            number,
            date_start=span[0],
            date_end=span[1],
            country_code=code[0],
            border_id=code[1],
            background=number % 3 == 0,
        )
        for number, (span, code) in enumerate(product(spans, codes))
    ]
    store.add_events(events_to_frame(events))
    expected = select(store.events(), selection).reset_index(drop=True)
    pd.testing.assert_frame_equal(store.events(selection), expected)


# XML's characters and more, but none that no store can keep
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
NUMBER = st.floats(allow_nan=False, allow_infinity=False, width=64)
COUNT = st.integers(0, 2**40)
DEGREES = st.floats(-90, 90)
DAY = st.dates()
EVENT_TYPES = [(kind.value, sub) for kind, subs in SUB_EVENT_TYPES.items() for sub in subs]
POINTS = st.lists(st.tuples(DEGREES, DEGREES), min_size=2, max_size=5)
GEOMETRY = st.one_of(
    st.none(),
    st.builds(Point, DEGREES, DEGREES),
    st.builds(LineString, POINTS),
    st.builds(Point, DEGREES, DEGREES, DEGREES),
    st.sampled_from([Polygon(), box(0, 1, 2, 3), MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)])]),
)


@st.composite
def any_event(draw: st.DrawFn) -> Event:
    event_type, sub_event_type = draw(st.sampled_from([*EVENT_TYPES, (None, None)]))
    first, last = sorted((draw(DAY), draw(DAY)))
    words = {
        name: draw(st.none() | TEXT)
        for name in ("actor1", "actor2", "attributed_to", "location", "country", "link_id", "url")
    }
    numbers = {
        name: draw(st.none() | NUMBER)
        for name in ("border_distance_km", "border_position_km", "quantity", "quantity_high")
    }
    counts = {
        name: draw(st.none() | COUNT)
        for name in ("fatalities", "fatalities_high", "wounded", "quote_start", "time_precision")
    }
    return Event(
        event_id="",
        act_id=draw(TEXT),
        event_type=event_type,
        sub_event_type=sub_event_type,
        border_activity=draw(st.none() | st.sampled_from([kind.value for kind in BorderActivity])),
        background=draw(st.booleans()),
        date_start=draw(st.sampled_from([None, first])),
        date_end=draw(st.sampled_from([None, last])),
        published=draw(st.none() | DAY),
        actor1_type=draw(st.none() | st.sampled_from([kind.value for kind in ActorType])),
        assoc_actors=tuple(draw(st.lists(TEXT, max_size=3))),
        latitude=draw(st.none() | DEGREES),
        geometry=draw(GEOMETRY),
        quote=draw(TEXT),
        source=draw(TEXT),
        confidence=draw(st.none() | st.floats(0, 1)),
        evidence=tuple(
            draw(st.lists(st.builds(Evidence, field=TEXT, start=COUNT, end=COUNT), max_size=3))
        ),
        **words,
        **numbers,
        **counts,
    )


@given(drawn=st.lists(any_event(), max_size=4))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_events_come_back_equal_from_the_store(store, drawn):
    article = an_article()
    events = [
        replace(event, event_id=f"event {number}", article_id=article.article_id)
        for number, event in enumerate(drawn)
    ]
    try:
        store.add_article(article, events, [])
        back = sorted(frame_to_events(store.events()), key=lambda event: event.event_id)
    finally:
        store.delete_article(article.article_id)
    assert back == events
    assert store.events().empty


@given(drawn=st.lists(any_event(), max_size=4))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_imported_and_extracted_events_are_stored_alike(store, monkeypatch, drawn):
    # the two ways into the table are written twice, one for records and one for columns; the
    # check of the codes is no matter here
    monkeypatch.setattr("geodata.store.check_events", lambda _: None)
    article = an_article()
    events = [
        replace(event, event_id=f"event {number}", article_id=article.article_id)
        for number, event in enumerate(drawn)
    ]
    frames = []
    for add in (
        lambda: store.add_article(article, events, []),
        lambda: store.add_events(events_to_frame(events)),
    ):
        try:
            add()
            frames.append(store.events())
        finally:
            store.delete_article(article.article_id)
    pd.testing.assert_frame_equal(*frames)
