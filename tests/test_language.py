"""The language guess: Arabic by its letters, French and English by their small words."""

import pytest

from extract.language import function_words, guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The army sent soldiers to the border with Libya on Monday.", "en"),
        ("L'armée a envoyé des soldats à la frontière avec la Libye.", "fr"),
        ("أرسل الجيش جنودا إلى الحدود مع ليبيا (AFP)", "ar"),
        ("Die Armee schickte am Montag Soldaten an die Grenze zu Libyen.", None),
        ("El ejército envió soldados a la frontera con Libia el lunes.", None),
        ("Tripoli, Ghat, Debdeb", None),
        ("In Amenas, Tiguentourine", None),
        ("5,000 – 2014", None),
        ("", None),
    ],
)
def test_language_is_guessed_or_left_unknown(text, language):
    assert guess_language(text) == language


def test_no_function_word_counts_for_two_languages():
    assert set(function_words().values()) == {"en", "fr"}
    assert "the" in function_words()
    assert "des" in function_words()
