import pytest
from reading_helpers import gazetteer, read, toponyms

from extract.resolve import SCORE_FLOOR, country_place, resolve
from extract.text import tokens_of
from extract.toponyms import mentions_at
from geodata.model import MentionKind


def meant(text, words):
    return toponyms(text)[words].place


@pytest.mark.parametrize(
    ("text", "words", "country", "feature"),
    [
        ("They fought in Tripoli, Libya.", "Tripoli", "LY", "PPLC"),
        ("They fought in Tripoli, Lebanon.", "Tripoli", "LB", "PPL"),
        ("A bomb hit Tripoli. The Lebanese army came.", "Tripoli", "LB", "PPL"),
        ("A bomb hit Tripoli. The Libyan army came.", "Tripoli", "LY", "PPLC"),
        ("The governor of Illizi province spoke.", "Illizi", "DZ", "ADM1"),
        ("They left Algeria for Niger.", "Niger", "NE", "PCLI"),
        ("He left Georgia.", "Georgia", "GE", "PCLI"),
        ("Egyptian jets hit Derna on Monday.", "Derna", "LY", "PPL"),
        ("Families fled Kidal for Algeria.", "Kidal", "ML", "PPL"),
    ],
)
def test_of_namesakes_the_one_is_meant_that_the_text_speaks_of(text, words, country, feature):
    place = meant(text, words)
    assert (place.country_code, place.feature_code) == (country, feature)


def test_the_provinces_of_a_list_are_all_provinces():
    text = "The provinces of Illizi and Tamanrasset were sealed."
    assert [t.place.feature_code for t in toponyms(text).values()] == ["ADM1", "ADM1"]


def test_a_name_means_one_place_throughout_a_text():
    text = "Tripoli is calm. They drove from Lebanon to Tripoli. In Tripoli they stayed."
    found = [t for t in read(text).toponyms if t.text == "Tripoli"]
    assert len(found) == 3
    assert {t.place.country_code for t in found} == {"LB"}


def test_scores_lie_between_the_floor_and_one_and_are_nought_without_a_place():
    text = "From Tripoli, Libya, to Benghazi, Ghat, In Amenas, Qwxyzbad town and the Sahel."
    for toponym in read(text).toponyms:
        if toponym.place is None:
            assert toponym.score < SCORE_FLOOR
        else:
            assert SCORE_FLOOR <= toponym.score <= 1


def test_a_clear_name_scores_higher_than_one_with_namesakes():
    found = toponyms("They fought in Springfield and in Ouagadougou.")
    assert found["Ouagadougou"].score > 0.9 > found["Springfield"].score


def resolved(text, *words, publisher=None):
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    mentions = mentions_at(text, tokens_of(text), spans, gazetteer())
    return [t.place for t in resolve(text, mentions, gazetteer(), publisher=publisher)]


@pytest.mark.parametrize(
    ("text", "words", "admin1"),
    [
        ("He lives in Paris, Texas.", ("Paris", "Texas"), "Texas"),
        ("He lives in Long Beach, CA.", ("Long Beach",), "California"),
        ("He lives in Georgetown, Ky.", ("Georgetown",), "Kentucky"),
        (
            "They met in London in the Canadian province of Ontario.",
            ("London", "Ontario"),
            "Ontario",
        ),
    ],
)
def test_an_area_named_with_a_place_holds_it(text, words, admin1):
    assert resolved(text, *words)[0].admin1 == admin1


def test_a_list_of_countries_is_no_nest_of_areas():
    found = resolved("He named Iraq, Iran and Syria.", "Iraq", "Iran", "Syria")
    assert [place.feature_code for place in found] == ["PCLI"] * 3


def test_a_state_is_meant_before_a_village_of_its_name():
    assert (
        resolved("A California mother left the United States.", "California", "United States")[
            0
        ].feature_code
        == "ADM1"
    )


def test_a_town_is_meant_before_the_unit_named_after_it_unless_a_word_says_so():
    assert resolved("They fled to Benghazi on foot.", "Benghazi")[0].feature_code == "PPL"
    assert resolved("The Kidal region is calm.", "Kidal")[0].feature_code == "ADM1"


def test_the_publishers_country_breaks_a_tie():
    text = "A man was arrested in Florence on Monday."
    assert resolved(text, "Florence", publisher="IT")[0].country_code == "IT"


def test_people_of_a_region_stand_for_the_region():
    found = resolved("African leaders and Sahelian traders met.", "African", "Sahelian")
    assert [place.name for place in found] == ["Africa", "Sahel"]


def test_mentions_are_answered_one_for_one_in_order():
    text = "Ghat, Qwxyzbad and Libyan"
    spans = [(0, 4), (6, 14), (19, 25)]
    found = resolve(text, mentions_at(text, tokens_of(text), spans, gazetteer()), gazetteer())
    assert [(t.start, t.end) for t in found] == spans
    assert [t.place and t.place.country_code for t in found] == ["LY", None, "LY"]
    assert found[2].kind is MentionKind.DEMONYM


def test_no_mentions_give_no_toponyms():
    assert resolve("", (), gazetteer()) == ()


def test_a_countrys_own_row_is_found_by_its_code():
    assert country_place("DZ", gazetteer()).feature_code == "PCLI"
    assert country_place("DZ", gazetteer()).name == "Algeria"
    assert country_place(None, gazetteer()) is None
    assert country_place("", gazetteer()) is None
