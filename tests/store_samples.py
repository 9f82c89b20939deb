"""What the store's tests put into stores, and stores that can't be opened."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from place_samples import GHAT

from geodata.codes import BorderActivity, EventType
from geodata.index import EventIndex
from geodata.model import Article, Event, MentionKind, Toponym, article_id_of, content_id
from geodata.schema import events_to_frame
from geodata.store import EventStore
from geodata.store_tables import VERSION_TABLE

# Written by schema version 0001 as it was released; it never changes.
OLD_STORE = Path(__file__).parent / "data" / "store_v1.sqlite"


def index_of_events(events: Iterable[Event]) -> EventIndex:
    """The index of a store that holds these events and nothing else."""
    with TemporaryDirectory() as folder, EventStore.open(Path(folder) / "events.sqlite") as store:
        store.add_events(events_to_frame(events))
        return store.index()


def an_article(text: str = "Soldiers moved to Ghat.", **fields: object) -> Article:
    defaults = {"title": "Troops", "published": date(2014, 5, 30), "source": "a.txt"}
    return Article(article_id=article_id_of(text), text=text, **(defaults | fields))


def an_event(article: Article | None, number: int = 0, **fields: object) -> Event:
    defaults = {
        "event_id": content_id("event", article and article.article_id, number),
        "act_id": content_id("act", article and article.article_id, number),
        "article_id": article and article.article_id,
        "event_type": EventType.BATTLES.value,
        "sub_event_type": "Armed clash",
        "border_activity": BorderActivity.ARMED_CLASH.value,
        "date_start": date(2014, 5, 16),
        "date_end": date(2014, 5, 16),
    }
    return Event(**(defaults | fields))


def toponyms_of(article: Article) -> list[Toponym]:
    start = article.text.index("Ghat")
    return [
        Toponym(start=0, end=8, text="Soldiers", kind=MentionKind.DEMONYM),
        Toponym(
            start=start, end=start + 4, text="Ghat", kind=MentionKind.PLACE, place=GHAT, score=0.9
        ),
        Toponym(
            start=start,
            end=start + 4,
            text="Ghat",
            kind=MentionKind.BORDER,
            border_ids=("DZ-LY", "LY-NE"),
            score=0.5,
        ),
    ]


def fill(store: EventStore, count: int = 3) -> list[Article]:
    articles = [an_article(f"Number {number}: soldiers moved to Ghat.") for number in range(count)]
    for article in articles:
        events = [an_event(article, number) for number in range(2)]
        assert store.add_article(article, events, toponyms_of(article))
    return articles


def content_of(store: EventStore) -> list[object]:
    frames = [store.articles(), store.events(), store.toponyms(), store.skipped()]
    texts = [store.article(name).text for name in store.articles()["article_id"]]
    return [*(frame.to_dict("records") for frame in frames), texts, store.version()]


def same(one: list[object], other: list[object]) -> bool:
    # NaN is not equal to itself, its text is
    return repr(one) == repr(other)


def make_newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9901'")


def make_foreign(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
