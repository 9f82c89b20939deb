"""An article read once: its sentences with the toponyms, actors and dates in each."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.actor_mentions import ActorMention
from extract.actors import country_actor, find_actors, with_countries
from extract.borderlines import border_toponyms
from extract.casing import in_ordinary_case
from extract.countries import name_of_country
from extract.dates import DateExpression, find_dates
from extract.language import guess_language
from extract.parts import parts_of
from extract.publishers import publisher_country
from extract.relative import relative_toponyms, without_direction_words
from extract.resolve import resolve
from extract.text import Sentence, sentences_of, tokens_of
from extract.toponyms import find_mentions
from extract.unknown import OtherGeocoder, with_other_answers
from geodata.gazetteer import Gazetteer
from geodata.model import Article, MentionKind, Toponym

# A town in capitals or with its agency in brackets, before a dash.
_DATELINE = re.compile(
    r"(?m)^\s*[A-Z\u00c0-\u00de\u0600-\u06ff][^\n.;:!?–—]{1,48}?\s*(?:\([^)\n]{1,30}\)\s*)?(?:\s-|[–—]|--)\s+"
)
MAX_HEADER = 600
# Texts too short to tell are read as English, the language of most of the rules.
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReading:
    """One sentence with what stands in it, each in text order.

    `actors` hold countries too, where a country's name may be a side of an act.
    """

    sentence: Sentence
    toponyms: tuple[Toponym, ...]
    actors: tuple[ActorMention, ...]
    dates: tuple[DateExpression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article's sentences, and all its toponyms in text order.

    `body_start` is the offset behind the dateline ("TRIPOLI (Agency) - "), 0 without one.
    `main_country` is the ISO code of the country it speaks of most, None when it names none.
    """

    article: Article
    language: str
    sentences: tuple[SentenceReading, ...]
    toponyms: tuple[Toponym, ...]
    main_country: str | None
    body_start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesReading:
    """An article's sentences, the actors named in it, and its toponyms in text order.

    `places` are those of the toponyms that are places and demonyms.
    """

    sentences: tuple[Sentence, ...]
    actors: tuple[ActorMention, ...]
    places: tuple[Toponym, ...]
    toponyms: tuple[Toponym, ...]


def read_article(
    article: Article, gazetteer: Gazetteer, other: OtherGeocoder | None = None
) -> Reading:
    """Return the article's reading; `other` is asked of names that the gazetteer doesn't know."""
    text = article.text
    where = read_places(article, gazetteer, other)
    body_start = _body_start(text)
    named = [t for t in where.places if t.kind is MentionKind.PLACE and t.place]
    countries = [t for t in named if _is_country(t)]
    capitals = [t for t in named if _speaks_for_country(text, t)]
    placing = set(_placing(text, named))
    acting = [
        t
        for t in (*countries, *capitals)
        if t.start >= body_start and t not in placing and not _ATTRIBUTE.match(text, t.end)
    ]
    sides = (*with_countries(text, where.actors, countries), *map(_acting_country, acting))
    all_actors = tuple(sorted(sides, key=lambda a: a.start))
    names = [(a.start, a.end) for a in where.actors if a.kind == "named"]
    dates = tuple(d for d in find_dates(text, article.published) if not _is_within(d, names))
    return Reading(
        article=article,
        language=article.language or guess_language(text) or DEFAULT_LANGUAGE,
        sentences=tuple(_by_sentence(where.sentences, where.toponyms, all_actors, dates)),
        toponyms=where.toponyms,
        main_country=_main_country(where.places),
        body_start=body_start,
    )


def read_places(
    article: Article, gazetteer: Gazetteer, other: OtherGeocoder | None = None
) -> PlacesReading:
    """Return what of the reading tells of places alone, which is half of the work.

    A text longer than `parts.MAX_PART` is read part by part, and a name means one place in a part.
    """
    text = article.text
    parts = list(parts_of(text))
    if len(parts) == 1:
        return _read_part(article, gazetteer, other)
    read = []
    paragraphs = 0
    for start, end in parts:
        part = _read_part(replace(article, text=text[start:end]), gazetteer, other)
        read.append(_moved(part, start, paragraphs))
        paragraphs += part.sentences[-1].paragraph + 1 if part.sentences else 0
    return PlacesReading(
        sentences=tuple(item for part in read for item in part.sentences),
        actors=tuple(item for part in read for item in part.actors),
        places=tuple(item for part in read for item in part.places),
        toponyms=tuple(item for part in read for item in part.toponyms),
    )


def _moved(part: PlacesReading, by: int, paragraphs: int) -> PlacesReading:
    """Return the part with its offsets and paragraphs counted from the article's beginning."""
    return PlacesReading(
        sentences=tuple(
            replace(s, start=s.start + by, end=s.end + by, paragraph=s.paragraph + paragraphs)
            for s in part.sentences
        ),
        actors=tuple(replace(a, start=a.start + by, end=a.end + by) for a in part.actors),
        places=tuple(replace(t, start=t.start + by, end=t.end + by) for t in part.places),
        toponyms=tuple(replace(t, start=t.start + by, end=t.end + by) for t in part.toponyms),
    )


