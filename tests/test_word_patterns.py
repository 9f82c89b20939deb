import re

from extract.word_patterns import any_of, word_key


def test_the_longest_alternative_is_tried_first():
    found = re.search(any_of(["north", "north of"]), "just north of Ghat")
    assert found is not None
    assert found[0] == "north of"


def test_what_a_pattern_finds_is_looked_up_whatever_its_spaces_and_apostrophes():
    words = ["à l'entrée de", "aujourd'hui"]
    keys = {word_key(word) for word in words}
    for text in ("À  l’entrée\nde", "à l'entrée de", "AUJOURD’HUI"):
        found = re.fullmatch(any_of(words), text, re.IGNORECASE)
        assert found is not None
        assert word_key(found[0]) in keys


def test_signs_of_patterns_in_words_stand_for_themselves():
    assert re.fullmatch(any_of(["St. (old)"]), "St. (old)")
    assert not re.fullmatch(any_of(["a.b"]), "axb")
