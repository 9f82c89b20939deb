"""A process for test_store_kill that writes to a store and says what is done.

python store_writer.py STORE articles FIRST | import | restore BACKUP
"""

import sys
from collections.abc import Iterable

from store_samples import an_article, an_event, toponyms_of

from geodata.model import Article, Event
from geodata.schema import events_to_frame
from geodata.store import EventStore

IMPORTED_ROWS = 20_000


def numbered_article(number: int) -> Article:
    # a text of several pages, so that a commit takes more than one write
    return an_article(f"Article {number} on Ghat. " + "Soldiers moved. " * 800)


def events_of(article: Article, number: int) -> list[Event]:
    return [an_event(article, index, quote="moved " * 50) for index in range(number % 7)]


def imported_events() -> Iterable[Event]:
    return (an_event(None, number) for number in range(IMPORTED_ROWS))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def add_articles(store_url: str, first: int) -> None:
    say("ready")
    with EventStore.open(store_url) as store:
        for number in range(first, first + 10_000):
            article = numbered_article(number)
            store.add_article(article, events_of(article, number), toponyms_of(article))
            say(str(number))


def import_events(store_url: str) -> None:
    frame = events_to_frame(imported_events())
    say("ready")
    with EventStore.open(store_url) as store:
        say(str(store.add_events(frame)))


def restore(store_url: str, backup: str) -> None:
    say("ready")
    EventStore.restore(store_url, backup)
    say("done")


if __name__ == "__main__":
    url, what, *more = sys.argv[1:]
    if what == "articles":
        add_articles(url, int(more[0]))
    elif what == "import":
        import_events(url)
    else:
        restore(url, more[0])
