import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.phrases import PhraseTable, word_forms
from extract.text import tokens_of

TABLE = PhraseTable(
    [
        ("border", "line"),
        ("Border", "edge"),
        ("border guards", "force"),
        ("Algerian border guards", "named force"),
        ("guards!", "men"),
        ("حرس الحدود", "force"),
        ("الجيش", "army"),
        ("—", "nothing"),
        ("", "nothing"),
    ]
)


def found(text):
    tokens = tokens_of(text)
    return [
        (" ".join(token.text for token in tokens[m.first : m.last + 1]), m.payloads)
        for m in TABLE.matches(tokens)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the border guards left", [("border guards", ("force",))]),
        ("Algerian border guards", [("Algerian border guards", ("named force",))]),
        ("Algerian border", [("border", ("line", "edge"))]),
        ("BORDER-GUARDS", [("BORDER GUARDS", ("force",))]),
        ("guards border", [("guards", ("men",)), ("border", ("line", "edge"))]),
        ("وحرس الحدود", [("وحرس الحدود", ("force",))]),
        ("وبالجيش", [("وبالجيش", ("army",))]),
        ("للجيش", [("للجيش", ("army",))]),
        ("nothing here", []),
        ("", []),
    ],
)
def test_the_longest_phrase_wins_at_each_word(text, expected):
    assert found(text) == expected


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Algerian", "border", "guards", "the", "الجيش"]), max_size=12))
def test_matches_stand_in_order_and_never_overlap(words):
    tokens = tokens_of(" ".join(words))
    last = -1
    for match in TABLE.matches(tokens):
        assert last < match.first <= match.last < len(tokens)
        last = match.last


@pytest.mark.parametrize("phrase", ["People's National Army", "G5 Sahel", "l'armée d'Illizi"])
def test_a_phrase_is_found_as_a_text_writes_it(phrase):
    table = PhraseTable([(phrase, "known")])
    (match,) = table.matches(tokens_of(phrase))
    assert match.payloads == ("known",)
    assert match.last == len(tokens_of(phrase)) - 1


def test_a_phrase_is_got_by_its_folded_words():
    assert TABLE.get("Border  Guards") == ("force",)
    assert TABLE.get("guards") == ("men",)
    assert TABLE.get("fence") == ()
    assert TABLE.get("—") == ()


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("army", ("army",)),
        ("والجيش", ("والجيش", "الجيش", "جيش")),
        ("وبالجيش", ("وبالجيش", "بالجيش", "الجيش", "جيش")),
        ("للجيش", ("للجيش", "لجيش", "جيش", "الجيش", "اللجيش")),
        ("لليبيين", ("لليبيين", "ليبيين", "يبيين", "اليبيين", "الليبيين")),
        ("ولد", ("ولد",)),
        ("ال", ("ال",)),
        ("", ("",)),
    ],
)
def test_arabic_words_are_also_read_without_what_is_joined_to_them(word, forms):
    assert word_forms(word) == forms


@settings(deadline=None)
@given(st.text(alphabet="والبكلفجيشن", max_size=8))
def test_a_word_comes_first_among_its_forms_and_none_of_them_is_empty(word):
    forms = word_forms(word)
    assert forms[0] == word
    assert len(forms) == len(set(forms))
    assert all(forms) or not word
