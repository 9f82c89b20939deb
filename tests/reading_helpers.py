"""Short ways from a text to its tokens, toponyms, acts and events, for the extractor's tests."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from extract.actor_mentions import ActorMention
from extract.actors import find_actors
from extract.dates import DateExpression, find_dates
from extract.events import events_of
from extract.language import guess_language
from extract.locations import Location
from extract.reading import Reading, read_article
from extract.text import sentences_of, tokens_of
from extract.triggers import Trigger, find_triggers
from extract.where import locate
from geodata.gazetteer import Gazetteer
from geodata.model import Article, Event, MentionKind, Toponym, article_id_of

PUBLISHED = date(2014, 5, 30)


@cache
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, opened once for all tests."""
    return Gazetteer.open()


def article(text: str, published: date | None = PUBLISHED, language: str | None = None) -> Article:
    """An article of this text."""
    return Article(
        article_id=article_id_of(text),
        title="",
        text=text,
        published=published,
        source="a test",
        language=language,
    )


def read(text: str, published: date | None = PUBLISHED, language: str | None = None) -> Reading:
    """The text read against the shipped gazetteer."""
    return read_article(article(text, published, language), gazetteer())


def events(
    text: str, published: date | None = PUBLISHED, language: str | None = None
) -> tuple[Event, ...]:
    """The text's events before the join."""
    return events_of(read(text, published, language))


def only_event(text: str, published: date | None = PUBLISHED, language: str | None = None) -> Event:
    """The text's one event."""
    found = events(text, published, language)
    assert len(found) == 1, [(e.border_activity, e.location, e.quote) for e in found]
    return found[0]


def triggers(text: str) -> tuple[Trigger, ...]:
    """The triggers of a text of one sentence."""
    (sentence,) = sentences_of(text)
    return find_triggers(text, sentence, guess_language(text) or "en")


def located(text: str, trigger_word: str, *, acting: Iterable[str] = ()) -> tuple[Location, ...]:
    """The places of the trigger in a text of one sentence; `acting` are countries that act."""
    reading = read(text)
    (sentence,) = reading.sentences
    found = find_triggers(text, sentence.sentence, reading.language)
    trigger = next(t for t in found if text[t.start : t.end] == trigger_word)
    starts = frozenset(text.index(word) for word in acting)
    return locate(text, trigger, sentence.toponyms, starts)


def actors(text: str, published: date | None = PUBLISHED) -> tuple[ActorMention, ...]:
    """The actors of a text, countries acting as such left out."""
    return find_actors(text, tokens_of(text), published)


def dates(text: str, published: date | None = PUBLISHED) -> tuple[DateExpression, ...]:
    """The date phrases of a text."""
    return find_dates(text, published)


def days(text: str, published: date | None = PUBLISHED) -> tuple[str, str, int | None]:
    """The first and last day, and the precision, of a text's one date phrase."""
    (found,) = find_dates(text, published)
    return str(found.date_start), str(found.date_end), found.time_precision


def mentions(text: str, kind: MentionKind) -> list[Toponym]:
    """The text's toponyms of one kind, in order."""
    return [t for t in read(text).toponyms if t.kind is kind]


def toponyms(text: str, kind: MentionKind = MentionKind.PLACE) -> dict[str, Toponym]:
    """The text's toponyms of one kind by their words."""
    return {t.text: t for t in mentions(text, kind)}


def borders(text: str) -> dict[str, tuple[str, ...]]:
    """The border ids of the text's mentions of borders, by their words."""
    return {t.text: t.border_ids for t in toponyms(text, MentionKind.BORDER).values()}
