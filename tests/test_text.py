import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.text import quoted_spans, sentences_of, tokens_of
from geodata.names import fold

# What news texts are full of and regular expressions stumble on, beside any character at all.
PIECES = st.sampled_from(
    [
        "Ghat",
        "Ra's Lanuf",
        "N'Djamena",
        "d'Illizi",
        "U.S.",
        "Gen. Haftar",
        "5,000",
        "٢٠",
        "وطرابلس",
        "مُحَمَّد",
        "طراـبلس",
        "e\u0301",
        "🚁",
        "\u200f",
        "\u202b",
        "’",
        "“",
        "”",
        "\n",
        ". ",
        "؟ ",
        "… ",
        "-",
        "\u00a0",
        "\x00",
        "\ud83d",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join)
MANY = settings(deadline=None, max_examples=120)


def words(text):
    return [token.text for token in tokens_of(text)]


def sentences(text):
    return [text[s.start : s.end] for s in sentences_of(text)]


@MANY
@given(TEXTS)
def test_tokens_stand_at_their_offsets_in_order_and_never_overlap(text):
    end = 0
    for token in tokens_of(text):
        assert end <= token.start < token.end
        assert text[token.start : token.end] == token.text
        assert token.folded == fold(token.text)
        end = token.end


@MANY
@given(TEXTS)
def test_sentences_stand_in_order_trimmed_and_within_one_line(text):
    end = 0
    for sentence in sentences_of(text):
        piece = text[sentence.start : sentence.end]
        assert end <= sentence.start
        assert piece == piece.strip()
        assert piece
        assert "\n" not in piece
        end = sentence.end


@MANY
@given(TEXTS)
def test_no_word_is_lost_between_sentences(text):
    spans = [(s.start, s.end) for s in sentences_of(text)]
    for token in tokens_of(text):
        assert any(a <= token.start < b for a, b in spans)


@MANY
@given(TEXTS)
def test_paragraphs_are_counted_up_from_nought(text):
    paragraphs = [s.paragraph for s in sentences_of(text)]
    assert paragraphs == sorted(paragraphs)
    assert sorted(set(paragraphs)) == list(range(len(set(paragraphs))))


@MANY
@given(TEXTS)
def test_quotes_stand_in_order_and_never_overlap(text):
    end = 0
    for start, stop in quoted_spans(text):
        assert end <= start < stop <= len(text)
        end = stop


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N'Djamena and M'Sila", ["N'Djamena", "and", "M'Sila"]),
        ("near Ra's Lanuf and ra’s Ajdir", ["near", "Ra's", "Lanuf", "and", "ra’s", "Ajdir"]),
        ("Libya's army, N’Djamena’s mayor", ["Libya", "army", "N’Djamena", "mayor"]),
        ("the soldiers' tents", ["the", "soldiers", "tents"]),
        ("l'armée d'Illizi", ["armée", "Illizi"]),
        ("U.S. and U.N. envoys", ["U.S.", "and", "U.N.", "envoys"]),
        ("5,000 men, 1.5 tonnes", ["5,000", "men", "1.5", "tonnes"]),
        ("al-Qaeda", ["al", "Qaeda"]),
        ("الجيش في طرابلس، وقال", ["الجيش", "في", "طرابلس", "وقال"]),
        ("مُحَمَّد", ["مُحَمَّد"]),
        ("e\u0301cole", ["e\u0301cole"]),
        ("🚁 \u200f؟!", []),
        ("", []),
    ],
)
def test_words_are_cut_where_names_are(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("word", "is_capital"),
    [
        ("Ghat", True),
        ("ghat", False),
        ("UN", True),
        ("طرابلس", True),
        ("20", False),
        ("Éire", True),
    ],
)
def test_capitals_are_capitals_and_every_arabic_word(word, is_capital):
    (token,) = tokens_of(word)
    assert token.is_capital is is_capital


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Haftar left. He came back.", ["Gen. Haftar left.", "He came back."]),
        ("He left with Lt. Col. Adoum at 3 p.m. They drove.", None),
        ("Three U.S. aircraft landed. All left.", ["Three U.S. aircraft landed.", "All left."]),
        ("J. Smith went. B. Ali stayed.", ["J. Smith went.", "B. Ali stayed."]),
        ("Post No. 5 fell. They fled.", ["Post No. 5 fell.", "They fled."]),
        ("The answer was no. They fled.", ["The answer was no.", "They fled."]),
        ("Some 3.5 tonnes. And 20 men.", ["Some 3.5 tonnes.", "And 20 men."]),
        ("It rose 5 per cent. 20 men died.", ["It rose 5 per cent.", "20 men died."]),
        ('He said: "We left." They came.', ['He said: "We left."', "They came."]),
        ("“It is over.” Then he left.", ["“It is over.”", "Then he left."]),
        ("Is it so? Yes! No… Perhaps.", ["Is it so?", "Yes!", "No…", "Perhaps."]),
        ("They left.He stayed.", ["They left.", "He stayed."]),
        ("قال الوزير. ثم غادر؟ نعم.", ["قال الوزير.", "ثم غادر؟", "نعم."]),
        ("e.g. in Ghat. i.e. there.", ["e.g. in Ghat. i.e. there."]),
    ],
)
def test_sentences_end_at_stops_but_not_at_abbreviations(text, expected):
    expected = expected or ["He left with Lt. Col. Adoum at 3 p.m.", "They drove."]
    assert sentences(text) == expected


def test_a_line_without_a_closing_stop_is_a_heading_of_its_own_paragraph():
    found = sentences_of("Troops sent south\n\n They left. All of them:\n \nPhoto (AFP)")
    assert [(s.paragraph, s.is_heading) for s in found] == [
        (0, True),
        (1, False),
        (1, False),
        (2, True),
    ]


def test_a_sentence_that_ends_in_a_quotation_mark_is_no_heading():
    (found,) = sentences_of("He called it “a grave risk.”")
    assert not found.is_heading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we will not go to war" and left', ['"we will not go to war"']),
        ("« nous ne partirons pas de là »", ["« nous ne partirons pas de là »"]),
        ("“this one was never closed at all", ["“this one was never closed at all"]),
        ('"Operation Dignity" and "worrying" talk', []),
    ],
)
def test_speech_is_quoted_and_names_and_scare_quotes_are_not(text, expected):
    assert [text[a:b] for a, b in quoted_spans(text)] == expected


def test_a_line_as_long_as_a_book_is_cut_into_all_its_sentences():
    line = "They left Ghat. " * 5_000
    assert len(sentences_of(line)) == 5_000
