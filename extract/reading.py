"""An article read once: its sentences with the toponyms, actors and dates in each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.actors import ActorMention, country_actor, find_actors
from extract.borderlines import border_toponyms
from extract.dates import DateExpression, find_dates
from extract.resolve import resolve
from extract.text import Sentence, sentences_of, tokens_of
from extract.toponyms import find_mentions
from geodata.borders import country_name
from geodata.gazetteer import Gazetteer
from geodata.model import Article, MentionKind, Toponym


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

    `main_country` is the ISO code of the country it speaks of most, None when it names none.
    """

    article: Article
    sentences: tuple[SentenceReading, ...]
    toponyms: tuple[Toponym, ...]
    main_country: str | None


def read_article(article: Article, gazetteer: Gazetteer) -> Reading:
    """Return the article's reading."""
    text = article.text
    tokens = tokens_of(text)
    actors = find_actors(text, tokens, article.published)
    places = resolve(find_mentions(text, tokens, actors, gazetteer), gazetteer)
    sentences = sentences_of(text)
    borders = border_toponyms(text, sentences, places)
    toponyms = tuple(sorted((*places, *borders), key=lambda t: (t.start, t.end)))
    all_actors = tuple(sorted((*actors, *_acting_countries(places)), key=lambda a: a.start))
    dates = find_dates(text, article.published)
    return Reading(
        article=article,
        sentences=tuple(_by_sentence(sentences, toponyms, all_actors, dates)),
        toponyms=toponyms,
        main_country=_main_country(toponyms),
    )


def _acting_countries(places: Sequence[Toponym]) -> Iterator[ActorMention]:
    for toponym in places:
        place = toponym.place
        if toponym.kind is not MentionKind.PLACE or place is None:
            continue
        if place.feature_code.startswith("PCL"):
            name = country_name(place.country_code)
            yield country_actor(toponym.start, toponym.end, toponym.text, place.country_code, name)


def _by_sentence(
    sentences: Sequence[Sentence],
    toponyms: Sequence[Toponym],
    actors: Sequence[ActorMention],
    dates: Sequence[DateExpression],
) -> Iterator[SentenceReading]:
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        yield SentenceReading(
            sentence=sentence,
            toponyms=tuple(t for t in toponyms if start <= t.start < end),
            actors=tuple(a for a in actors if start <= a.start < end),
            dates=tuple(d for d in dates if start <= d.start < end),
        )


def _main_country(toponyms: Sequence[Toponym]) -> str | None:
    counts = Counter(t.place.country_code for t in toponyms if t.place and t.place.country_code)
    return counts.most_common(1)[0][0] if counts else None
