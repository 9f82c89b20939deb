import pytest
from reading_helpers import gazetteer

from extract.judge import Judged, best_of_overlapping, judge, pool
from extract.spans import Origin, Span, find_spans
from extract.toponyms import context_of


def surfaces(text):
    return {text[span.start : span.end] for span in find_spans(context_of(text, gazetteer()))}


def found(text):
    items = judge(context_of(text, gazetteer()))
    return [text[item.span.start : item.span.end] for item in items]


def item(first, last, logit, name="x"):
    span = Span(first, last, first * 10, last * 10 + 9, name, Origin.KNOWN)
    return Judged(span, [], (), has_cue=False, logit=logit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left Granville County.", {"Granville", "Granville County"}),
        ("It froze on Lake Erie.", {"Lake Erie", "Erie"}),
        ("It froze in North London.", {"North London", "London"}),
        ("It sank in the Gulf of Sidra.", {"Gulf of Sidra"}),
        ("He was born in Pikeville, Ky.", {"Pikeville", "Ky."}),
        ("وصلوا إلى وادي الربيع", {"وادي الربيع"}),
    ],
)
def test_known_names_compounds_and_abbreviations_are_candidates(text, expected):
    assert expected <= surfaces(text)


def test_an_arabic_names_particles_are_left_outside_of_its_span():
    assert "غات" in surfaces("وصلت القوات إلى سبها وغات.")


def test_of_overlapping_spans_those_with_the_most_log_odds_together_are_kept():
    whole, left, right = item(0, 3, 2.0), item(0, 1, 1.5), item(2, 3, 1.0)
    assert best_of_overlapping([whole, left, right]) == [left, right]
    assert best_of_overlapping([item(0, 3, 3.0), left, right])[0].logit == 3.0


def test_a_name_is_judged_with_what_was_found_of_it_elsewhere_in_the_article():
    sure, unsure, other = item(0, 0, 4.0), item(5, 5, 0.1), item(7, 7, 0.1, "y")
    pool([sure, unsure, other])
    assert "pool:high" in unsure.features
    assert other.features == ["pool:single"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("General Madi met Imad Mesdoua in Tripoli.", ["Tripoli"]),
        ("The fire burned houses in Oxford, North Carolina.", ["Oxford", "North Carolina"]),
        ("TRIPOLI (Reuters) - Fighters left on Monday.", ["TRIPOLI"]),
        ("Traders queued at Ras Ajdir and Dehiba on Friday.", ["Ras Ajdir", "Dehiba"]),
        ("Gunmen attacked Zouar on Friday.", ["Zouar"]),
    ],
)
def test_neighbours_tell_places_from_people_and_bodies(text, expected):
    assert found(text) == expected
