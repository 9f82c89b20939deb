import pytest

from extract.build.texts import read_texts, without_marks
from extract.errors import InputError

HEAD = "id: a-1\nlanguage: en\npublished: 2020-01-02\n"


def test_marks_are_taken_off_and_their_offsets_stand_in_the_text_left():
    text, spans = without_marks("[[Libyan|demonym|LY]] troops left [[Ghat|place|LY|25.0,10.2]].")
    assert text == "Libyan troops left Ghat."
    assert [(text[s.start : s.end], s.kind, s.country_code, s.point) for s in spans] == [
        ("Libyan", "demonym", "LY", None),
        ("Ghat", "place", "LY", (25.0, 10.2)),
    ]


def test_a_place_that_no_gazetteer_knows_has_neither_country_nor_point():
    _, (span,) = without_marks("near [[Xyzzyville|place||]]")
    assert (span.country_code, span.point) == ("", None)


@pytest.mark.parametrize(
    "marked",
    [
        "[[Ghat|place|LY|25.0,10.2]",
        "[[Ghat|town|LY|25.0,10.2]]",
        "[[Ghat|place|Libya|25.0,10.2]]",
        "[[Ghat|place|LY|north]]",
        "[[Ghat |place|LY|25.0,10.2]]",
    ],
)
def test_a_mark_that_cannot_be_read_is_refused(marked):
    with pytest.raises(ValueError, match="a mark"):
        without_marks(marked)


def test_records_are_read_with_their_title_as_first_line(tmp_path):
    (tmp_path / "a.txt").write_text(
        f"{HEAD}title: Calm in [[Ghat|place|LY|25.0,10.2]]\n\nAll is calm.\n---\n"
        + HEAD.replace("a-1", "a-2")
        + "\nIn [[Mali|place|ML|17.0,-4.0]].\n",
        encoding="utf-8",
    )
    first, second = read_texts(tmp_path)
    assert (first.text_id, first.text) == ("a-1", "Calm in Ghat\nAll is calm.")
    assert [(s.start, s.end) for s in first.spans] == [(8, 12)]
    assert (second.text_id, second.text) == ("a-2", "In Mali.")


def test_every_bad_record_is_named_with_its_file_and_id(tmp_path):
    bad = "id: {}\nlanguage: en\npublished: 2020-01-02\n\nIn [[Mali|place.\n"
    (tmp_path / "b.txt").write_text(f"{bad.format('b-1')}---\n{bad.format('b-2')}", "utf-8")
    with pytest.raises(InputError, match=r"b\.txt, id: b-1: .*b\.txt, id: b-2: "):
        read_texts(tmp_path)
