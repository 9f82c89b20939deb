"""Bytes become text: encodings found, damage kept small, binaries refused."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.decode import decode, normalised, storable
from extract.errors import InputError

ENGLISH = "The “ministry” sent 500 soldiers to the border – on Monday, near Ghat."
FRENCH = "L’armée a déployé des troupes à la frontière avec la Libye, a déclaré le ministère."
ARABIC = "أعلنت وزارة الدفاع الجزائرية نشر قوات على الحدود مع ليبيا يوم الاثنين"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ARABIC, "utf-16"),
        (FRENCH, "utf-32"),
        (ENGLISH, "cp1252"),
        (FRENCH, "cp1252"),
        ("Déployés à la frontière.", "latin-1"),
        (ARABIC, "cp1256"),
        (ARABIC, "iso8859-6"),
    ],
)
def test_news_in_common_encodings_reads_as_written(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_what_the_server_says_decides_before_what_the_page_says():
    page = f'<meta charset="windows-1252"><p>{ARABIC}</p>'
    assert decode(page.encode("cp1256"), charset="windows-1256") == page


def test_what_the_page_says_decides_before_detection():
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'
    page += "<p>Граница закрыта</p>"
    assert decode(page.encode("koi8-r")) == page


def test_a_page_that_says_latin_1_is_read_as_windows_1252():
    page = '<meta charset="iso-8859-1"><p>l’armée – “déployée”</p>'
    assert decode(page.encode("cp1252")) == page


@pytest.mark.parametrize("charset", ["no-such-charset", "zip", "utf-8"])
def test_a_wrong_charset_of_the_server_falls_back_to_detection(charset):
    assert decode(FRENCH.encode("cp1252"), charset=charset) == FRENCH


def test_utf_8_cut_in_the_middle_of_a_character_loses_that_character_only():
    cut = (FRENCH * 3 + "é").encode()[:-1]
    assert decode(cut) == FRENCH * 3 + "\ufffd"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 text", "a PDF"),
        (b"PK\x03\x04" + b"text" * 50, "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a picture"),
        (random.Random(1).randbytes(5_000), "binary"),
        (("text without a mark " * 9).encode("utf-16-le"), "binary"),
    ],
)
def test_binary_content_is_refused_by_name(content, what):
    with pytest.raises(InputError, match=what) as caught:
        decode(content)
    assert "save its text" in caught.value.remedy


def test_a_script_that_is_none_of_ours_is_refused_unless_utf_8():
    russian = "Министерство обороны объявило о развертывании войск на границе"
    assert decode(russian.encode()) == russian
    with pytest.raises(InputError, match="encoding could not be recognised"):
        decode(russian.encode("cp1251"))


def test_line_ends_nuls_and_lone_surrogates_are_replaced():
    assert normalised("a\r\nb\rc\u2028d\u0085e\x00f\ud800") == "a\nb\nc\nd\ne\ufffdf\ufffd"


@given(st.text(st.characters(exclude_categories=())))
def test_normalising_twice_is_normalising_once_and_storable_keeps_offsets(text):
    assert normalised(normalised(text)) == normalised(text)
    assert len(storable(text)) == len(text)
    normalised(text).encode()


@given(st.text())
def test_utf_8_always_reads_back(text):
    if not text.startswith("\ufeff"):
        try:
            assert decode(text.encode()) == normalised(text)
        except InputError as error:
            assert "not text" in error.reason  # noqa: PT017 (control characters only)
