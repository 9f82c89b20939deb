"""JSON lines and lists as articles: bad ones told by line, good ones kept to the character."""

import json
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import rows
from extract.errors import InputError
from extract.rows import json_lines, json_list, row_article, row_spans


def reasons(content):
    return [
        (number, row.reason if isinstance(row, InputError) else row)
        for number, row in json_lines(BytesIO(content))
    ]


def test_lines_come_with_their_numbers_and_empty_ones_are_left_out():
    content = b'\xef\xbb\xbf{"text": "a"}\r\n\n  \n{"text": "b"}'
    assert reasons(content) == [(1, {"text": "a"}), (4, {"text": "b"})]


def test_a_line_cut_in_half_is_told_and_the_rest_goes_on():
    cut, whole = reasons(b'{"text": "Alger\n{"text": "b"}\n')
    assert cut[0] == 1
    assert "no JSON: Unterminated string" in cut[1]
    assert whole == (2, {"text": "b"})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1, 2]", "holds a list"),
        (b'"text"', "holds a text"),
        (b"null", "holds null"),
        (b'{"text": NaN}', "NaN is no value"),
        (b'{"text": "\xe9"}', "not UTF-8 (byte 11"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"n": ' + b"9" * 5000 + b"}", "a number in it has thousands of digits"),
    ],
)
def test_a_bad_line_says_why(line, reason):
    bad, good = reasons(line + b'\n{"text": "b"}')
    assert reason in bad[1]
    assert good == (2, {"text": "b"})


def test_a_line_too_long_is_passed_over(monkeypatch):
    monkeypatch.setattr(rows, "MAX_LINE_BYTES", 1_000_000)
    content = b'{"text": "' + b"x" * 2_000_000 + b'"}\n{"text": "b"}\n'
    assert reasons(content) == [(1, "it is longer than 1 MB"), (2, {"text": "b"})]


def test_lines_are_read_when_they_are_asked_for():
    stream = BytesIO(b'{"text": "a"}\n{"text": "b"}\n')
    assert next(json_lines(stream)) == (1, {"text": "a"})
    assert stream.tell() == 14


def test_a_list_gives_its_objects_and_one_object_is_a_list():
    first, second = json_list('[{"text": "a"}, 3]')
    assert first == {"text": "a"}
    assert "holds a number" in second.reason
    assert json_list('{"text": "a"}') == [{"text": "a"}]
    with pytest.raises(InputError, match="no JSON"):
        json_list("[{")


def test_every_field_of_a_row_reaches_the_article():
    row = {"text": "The army.", "title": "T", "published": "2014-05-30T10:00:00Z", "source": "S"}
    row |= {"url": "https://news.example/a", "language": "en", "id": 7}
    article = row_article(row, source="file.jsonl")
    assert (article.title, article.published) == ("T", date(2014, 5, 30))
    assert (article.source, article.url) == ("S", "https://news.example/a")
    assert row_article({"text": "x", "title": None}, source="file.jsonl").source == "file.jsonl"


def test_all_faults_of_a_row_are_told_together():
    with pytest.raises(InputError) as caught:
        row_article({"title": 3, "published": "2014-02-30", "url": []}, source="f")
    for fault in (
        "text is missing",
        "title is a number",
        "url is a list",
        "'2014-02-30' is impossible",
    ):
        assert fault in caught.value.reason


@pytest.mark.parametrize("published", [20140530, "soon", True, {"y": 2014}])
def test_an_impossible_date_is_a_fault_unless_one_is_given(published):
    row = {"text": "x", "published": published}
    with pytest.raises(InputError, match="impossible"):
        row_article(row, source="f")
    day = date(2014, 5, 30)
    assert row_article(row, source="f", published=day).published == day


@given(st.text(st.characters(exclude_categories=())).filter(lambda text: text.strip()))
def test_a_rows_text_keeps_its_length_and_line_ends_are_line_feeds(text):
    row = json.loads(json.dumps({"text": text}))
    kept = row_article(row, source="f").text
    assert len(kept) == len(text)
    assert "\r" not in kept
    kept.encode()


def test_spans_are_pairs_or_nothing():
    assert row_spans({"text": "Ghat"}) is None
    assert row_spans({"text": "Ghat", "spans": []}) == ()
    assert row_spans({"text": "Ghat", "spans": [[0, 4], [1, 2]]}) == ((0, 4), (1, 2))


@pytest.mark.parametrize(
    "spans", [[[0, 5]], [[2, 2]], [[-1, 2]], [[0]], [[0.0, 1]], [[True, 2]], ["ab"], {"a": 1}, 4]
)
def test_spans_that_are_none_are_refused(spans):
    with pytest.raises(InputError, match="no \\[start, end\\] within 0 and 4"):
        row_spans({"text": "Ghat", "spans": spans})
