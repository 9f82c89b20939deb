"""Texts written against us: what they cost grows with their length, and no number stops a batch.

Cost is counted in what is read of tokens and toponyms, not in seconds.
"""

from itertools import pairwise

import pytest
from reading_helpers import PUBLISHED, article, gazetteer

from extract.actors import find_actors, with_countries
from extract.borderlines import border_toponyms
from extract.counts import MAX_COUNT, parse_count
from extract.judge import Judged, pool
from extract.names import names_of
from extract.parts import MAX_TOGETHER
from extract.pipeline import extract_events
from extract.resolve import resolve
from extract.spans import Origin, Span
from extract.surroundings import MAX_AREAS, surroundings_of
from extract.text import MAX_SENTENCE, sentences_of, tokens_of
from extract.toponyms import find_mentions
from geodata.names import fold


class Counted(tuple):
    """A tuple that counts the items taken out of it."""

    taken = 0

    def __getitem__(self, index):
        got = super().__getitem__(index)
        self.taken += len(got) if isinstance(index, slice) else 1
        return got

    def __iter__(self):
        for item in super().__iter__():
            self.taken += 1
            yield item


def tokens_read(text):
    tokens = Counted(tokens_of(text))
    find_mentions(text, tokens, (), gazetteer())
    return tokens.taken


@pytest.mark.parametrize("words", ["Ghat ", "Alpha Bravo Charlie ", "DELTA "])
def test_a_text_of_capitalised_words_is_read_in_proportion_to_its_length(words):
    assert tokens_read(words * 1200) < 4.5 * tokens_read(words * 300)


def countries_read(text):
    tokens = tokens_of(text)
    actors = find_actors(text, tokens, PUBLISHED)
    countries = Counted(
        resolve(text, find_mentions(text, tokens, actors, gazetteer()), gazetteer())
    )
    with_countries(text, actors, countries)
    assert len(actors) > len(text) / 60
    return countries.taken


def test_actors_and_countries_are_joined_in_proportion_to_their_number():
    words = "The army left Mali. The police stayed in Niger.\n"
    assert countries_read(words * 200) < 6 * countries_read(words * 50)


@pytest.mark.parametrize("word", ["killed ", "x", "Ghat, "])
def test_what_has_no_punctuation_is_cut_into_sentences_that_leave_nothing_out(word):
    text = word * (5 * MAX_SENTENCE // len(word))
    found = sentences_of(text)
    assert max(s.end - s.start for s in found) <= MAX_SENTENCE
    assert all(text[a.end : b.start].strip() == "" for a, b in pairwise(found))
    assert (found[0].start, found[-1].end) == (0, len(text.rstrip()))


@pytest.mark.parametrize("words", ["1000000001", "9" * 400, "99999 million", "9" * 5000])
def test_a_number_beyond_all_counts_is_none(words):
    assert parse_count(words) is None


def test_the_highest_count_is_kept():
    assert parse_count(str(MAX_COUNT)).low == MAX_COUNT


def test_an_event_with_a_number_beyond_all_counts_has_none():
    text = f"Gunmen killed {'9' * 30} soldiers in Ghat on Monday."
    (event,) = extract_events(article(text)).events
    assert (event.fatalities, event.location) == (None, "Ghat")


def places_read(text):
    tokens, sentences = tokens_of(text), sentences_of(text)
    places = Counted(resolve(text, find_mentions(text, tokens, (), gazetteer()), gazetteer()))
    assert len(border_toponyms(text, sentences, places)) == len(sentences)
    return places.taken


def test_borders_where_three_countries_meet_are_read_in_proportion_to_their_number():
    words = "The tri-border area of Mali is quiet.\n"
    assert places_read(words * 80) < 4.5 * places_read(words * 20)


def test_only_so_many_mentions_are_weighed_against_each_other(monkeypatch):
    together = []

    def names_of_few(mentions, around):
        together.append(len(mentions))
        return names_of(mentions, around)

    monkeypatch.setattr("extract.resolve.names_of", names_of_few)
    text = "Ghat, Mali. " * 600
    found = resolve(text, find_mentions(text, tokens_of(text), (), gazetteer()), gazetteer())
    assert sum(together) == len(found) == 1200
    assert max(together) <= MAX_TOGETHER


def test_towns_in_a_row_lie_in_the_nearest_few_alone():
    text = "Anefis, Tessalit, Arlit, " * 100
    mentions = find_mentions(text, tokens_of(text), (), gazetteer())
    assert len(mentions) == 300
    found = surroundings_of(text, mentions, gazetteer())
    assert max(len(one.within) for one in found) == MAX_AREAS


def test_what_a_repeated_name_was_judged_is_summed_up_once(monkeypatch):
    added = []

    def counting_sum(numbers):
        added.append(len(numbers))
        return sum(numbers)

    monkeypatch.setattr("extract.judge.sum", counting_sum, raising=False)
    span = Span(0, 0, 0, 4, "ghat", Origin.KNOWN)
    judged = [Judged(span, [], (), has_cue=False, logit=3.0) for _ in range(1000)]
    pool(judged)
    assert added == [1000]
    assert judged[0].features == ["pool:high", "pool:high+bare", "pool_best:high+bare"]


def test_a_row_of_marks_is_tried_once_as_the_end_of_a_sentence():
    # tried from each mark on, a million of them take days
    assert len(sentences_of("." * 1_000_000 + "x")) == 1_000_000 // MAX_SENTENCE + 1


def test_a_letter_with_a_million_marks_is_a_letter():
    # put in their order, as normalising does, they take an hour
    assert fold("Ghat" + "\u0301\u0323" * 500_000) == "ghat"


@pytest.mark.parametrize("word", ["Ab" * 500_000, "طب" * 500_000])
def test_a_word_longer_than_any_name_is_like_none(word):
    # each of its million letters left out or exchanged would be a name to look for
    assert gazetteer().find(word) == []


def test_words_that_may_follow_a_border_are_passed_once_each():
    # a word that two alternatives of one pattern match doubles the time at each repetition
    text = f"Soldiers were sent to the border with Libya, {'with ' * 200}x Tunisia on Monday."
    assert extract_events(article(text)).events[0].border_id is not None
