"""A small extractor for the tests of batches and commands, and a process that ingests with it.

python extract_fakes.py STORE JOBS FILE     prints "done" after each article stored
"""

import os
import re
import signal
import sys
import time
from dataclasses import replace

from place_samples import GHAT

from extract import batch
from extract.records import Extraction
from geodata.model import Article, Event, MentionKind, Toponym, act_id_of, event_id_of

SECONDS_AN_ARTICLE = 0.01


def extract_toponyms(article: Article, spans: object = None) -> tuple[Toponym, ...]:
    """Ghat is known, Nowhere isn't; spans are taken as given."""
    found = [match.span() for match in re.finditer(r"Ghat|Nowhere", article.text)]
    return tuple(
        toponym_at(article.text, start, end) for start, end in (found if spans is None else spans)
    )


def toponym_at(text: str, start: int, end: int) -> Toponym:
    name = text[start:end]
    mention = Toponym(start=start, end=end, text=name, kind=MentionKind.PLACE)
    return replace(mention, place=GHAT, score=0.75) if name == "Ghat" else mention


def extract_events(article: Article) -> Extraction:
    """An event for each sentence that says "closed"."""
    events = tuple(
        Event(
            event_id=event_id_of(article.article_id, match.start(), None, 0),
            act_id=act_id_of(article.article_id, match.start()),
            article_id=article.article_id,
            quote=match[0],
            quote_start=match.start(),
            quote_end=match.end(),
            published=article.published,
        )
        for match in re.finditer(r"[^.]*closed[^.]*\.", article.text)
    )
    return Extraction(article=article, events=events, toponyms=extract_toponyms(article))


def extract_slowly(article: Article) -> Extraction:
    time.sleep(SECONDS_AN_ARTICLE)
    return extract_events(article)


def extract_and_die(article: Article) -> Extraction:
    if "die" in article.text:
        os._exit(3)
    return extract_events(article)


def extract_or_fail(article: Article) -> Extraction:
    if "fail" in article.text:
        raise KeyError("trigger")
    return extract_events(article)


def ingest(inputs: object, **options: object) -> batch.IngestCount:
    """As the pipeline's, with the extractor above."""
    return batch.ingest(inputs, extract=extract_events, **options)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    # A shell that starts the tests in the background has them ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    store, jobs, file = sys.argv[1:]
    count = batch.ingest(
        [file],
        extract=extract_slowly,
        store_url=store,
        jobs=int(jobs),
        progress=lambda _: say("done"),
    )
    say(f"{'interrupted' if count.interrupted else 'finished'} {count.articles_added}")