def _read_part(
    article: Article, gazetteer: Gazetteer, other: OtherGeocoder | None
) -> PlacesReading:
    text = article.text
    tokens = in_ordinary_case(text, tokens_of(text), gazetteer)
    actors = find_actors(text, tokens, article.published)
    mentions = find_mentions(text, tokens, actors, gazetteer)
    publisher = publisher_country(article)
    resolved = resolve(text, mentions, gazetteer, publisher=publisher, actors=actors)
    places = with_other_answers(resolved, other)
    sentences = sentences_of(text)
    borders = border_toponyms(text, sentences, places, actors)
    relatives = relative_toponyms(text, sentences, places, gazetteer)
    places = without_direction_words(places, relatives)
    toponyms = sorted((*places, *borders, *relatives), key=lambda t: (t.start, t.end))
    return PlacesReading(
        sentences=tuple(sentences),
        actors=tuple(actors),
        places=tuple(places),
        toponyms=tuple(toponyms),
    )


def _body_start(text: str) -> int:
    dateline = _DATELINE.search(text[:MAX_HEADER])
    return dateline.end() if dateline else 0


def _is_country(toponym: Toponym) -> bool:
    return toponym.place is not None and toponym.place.feature_code.startswith("PCL")


_LIES_IN = re.compile(r"(?:\s+[a-zé]+)?\s*(?:,|\()\s*")


def _placing(text: str, named: Sequence[Toponym]) -> Iterator[Toponym]:
    """Yield the countries that only say where a town lies: "in Gao, Mali, that killed two"."""
    for before, toponym in pairwise(named):
        gap = text[before.end : toponym.start]
        if _is_country(toponym) and not _is_country(before) and _LIES_IN.fullmatch(gap):
            yield toponym


# "Tunis and Tripoli agreed", "Cairo denied": at the head of its phrase, and no place "in Cairo".
_PLACED = re.compile(
    r"(?i)(?:\b(?:in|at|near|from|to|of|around|outside|towards?|into|between|city|capital|central|via|à|de|dans|vers|"
    r"ville|près|entre|capitale)\s+(?:the\s+|la\s+|l['’])?|(?:في|من|إلى|مدينة|العاصمة|قرب|نحو|بين)\s+|,\s*)$"
)
_PREDICATE = re.compile(
    r"(?i)\s+(?:and\s+(?:the\s+)?[A-Z]\w*\s+(?:have\s+|has\s+)?[a-z]+ed|[a-z]+ed|has|have|will|says|said|told|denies|agrees|"
    r"accuses|announces|closes|sends|deploys|recalls|condemns|rejects|orders|expels|warns|calls|wants|plans|reopens|"
    r"summons|suspends|a\s+\w+é|ont\s+\w+é|va|vont|compte|accuse|dément|condamne|annonce)\b"
)


# "The Mali mission", "the Libya envoy": somebody else's, named by the country it is for.
_ATTRIBUTE = re.compile(r"\s+(?:mission|operation|campaign|office|envoy|branch|talks|crisis)\b")


def _speaks_for_country(text: str, toponym: Toponym) -> bool:
    """Return whether a capital stands for its government, as the subject of a sentence."""
    if toponym.place is None or toponym.place.feature_code != "PPLC":
        return False
    before = text[max(0, toponym.start - 30) : toponym.start]
    follows = _PREDICATE.match(text, toponym.end)
    return follows is not None and not _PLACED.search(before)


def _acting_country(toponym: Toponym) -> ActorMention:
    assert toponym.place is not None
    code = toponym.place.country_code
    return country_actor(toponym.start, toponym.end, toponym.text, code, name_of_country(code))


def _is_within(expression: DateExpression, names: Sequence[tuple[int, int]]) -> bool:
    # "the 17 February Martyrs Brigade" bears a date and states none
    before = bisect_left(names, (expression.start + 1, 0))
    return before > 0 and expression.end <= names[before - 1][1]


def _by_sentence(
    sentences: Sequence[Sentence],
    toponyms: Sequence[Toponym],
    actors: Sequence[ActorMention],
    dates: Sequence[DateExpression],
) -> Iterator[SentenceReading]:
    """Deal out what stands in order in the text to the sentences it begins in."""
    toponym_starts, actor_starts, date_starts = (
        [item.start for item in items] for items in (toponyms, actors, dates)
    )
    for sentence in sentences:
        yield SentenceReading(
            sentence=sentence,
            toponyms=tuple(toponyms[_within(sentence, toponym_starts)]),
            actors=tuple(actors[_within(sentence, actor_starts)]),
            dates=tuple(dates[_within(sentence, date_starts)]),
        )


def _within(sentence: Sentence, starts: Sequence[int]) -> slice:
    return slice(bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))


def _main_country(toponyms: Sequence[Toponym]) -> str | None:
    counts = Counter(t.place.country_code for t in toponyms if t.place and t.place.country_code)
    return counts.most_common(1)[0][0] if counts else None
