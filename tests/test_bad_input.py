"""Texts as nobody would write them, through what the `toponyms` command does: each is answered.

Either with mentions that stand where they say, or with one line that says what is wrong. What such
texts cost is in test_hostile_texts.py.
"""

import json
import unicodedata
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import rows
from extract.commands import answer_lines, toponyms_answer
from extract.pipeline import extract_toponyms
from geodata.names import INVISIBLE

NFD = "NFD"
PIECES = st.sampled_from(
    [
        *("Ghat", "TRIPOLI", "in Mali", "طرابلس", "وغات", "d'Illizi", "Бенгази", "的黎波里"),
        *(
            "🚁",
            "👨\u200d👩\u200d👧",
            "🇱🇾",
            "\u200f",
            "\u202b",
            "\u2066",
            "\u202c",
            "\ufeff",
            "\u00ad",
        ),
        *("\u0301", "\u064b", "\ud800", "\udc00", "\x00", "\r\n", "\r", "\u2028", "\x85", "\t"),
        *("30 km south of", "the border with", "between", ".", "...", ",", '"', "'s", "7", "٧"),
    ]
)


def answered(*lines):
    """The command's answers and what it reports; a line is a row or its bytes."""
    content = b"\n".join(
        line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines
    )
    answers, faults = StringIO(), []
    answer_lines(
        BytesIO(content), answers, answer=toponyms_answer(extract_toponyms), report=faults.append
    )
    return [json.loads(line) for line in answers.getvalue().splitlines()], faults[:-1]


def toponyms(text):
    """The text's toponyms, each of which stands where it says."""
    (answer,), faults = answered({"text": text})
    assert faults == []
    for toponym in answer["toponyms"]:
        assert toponym["text"] == text[toponym["start"] : toponym["end"]] != ""
    return answer["toponyms"]


def places(text):
    """The names of the places found, by the words of the text."""
    return {t["text"]: t["name"] for t in toponyms(text) if t["kind"] == "place"}


@settings(max_examples=60)
@given(st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=14).map(" ".join))
def test_whatever_stands_in_a_text_its_toponyms_stand_where_they_say(text):
    if text.strip():
        toponyms(text)


def test_places_are_found_in_capitals():
    assert places("TRIPOLI AND BENGHAZI ARE QUIET") == {
        "TRIPOLI": "Tripoli",
        "BENGHAZI": "Benghazi",
    }


def test_places_are_found_in_letters_with_their_marks_apart():
    text = "Des tirs ont été entendus à Djenné, près de Mopti, au Mali."
    apart = unicodedata.normalize(NFD, text)
    assert places(apart) == {
        unicodedata.normalize(NFD, words): name for words, name in places(text).items()
    }
    assert "Djenne\u0301" in places(apart)


@pytest.mark.parametrize("word", ["أدرار", "إليزي", "تمنراست", "طَرَابُلُس"])
def test_arabic_places_are_found_with_their_marks_apart(word):
    text = f"وصلت القوات إلى مدينة {word} يوم الاثنين."
    apart = unicodedata.normalize(NFD, text)
    assert places(apart) == {unicodedata.normalize(NFD, word): places(text)[word]}
    assert None not in places(text).values()


def test_places_are_found_beside_emoji():
    text = "🚁🚁 Clashes in Ghat 🔥 and in Libya 🇱🇾. 👨\u200d👩\u200d👧 fled to Djanet🙏"
    assert places(text) == {"Ghat": "Ghat", "Libya": "Libya", "Djanet": "Djanet"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "\u200e\u202aTroops left \u2066Ghat\u2069 for \u200eDjanet\u200f on Monday.\u202c",
            {"Ghat": "Ghat", "Djanet": "Djanet"},
        ),
        (
            "\u200fاندلعت اشتباكات في \u200fطرابلس\u200e وفي \u202bبنغازي\u202c يوم الاثنين.",
            {"طرابلس": "Tripoli", "بنغازي": "Benghazi"},
        ),
    ],
)
def test_places_are_found_between_marks_of_direction_which_belong_to_none(text, found):
    assert places(text) == found


def test_places_are_found_where_two_scripts_share_a_sentence():
    text = "قال مسؤول في طرابلس إن الطريق بين Ghat و Djanet مغلق."
    assert places(text) == {"طرابلس": "Tripoli", "Ghat": "Ghat", "Djanet": "Djanet"}
    text = "The army said in Tripoli (طرابلس) that Бенгази and 的黎波里 were quiet."
    assert places(text) == {"Tripoli": "Tripoli", "طرابلس": "Tripoli"}


def test_a_soft_hyphen_tears_no_name():
    text = "Troops left Ben\u00adghazi for Ghat."
    assert places(text) == {"Ben\u00adghazi": "Benghazi", "Ghat": "Ghat"}


