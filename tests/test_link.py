"""Which reports become one happening, in a store, as reports arrive and analysts speak."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from shapely import Point
from store_samples import an_article

from extract.link import link_pending, relink
from geodata.codes import LinkDecision
from geodata.errors import RecordError
from geodata.exports import write_events
from geodata.matching import happenings
from geodata.model import Article, Event, content_id
from geodata.schema import events_to_frame
from geodata.store import EventStore

DAY = date(2021, 3, 14)
KIDAL, MENAKA = (18.44, 1.41), (15.92, 2.40)
JNIM = "Jama'at Nusrat al-Islam wal-Muslimin (JNIM)"
TOLD = (
    "Gunmen on motorbikes opened fire at the cattle market of Kidal on Sunday and killed {} "
    "people, a local official said. They took several vehicles and left towards the north before "
    "soldiers arrived from the camp outside the town."
)
TOLD_AGAIN = (
    "The toll of the shooting at the Kidal market has risen to {}, the governor's office said. "
    "Traders who hid behind their stalls spoke of some twenty attackers on motorbikes."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    with EventStore.open(tmp_path / "store.sqlite") as opened:
        yield opened


def report(
    text: str, *, day: date = DAY, later: int = 1, at: tuple[float, float] = KIDAL, **fields: object
) -> tuple[Article, Event]:
    """An article with its one event, an attack of `day`, published `later` days after it."""
    article = an_article(text, title="", published=day + timedelta(days=later), language="en")
    values: dict[str, object] = {
        "event_id": content_id("event", article.article_id, 0),
        "act_id": content_id("act", article.article_id),
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "border_activity": "attack",
        "date_start": day,
        "date_end": day,
        "time_precision": 1,
        "actor1": "Unidentified armed group (Mali)",
        "latitude": at[0],
        "longitude": at[1],
        "geometry": Point(at[::-1]),
        "geo_precision": 1,
        "where_prec": 1,
        "country_code": "ML",
        "quote": text.partition(". ")[0],
        "quote_start": 0,
        "quote_end": len(text.partition(". ")[0]),
        "article_id": article.article_id,
        "published": article.published,
    }
    return article, Event(**(values | fields))


def add(store: EventStore, *reports: tuple[Article, Event]) -> None:
    for article, event in reports:
        assert store.add_article(article, [event], ())
    link_pending(store)


def links(store: EventStore) -> dict[str, str]:
    frame = store.events()
    known = frame[frame["link_id"].notna()]
    return dict(zip(known["event_id"], known["link_id"], strict=True))


def test_two_reports_with_a_rising_toll_are_one_happening(store):
    early, late = report(TOLD.format(11), fatalities=11), report(TOLD_AGAIN.format(17), later=2)
    add(store, early, late)
    assert links(store) == dict.fromkeys((early[1].event_id, late[1].event_id), early[1].event_id)


def test_the_same_town_a_week_later_is_another_happening(store):
    add(store, report(TOLD.format(11)), report(TOLD_AGAIN.format(17), day=DAY + timedelta(days=7)))
    assert links(store) == {}


def test_another_town_on_the_same_day_is_another_happening(store):
    add(store, report(TOLD.format(11)), report(TOLD_AGAIN.format(17), at=MENAKA))
    assert links(store) == {}


def test_an_attack_by_one_named_group_is_not_that_of_its_rival(store):
    add(
        store,
        report(TOLD.format(11), actor1=JNIM),
        report(TOLD_AGAIN.format(17), actor1="Islamic State Sahel Province (ISSP)"),
    )
    assert links(store) == {}


def test_a_named_group_may_be_the_unidentified_one_of_another_report(store):
    add(store, report(TOLD.format(11)), report(TOLD_AGAIN.format(17), actor1=JNIM, later=2))
    assert len(links(store)) == 2


def test_what_was_planned_is_not_what_happened(store):
    add(store, report(TOLD.format(11)), report(TOLD_AGAIN.format(11), modality="planned"))
    assert links(store) == {}


def test_a_reprint_is_linked_even_where_it_was_read_otherwise(store):
    first = report(TOLD.format(11), fatalities=11)
    cut = TOLD.format(11).removesuffix("soldiers arrived from the camp outside the town.")
    add(store, first, report(f"(Agencies) {cut}", at=MENAKA, fatalities=40, later=3))
    assert set(links(store).values()) == {first[1].event_id}
    assert relink(store).reprints == 1


def test_reports_in_french_and_arabic_are_linked_by_day_place_and_act(store):
    texts = (
        TOLD.format(11),
        "Une dizaine de personnes ont été tuées dimanche au marché de Kidal par des hommes armés.",
        "قتل أحد عشر شخصا يوم الأحد في هجوم شنه مسلحون على سوق المواشي بمدينة كيدال شمال مالي.",
    )
    add(store, *(report(text) for text in texts))
    assert len(links(store)) == 3
    assert len(set(links(store).values())) == 1


def test_an_article_s_own_events_stay_apart(store):
    article, event = report(TOLD.format(11))
    second = Event(
        **{
            **{name: getattr(event, name) for name in Event.__dataclass_fields__},
            "event_id": content_id("event", article.article_id, 1),
            "quote_start": 70,
        }
    )
    store.add_article(article, [event, second], ())
    link_pending(store)
    assert links(store) == {}


def test_a_recalled_event_is_linked_to_the_event_it_recalls(store):
    then = report(TOLD.format(11), fatalities=11)
    recalled = report(
        "Kidal's market reopened on Monday, seven months after 11 people were shot there.",
        later=200,
        background=True,
        fatalities=11,
    )
    add(store, then)
    add(store, recalled)
    assert links(store)[recalled[1].event_id] == then[1].event_id


def test_a_recalled_event_of_another_place_is_not_linked(store):
    add(
        store,
        report(TOLD.format(11)),
        report("An attack was recalled.", later=200, background=True, at=MENAKA),
    )
    assert links(store) == {}


def test_the_link_id_stays_as_reports_come_in(store):
    first = report(TOLD.format(11), later=3)
    add(store, first)
    for number, later in ((12, 2), (14, 1), (17, 4)):
        add(store, report(TOLD_AGAIN.format(number), later=later))
        assert set(links(store).values()) == {first[1].event_id}
    assert happenings(store.events()) == 1


def test_plain_cases_are_grouped_alike_in_whatever_order_they_arrive(tmp_path):
    reports = (
        report(TOLD.format(11)),
        report(TOLD_AGAIN.format(17), later=2),
        report(TOLD.format(5), day=DAY + timedelta(days=9)),
    )
    for number, order in enumerate(permutations(reports)):
        with EventStore.open(tmp_path / f"{number}.sqlite") as store:
            for one in order:
                add(store, one)
            together = links(store)
        assert set(together) == {event.event_id for _, event in reports[:2]}
        assert len(set(together.values())) == 1


def test_linking_again_changes_nothing(store):
    add(store, report(TOLD.format(11)), report(TOLD_AGAIN.format(17), later=2))
    before, version = links(store), store.version()
    assert link_pending(store).events == 0
    assert relink(store).changed == 0
    assert (links(store), store.version()) == (before, version)


def test_what_an_analyst_takes_apart_stays_apart(store):
    one, other = report(TOLD.format(11)), report(TOLD_AGAIN.format(17), later=2)
    add(store, one, other)
    store.links.decide(
        one[1].event_id, other[1].event_id, LinkDecision.DIFFERENT, decided_by="an analyst"
    )
    for run in (link_pending, relink, relink):
        run(store)
        assert links(store) == {}


def test_what_an_analyst_puts_together_stays_together(store):
    one, other = report(TOLD.format(11)), report(TOLD.format(3), day=date(2019, 1, 1), at=MENAKA)
    add(store, one, other)
    assert links(store) == {}
    store.links.decide(
        other[1].event_id, one[1].event_id, LinkDecision.SAME, decided_by="an analyst"
    )
    for run in (link_pending, relink, relink):
        run(store)
        assert len(links(store)) == 2
        assert len(set(links(store).values())) == 1


def test_the_later_decision_on_a_pair_holds(store):
    one, other = report(TOLD.format(11)), report(TOLD_AGAIN.format(17), later=2)
    add(store, one, other)
    for decision in (LinkDecision.DIFFERENT, LinkDecision.SAME):
        store.links.decide(one[1].event_id, other[1].event_id, decision, decided_by="an analyst")
    link_pending(store)
    assert len(links(store)) == 2
    assert store.links.decisions()["decision"].tolist() == ["same"]


def test_a_decision_needs_two_events_of_the_store(store):
    one = report(TOLD.format(11))
    add(store, one)
    with pytest.raises(RecordError, match="event 'nowhere' isn't in the store"):
        store.links.decide(one[1].event_id, "nowhere", LinkDecision.SAME, decided_by="an analyst")
    with pytest.raises(RecordError, match="name two reports"):
        store.links.decide(
            one[1].event_id, one[1].event_id, LinkDecision.SAME, decided_by="an analyst"
        )


def test_groups_that_merge_keep_the_older_id(store):
    first, second = report(TOLD.format(11)), report(TOLD_AGAIN.format(12))
    third = report(TOLD.format(3), day=date(2021, 4, 1), at=MENAKA)
    fourth = report(TOLD_AGAIN.format(4), day=date(2021, 4, 1), at=MENAKA)
    add(store, first, second, third, fourth)
    older = links(store)[first[1].event_id]
    assert len(set(links(store).values())) == 2
    store.links.decide(third[1].event_id, first[1].event_id, LinkDecision.SAME, decided_by="a")
    link_pending(store)
    assert set(links(store).values()) == {older}


def test_a_deleted_report_leaves_no_link_to_it_behind(store):
    first, second = report(TOLD.format(11)), report(TOLD_AGAIN.format(12))
    add(store, first)
    store.links.mark_all_pending()
    store.delete_article(first[0].article_id)
    assert store.links.pending() == []
    add(store, second)
    assert links(store) == {}


def test_imported_links_are_kept(store):
    rows = [
        report(TOLD.format(n), day=day, link_id="theirs", origin="imported")[1]
        for n, day in ((1, DAY), (2, date(2019, 5, 5)))
    ]
    store.add_events(events_to_frame(rows))
    relink(store)
    assert links(store) == {event.event_id: "theirs" for event in rows}


def test_linked_reports_are_shown_as_one_event_with_its_sources(store, tmp_path):
    early = report(TOLD.format(11), fatalities=11, source="one.txt", confidence=0.5)
    late = report(TOLD_AGAIN.format(17), fatalities=17, later=2, source="two.txt", confidence=0.7)
    add(store, early, late)
    assert happenings(store.events()) == 1
    assert write_events(store.events(), tmp_path / "one.geojson") == 1
    (feature,) = json.loads((tmp_path / "one.geojson").read_bytes())["features"]
    told = feature["properties"]
    assert (told["fatalities"], told["fatalities_high"]) == (11, 17)
    assert {report["source"] for report in told["sources"]} == {"one.txt", "two.txt"}
