"""What extraction gives back for one article."""

from dataclasses import dataclass

from geodata.model import Article, Event, Toponym


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """An article with its events, the main event first, and its toponyms in text order."""

    article: Article
    events: tuple[Event, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