@pytest.mark.parametrize("mark", INVISIBLE)
def test_no_invisible_character_tears_a_name(mark):
    text = f"Troops left {mark}Ben{mark}gha{mark * 2}zi{mark} for Bordj{mark} Badji {mark}Mokhtar."
    assert places(text) == {
        f"Ben{mark}gha{mark * 2}zi": "Benghazi",
        f"Bordj{mark} Badji {mark}Mokhtar": "Bordj Badji Mokhtar",
    }
    text = f"وصلت القوات إلى طرا{mark}بلس و{mark}غات"
    assert places(text) == {f"طرا{mark}بلس": "Tripoli", "غات": "Ghat"}


def test_offsets_count_what_was_given_where_line_ends_and_halves_of_pairs_are_replaced():
    text = "\ud800 Troops\r\nleft \x00Ghat\udc00.\rThey came to Djanet."
    assert places(text) == {"Ghat": "Ghat", "Djanet": "Djanet"}


@pytest.mark.parametrize(
    "text",
    ["", "0", "1234567890 " * 50, "٣٤٥", "?!", "...", "\u0301\u0301", "\u200f", "🚁", "\ud800"],
)
def test_a_text_without_words_has_no_toponyms(text):
    assert toponyms(text) == []


def test_a_text_of_white_space_is_told():
    _, faults = answered({"text": " \n\t"}, {"text": "Ghat"})
    assert faults == ["line 1: it holds no text; leave it out, or fill it with the article's text"]


def test_any_span_within_the_text_is_answered_in_the_order_asked():
    text = "Ghat 🚁e\u0301 \x00"
    spans = [[5, 6], [0, 4], [7, 8], [4, 5], [0, 1], [0, 10], [9, 10], [0, 4]]
    (answer,), _ = answered({"text": text, "spans": spans})
    assert [[t["start"], t["end"]] for t in answer["toponyms"]] == spans
    assert [t["text"] for t in answer["toponyms"]] == [text[start:end] for start, end in spans]
    assert [t["name"] for t in answer["toponyms"][1::6]] == ["Ghat", "Ghat"]
    assert answer["toponyms"][0]["name"] is None


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ("[[0, 4], [3, 5]]", "[3, 5]"),
        ("[[-1, 2]]", "[-1, 2]"),
        ("[[4, 2]]", "[4, 2]"),
        ("[[2, 2]]", "[2, 2]"),
        ("[[0, 1000000000000000000000]]", "[0, 1000000000000000000000]"),
        ("[[0, 1e999]]", "[0, inf]"),
        ("[[0.5, 2]]", "[0.5, 2]"),
        ('[["0", "4"]]', "['0', '4']"),
        ("[[null, 2]]", "[None, 2]"),
        ("[[0, 1, 2]]", "[0, 1, 2]"),
        ('"0, 4"', "'0, 4'"),
    ],
)
def test_a_bad_span_is_told_by_line_and_the_other_lines_are_answered(spans, shown):
    bad = f'{{"id": 2, "text": "Ghat", "spans": {spans}}}'.encode()
    answers, faults = answered({"id": 1, "text": "Ghat", "spans": [[0, 4]]}, bad, {"text": "Mali"})
    assert [answer["id"] for answer in answers] == [1, None]
    assert faults == [
        f"line 2: spans holds {shown}, which is no [start, end] within 0 and 4; "
        "count code points from 0, the end excluded"
    ]


def test_a_span_in_an_empty_text_is_told():
    answers, faults = answered({"text": "", "spans": [[0, 1]]}, {"text": "", "spans": []})
    assert faults[0].startswith(
        "line 1: spans holds [0, 1], which is no [start, end] within 0 and 0"
    )
    assert answers == [{"id": None, "toponyms": []}]


def test_a_bad_span_of_any_size_is_told_in_a_line_that_can_be_read():
    _, (fault,) = answered({"text": "Ghat", "spans": ["x" * 1_000_000]})
    assert len(fault) < 200


@pytest.mark.parametrize("published", ["9" * 1_000_000, ["x" * 1_000_000], {"y": [0] * 100_000}])
def test_a_publication_date_of_any_size_is_told_in_a_line_that_can_be_read(published):
    answers, (fault,) = answered({"text": "Ghat", "published": published}, {"text": "Mali"})
    assert fault.startswith("line 1: publication date ")
    assert "is impossible; write it as YYYY-MM-DD" in fault
    assert len(fault) < 250
    assert len(answers) == 1


def test_a_text_that_is_too_long_is_told_with_its_length(monkeypatch):
    monkeypatch.setattr(rows, "MAX_TEXT", 20)
    longest = "من طرابلس" + " " * 10 + "."
    answers, faults = answered({"text": longest}, {"text": longest + "!"})
    assert [t["text"] for t in answers[0]["toponyms"]] == ["طرابلس"]
    assert faults == [
        "line 2: text has 21 characters, split it at 20; "
        "correct the row, or leave out an optional field"
    ]


def test_a_text_of_ten_million_characters_fits_a_line_however_it_is_written():
    assert rows.MAX_TEXT == 10_000_000
    assert len(json.dumps("غ" * 100)) == 602
    assert rows.MAX_LINE_BYTES > 6.1 * rows.MAX_TEXT
