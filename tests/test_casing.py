import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_helpers import gazetteer

from extract.casing import in_ordinary_case
from extract.text import tokens_of

PIECES = st.sampled_from(
    ["GHAT", "IN", "THE", "Ghat", "in", "D'ILLIZI", "À", "É", "U.S.", "طرابلس", "ß", "İ", "\n", "7"]
)


def cased(text):
    return " ".join(token.text for token in in_ordinary_case(text, tokens_of(text), gazetteer()))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=14).map(" ".join))
def test_only_the_case_of_words_changes(text):
    before = tokens_of(text)
    after = in_ordinary_case(text, before, gazetteer())
    assert [(t.start, t.end, t.folded) for t in after] == [
        (t.start, t.end, t.folded) for t in before
    ]
    assert [t.text.casefold() for t in after] == [t.text.casefold() for t in before]


@pytest.mark.parametrize(
    "text",
    [
        "Troops left Ghat for Djanet.",
        "TRIPOLI, LIBYA (LANA) - Troops left Ghat.",
        "Reporters of NBC NEWS and CBS NEWS came.",
        "The AU, the UN and the EU met in Tripoli.",
        "قالت القوات إنها وصلت",
        "1, 2, 3 AND 4",
        "",
    ],
)
def test_text_with_its_case_is_left_as_it_is(text):
    tokens = tokens_of(text)
    assert in_ordinary_case(text, tokens, gazetteer()) is tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TROOPS LEFT GHAT FOR DJANET.", "troops left Ghat for Djanet"),
        ("TRIPOLI AND BENGHAZI ARE QUIET", "Tripoli and Benghazi are quiet"),
        ("troops left ghat for djanet.", "troops left Ghat for Djanet"),
        (
            "DES COMBATS ONT EU LIEU À GHAT ET DANS LA WILAYA D'ILLIZI.",
            "des combats ont eu lieu à Ghat et dans la wilaya Illizi",
        ),
    ],
)
def test_text_in_one_case_is_written_as_running_text_writes_it(text, expected):
    assert cased(text) == expected


def test_a_stretch_of_capitals_may_stand_within_ordinary_text():
    text = "BREAKING: CLASHES IN GHAT AND DJANET. The army said so. The US left."
    assert cased(text) == "breaking clashes in Ghat and Djanet The army said so The US left"


def test_the_rest_of_the_text_tells_the_case_of_words():
    assert cased("THE ZORGLUB LEFT GHAT\nZorglub left.") == "the Zorglub left Ghat Zorglub left"
    assert cased("THE MALI OF GHAT\nThe mali left.") == "the mali of Ghat The mali left"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("THEY LEFT IN AMENAS FOR THE COAST", "they left In Amenas for the coast"),
        ("TROOPS IN MALI LEFT THE COUNTRY", "troops in Mali left the country"),
        ("THEY MET IN NEW YORK AND SOUTH SUDAN", "they met in New York and South Sudan"),
        ("THE MEN MET IN THE NETHERLANDS", "the men met in the Netherlands"),
    ],
)
def test_words_that_are_small_one_by_one_are_a_name_together(text, expected):
    assert cased(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("THEY WERE READING OF IT IN TURKEY", "they were reading of it in Turkey"),
        ("THE GOLD WAS SOLD IN GHAT", "the gold was sold in Ghat"),
        ("THE US TOLD US OF IT", "the US told us of it"),
        ("THEY TOLD NATO AND THE WHO OF IT", "they told NATO and the who of it"),
    ],
)
def test_a_word_that_is_also_a_name_is_what_most_mean_by_it(text, expected):
    assert cased(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IN THE TOWN OF XYZZYVILLE ALL IS QUIET", "in the town of Xyzzyville all is quiet"),
        ("THEY MET IN XYZZYVILLE, LIBYA", "they met in Xyzzyville Libya"),
        ("THE STATE OF EMERGENCY ENDS", "the state of emergency ends"),
        ("IT WAS SAID BY PRESIDENT AHMED IN GHAT", "it was said by President Ahmed in Ghat"),
    ],
)
def test_neighbours_show_names_that_nobody_knows(text, expected):
    assert cased(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Clashes in al-Bayda, al-Marj", "Clashes in Al Bayda Al Marj"),
        ("Trucks left el-Fasher for ez-Zawiya", "Trucks left El Fasher for Ez Zawiya"),
        ("troops near el Fasher, as He said", "troops near El Fasher as He said"),
        ("Bashar al-Assad met the al-Saud", "Bashar al Assad met the Al Saud"),
        ("They sold at-Home kits and co-Pilots", "They sold at Home kits and co Pilots"),
    ],
)
def test_a_name_begins_with_its_small_article(text, expected):
    assert cased(text) == expected
