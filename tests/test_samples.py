import json
import re
from datetime import date
from pathlib import Path

import pytest

import extract

SAMPLES_FILE = Path(extract.__file__).parent / "samples" / "dispatches.jsonl"
SAMPLES = [json.loads(line) for line in SAMPLES_FILE.read_text(encoding="utf-8").splitlines()]
FIELDS = {"id", "title", "text", "published", "source", "url", "language", "facts_from"}
REAL_ARTICLES = Path(__file__).resolve().parents[2] / "shared" / "seeds"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_a_sample_has_every_field_and_is_marked_as_written_for_the_project(sample):
    assert set(sample) == FIELDS
    assert sample["source"] == "Borderwatch sample (written for the project)"
    assert sample["url"] is None
    assert sample["language"] in {"en", "fr", "ar"}
    assert sample["facts_from"]
    assert all(isinstance(fact, str) and fact.strip() for fact in sample["facts_from"])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_a_sample_is_a_short_dispatch_in_paragraphs(sample):
    paragraphs = sample["text"].split("\n\n")
    assert len(paragraphs) >= 4
    assert all(paragraph == " ".join(paragraph.split()) for paragraph in paragraphs)
    assert 120 <= len(sample["text"].split()) <= 250


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_a_sample_was_published_on_the_day_its_id_names(sample):
    published = date.fromisoformat(sample["published"])
    assert date(2011, 1, 1) <= published <= date(2026, 12, 31)
    assert sample["id"].startswith(f"sample-{published.isoformat()}-")


def test_samples_are_at_least_twelve_and_stand_in_order():
    assert len(SAMPLES) >= 12
    keys = [(sample["published"], sample["id"]) for sample in SAMPLES]
    assert keys == sorted(keys)


@pytest.mark.parametrize("field", ["id", "title", "text"])
def test_no_two_samples_are_the_same(field):
    assert len({sample[field] for sample in SAMPLES}) == len(SAMPLES)


def test_samples_cover_three_languages_and_more_than_a_decade():
    assert {sample["language"] for sample in SAMPLES} == {"en", "fr", "ar"}
    years = {date.fromisoformat(sample["published"]).year for sample in SAMPLES}
    assert max(years) - min(years) >= 10


def test_no_sample_repeats_eight_words_of_the_real_articles():
    if not REAL_ARTICLES.is_dir():
        pytest.skip(f"the real articles are not at hand in {REAL_ARTICLES.name}/")
    real = set()
    for path in REAL_ARTICLES.glob("*.txt"):
        real |= _runs_of_words(path.read_text(encoding="utf-8"))
    assert real
    for sample in SAMPLES:
        assert _runs_of_words(sample["text"]) & real == set(), sample["id"]


def _runs_of_words(text, *, length=8):
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
