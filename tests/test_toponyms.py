import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import gazetteer, read, toponyms

from extract.actors import find_actors
from extract.text import tokens_of
from extract.toponyms import find_mentions, mentions_at
from geodata.model import MentionKind

PIECES = st.sampled_from(
    [
        "Ghat",
        "In Amenas",
        "In",
        "Mali",
        "Ra's Lanuf",
        "Khalifa Haftar",
        "General",
        "Boualem Madi",
        "Algerian",
        "army",
        "town of",
        "near",
        "province",
        "Brigade",
        "said",
        "طرابلس",
        "وغات",
        "الجزائرية",
        "d'Illizi",
        "algérienne",
        "MALI",
        "🚁",
        "\u200f",
        "e\u0301",
        "\n",
        ".",
        ",",
    ]
)


def mentions(text):
    tokens = tokens_of(text)
    return find_mentions(text, tokens, find_actors(text, tokens, None), gazetteer())


def places(text):
    return {
        words: t.place and (t.place.name, t.place.country_code)
        for words, t in toponyms(text).items()
    }


@settings(deadline=None, max_examples=100)
@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=16).map(" ".join))
def test_mentions_stand_verbatim_in_order_and_never_overlap(text):
    end = 0
    for mention in mentions(text):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops left Ghat.", {"Ghat": ("Ghat", "LY")}),
        ("In Mali troops left.", {"Mali": ("Mali", "ML")}),
        ("In Amenas is quiet.", {"In Amenas": ("I-n-Amenas", "DZ")}),
        ("They met near Ra's Lanuf.", {"Ra's Lanuf": ("Ras Lanuf", "LY")}),
        (
            "They went to Bourj Baji Mukhtar and to Ain Ghazzam.",
            {
                "Bourj Baji Mukhtar": ("Bordj Badji Mokhtar", "DZ"),
                "Ain Ghazzam": ("In Guezzam", "DZ"),
            },
        ),
        ("They were seen in MALI.", {"MALI": ("Mali", "ML")}),
        ("L'armée est dans la wilaya d'Illizi.", {"Illizi": ("Illizi", "DZ")}),
        (
            "وصلت القوات إلى سبها وغات.",
            {"سبها": ("Sabha", "LY"), "غات": ("Ghat", "LY")},
        ),
        ("وصلت القوات إلى برج باجي مختار", {"برج باجي مختار": ("Bordj Badji Mokhtar", "DZ")}),
        ("Troops went to Gao; the UN and Ban did not.", {"Gao": ("Gao", "ML")}),
        ("They crossed the Salvador Pass.", {"Salvador Pass": ("Salvador Pass", "NE")}),
        (
            "DES COMBATS ONT EU LIEU À GHAT ET DANS LA WILAYA D'ILLIZI",
            {"GHAT": ("Ghat", "LY"), "ILLIZI": ("Illizi", "DZ")},
        ),
        (
            "fighting broke out in bordj badji mokhtar near ghat",
            {"bordj badji mokhtar": ("Bordj Badji Mokhtar", "DZ"), "ghat": ("Ghat", "LY")},
        ),
    ],
)
def test_places_are_found_under_the_spelling_of_the_text(text, expected):
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "General Boualem Madi said so.",
        "Mr Paris said so.",
        "They told Ahmed Tripoli of it.",
        "Khalifa Haftar spoke. Haftar left.",
        "Al-Qaeda in the Islamic Maghreb attacked.",
        "The Zintan Brigade left.",
        "The New York Times wrote of it.",
        "May and March were calm.",
        "They took the nice road to reading.",
        "",
    ],
)
def test_persons_bodies_months_and_common_words_are_no_places(text):
    assert places(text) == {}


def test_a_brigades_name_is_none_but_its_town_is():
    text = "The Zintan Brigade left Zintan."
    (found,) = toponyms(text).values()
    assert (found.start, found.text) == (text.rindex("Zintan"), "Zintan")


def test_a_name_that_only_its_place_shows_is_kept_without_an_answer():
    (found,) = toponyms("The town of Xyzzyville is calm.").values()
    assert (found.text, found.place, found.score) == ("Xyzzyville", None, 0.0)


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Algerian officials spoke.", "Algerian", "DZ"),
        ("The Libyan army came.", "Libyan", "LY"),
        # villages elsewhere bear these names
        ("They stood near the Malian border.", "Malian", "ML"),
        ("They fled into Chadian territory.", "Chadian", "TD"),
        ("La presse algérienne en parle.", "algérienne", "DZ"),
        ("وقال مسؤول في الصحافة الليبية", "الليبية", "LY"),
    ],
)
def test_demonyms_stand_for_their_countries_in_actors_names_too(text, words, code):
    found = toponyms(text, MentionKind.DEMONYM)
    assert {name: t.place.country_code for name, t in found.items()} == {words: code}


def test_words_around_a_name_say_whether_it_is_a_province():
    found = {m.text: (m.is_area, m.has_cue) for m in mentions("In Illizi province and at Ghat.")}
    assert found == {"Illizi": (True, True), "Ghat": (False, True)}


def test_spans_given_are_answered_each_in_the_order_given():
    text = "Libyan troops left Ghat for somewhere."
    spans = [(19, 23), (0, 6), (28, 37)]
    found = mentions_at(text, tokens_of(text), spans, gazetteer())
    assert [(m.text, m.kind) for m in found] == [
        ("Ghat", MentionKind.PLACE),
        ("Libyan", MentionKind.DEMONYM),
        ("somewhere", MentionKind.PLACE),
    ]
    assert found[0].candidates[0].place.name == "Ghat"
    assert found[1].country_code == "LY"


@pytest.mark.parametrize("span", [(5, 5), (-1, 3), (0, 99), (4, 2)])
def test_a_span_that_is_empty_or_outside_of_the_text_is_refused(span):
    text = "Troops left Ghat."
    with pytest.raises(ValueError, match="outside of the text"):
        mentions_at(text, tokens_of(text), [span], gazetteer())


def test_every_place_keeps_its_offsets_behind_marks_and_emoji():
    text = "🚁\u202b e\u0301tat: près de Ghat, à Djanet"
    for toponym in read(text).toponyms:
        assert text[toponym.start : toponym.end] == toponym.text
    assert "Ghat" in toponyms(text)


def test_a_name_begins_with_its_small_article():
    assert places("Clashes broke out in al-Bayda, Libya, near el-Marj.").items() >= {
        ("al-Bayda", ("Al Bayḑā’", "LY")),
        ("el-Marj", ("Al Marj", "LY")),
    }


def test_an_arabic_name_is_not_read_as_a_particle_and_another_name():
    assert places("انفجرت عبوة قرب مدينة بسكرة الجزائرية")["بسكرة"] == ("Biskra", "DZ")


def test_ordinary_arabic_words_are_no_places():
    assert not places("قالت جامعة إن مئة طالب تغيبوا يوما")
