import sys
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import article

from extract.pipeline import extract_events, extract_toponyms, ingest
from geodata.schema import check_events, events_to_frame
from geodata.store import EventStore

TEXT = (
    "GHAT, Libya (Agency) - Gunmen attacked soldiers near Ghat on Monday, killing two.\n\n"
    "Algeria closed its border with Libya after the attack. The town of Qwxyzbad is calm."
)
# Pieces of sentences that mean something, with what real pages break them up with.
PIECES = st.sampled_from(
    [
        "Gunmen attacked soldiers in Ghat on 16 May. ",
        "Algeria closed its borders with Libya and Mali ",
        "killing at least 1,200 people ",
        "قتل ١٢ جنديا في هجوم قرب الحدود مع ليبيا. ",
        "L'armée algérienne a déployé 600 hommes à la frontière malienne. ",
        "In the night of 31 March to 1 April ",
        "“We will attack Ghat tomorrow,” ",
        "General Khalifa Haftar said ",
        "since 2011 ",
        "\n\n",
        "\r\n",
        "\u200f",
        "\u202e",
        "\ufeff",
        "e\u0301",
        "🚁",
        "مُحَمَّد",
        "<script>",
        "{% raw %}",
        "'",
        "’s ",
        ". ",
        "; ",
        ", ",
        "-",
    ]
)
# Lone surrogates and NULs are replaced by the readers before an article is made.
CHARACTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
TEXTS = st.lists(st.one_of(PIECES, st.text(CHARACTERS, max_size=8)), max_size=12).map("".join)
PUBLISHED = st.none() | st.dates(date(1990, 1, 1), date(2035, 1, 1))


@settings(deadline=None, max_examples=60)
@given(TEXTS, PUBLISHED)
def test_any_text_is_read_and_every_quote_is_verbatim(text, published):
    result = extract_events(article(text, published))
    for event in result.events:
        assert text[event.quote_start : event.quote_end] == event.quote
        assert all(0 <= e.start < e.end <= len(text) for e in event.evidence)
        assert event.date_start is None or event.date_start <= event.date_end
    for toponym in result.toponyms:
        assert text[toponym.start : toponym.end] == toponym.text
    check_events(events_to_frame(result.events))


@settings(deadline=None, max_examples=12)
@given(TEXTS)
def test_the_same_text_gives_the_same_events(text):
    assert extract_events(article(text)) == extract_events(article(text))


def test_events_are_joined_to_countries_units_and_borders():
    events = {e.border_activity: e for e in extract_events(article(TEXT)).events}
    attack, closure = events["attack"], events["border closure"]
    assert (attack.country_code, attack.country, attack.border_id) == ("LY", "Libya", "DZ-LY")
    assert attack.admin1
    assert 0 < attack.border_distance_km < 60
    assert (closure.border_id, closure.border_distance_km, closure.where_prec) == ("DZ-LY", 0, 5)
    assert closure.geometry.geom_type.endswith("LineString")


def test_toponyms_come_with_the_events_the_unresolved_ones_too():
    result = extract_events(article(TEXT))
    assert result.toponyms == extract_toponyms(article(TEXT))
    unresolved = [t.text for t in result.toponyms if t.place is None and not t.border_ids]
    assert unresolved == ["Qwxyzbad"]


def test_spans_given_are_resolved_and_nothing_else():
    start = TEXT.index("near Ghat") + 5
    (found,) = extract_toponyms(article(TEXT), [(start, start + 4)])
    assert (found.text, found.place.country_code) == ("Ghat", "LY")
    assert extract_toponyms(article(TEXT), []) == ()
    with pytest.raises(ValueError, match="outside of the text"):
        extract_toponyms(article(TEXT), [(0, len(TEXT) + 1)])


def test_an_article_without_events_keeps_its_toponyms():
    result = extract_events(article("Ghat is a town of Libya."))
    assert result.events == ()
    assert [t.text for t in result.toponyms] == ["Ghat", "Libya"]


def test_reading_a_text_again_adds_nothing_to_the_store(tmp_path):
    file = tmp_path / "report.txt"
    file.write_text(TEXT, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'events.db'}"
    ingest([file], store_url=url, published=date(2014, 5, 30))
    with EventStore.open(url) as store:
        first = list(store.events()["event_id"])
    ingest([file], store_url=url, published=date(2014, 5, 30))
    with EventStore.open(url) as store:
        assert list(store.events()["event_id"]) == first
        assert len(store.articles()) == 1
    assert len(first) == 2


def calls_for(text):
    """How many Python functions are called to read the text."""
    counts = Counter()
    sys.setprofile(lambda _frame, event, _arg: counts.update((event,)))
    try:
        extract_events(article(text))
    finally:
        sys.setprofile(None)
    return counts["call"]


@pytest.mark.parametrize("glue", ["\n\n", " "])
def test_work_grows_with_the_length_of_the_text_and_no_faster(glue):
    extract_events(article(TEXT))  # what is read once is read before counting
    ten, twenty, forty = (calls_for(glue.join([TEXT] * count)) for count in (10, 20, 40))
    # twice as much more text takes twice as many more calls, not four times
    assert forty - twenty < 2.5 * (twenty - ten)
