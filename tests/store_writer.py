"""A process for test_store_kill: adds articles to a store and says after each that it is there.

python store_writer.py STORE articles|import FIRST
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


def main(store_url: str, what: str, first: int) -> None:
    frame = events_to_frame(imported_events()) if what == "import" else None
    say("ready")
    with EventStore.open(store_url) as store:
        if frame is not None:
            say(f"done {store.add_events(frame)}")
            return
        for number in range(first, first + 10_000):
            article = numbered_article(number)
            store.add_article(article, events_of(article, number), toponyms_of(article))
            say(str(number))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
