"""A killed process loses no finished article and leaves no half one: with real processes."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from store_samples import toponyms_of
from store_writer import IMPORTED_ROWS, events_of, imported_events, numbered_article

from geodata.schema import events_to_frame, frame_to_events
from geodata.store import EventStore

pytest_plugins = ["postgres_fixtures", "store_fixtures"]

ROUNDS = 5


@contextmanager
def writer(store_url: str, *what: object) -> Iterator[subprocess.Popen[str]]:
    """Yield a process that is about to open the store; it has been killed afterwards."""
    tests = Path(__file__).parent
    process = subprocess.Popen(
        [sys.executable, tests / "store_writer.py", store_url, *map(str, what)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(tests.parent), str(tests)))},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def killed_after(process: subprocess.Popen[str], lines: int, seconds: float) -> list[str]:
    """Kill the process that long after its n-th line; return all that it said."""
    said = [process.stdout.readline() for _ in range(lines)]
    time.sleep(seconds)
    process.kill()
    return [line.strip() for line in [*said, *process.stdout] if line.endswith("\n")]


def wait_for_the_server(store: EventStore) -> None:
    """Wait until PostgreSQL is done with what the killed process had still sent it."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
    with store._engine.connect() as connection:
        while (
            connection.dialect.name == "postgresql"
            and connection.exec_driver_sql(others + "pg_backend_pid()").scalar()
        ):
            connection.rollback()


def check_each_article_is_whole(store: EventStore, numbers: range) -> int:
    """Return how many of the articles are there, after comparing all that belongs to each."""
    events = {event.event_id: event for event in frame_to_events(store.events())}
    expected, mentions = {}, 0
    for number in numbers:
        article = numbered_article(number)
        if store.article(article.article_id) == article:
            expected |= {event.event_id: event for event in events_of(article, number)}
            mentions += len(toponyms_of(article))
            assert len(store.toponyms(article.article_id)) == len(toponyms_of(article))
    assert events == expected
    assert store.counts()["toponyms"] == mentions
    return mentions // 3


def test_killing_at_any_moment_loses_no_finished_article_and_leaves_no_half_one(store_url):
    moments = random.Random(2014)
    first = 0
    for _ in range(ROUNDS):
        with writer(store_url, "articles", first) as process:
            said = killed_after(process, moments.randrange(40), moments.uniform(0, 0.02))
        finished = len(said)
        assert said == [str(number) for number in range(first, first + finished)]
        with EventStore.open(store_url) as store:
            wait_for_the_server(store)
            there = check_each_article_is_whole(store, range(first + finished + 1))
            # the last one may have been committed and not reported any more
            assert first + finished <= there <= first + finished + 1
            assert store.counts()["articles"] == there
            check_integrity(store)
        first = there
    assert first > 0


def check_integrity(store: EventStore) -> None:
    with store._engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.03, 0.06])
def test_killing_while_the_store_is_made_leaves_one_that_opens(store_url, seconds):
    with writer(store_url, "articles", 0) as process:
        said = killed_after(process, 0, seconds)
    with EventStore.open(store_url) as store:
        wait_for_the_server(store)
        there = check_each_article_is_whole(store, range(len(said) + 1))
        assert len(said) <= there <= len(said) + 1
        check_integrity(store)


@pytest.mark.parametrize("seconds", [0.2, 0.8])
def test_killing_an_import_leaves_all_of_it_or_nothing(store_url, seconds):
    with writer(store_url, "import") as process:
        said = killed_after(process, 0, seconds)
    with EventStore.open(store_url) as store:
        wait_for_the_server(store)
        there = store.counts()["events"]
        assert there in {0, IMPORTED_ROWS}
        assert there == IMPORTED_ROWS or not said
        assert store.add_events(events_to_frame(imported_events())) == IMPORTED_ROWS - there
        check_integrity(store)


@pytest.mark.parametrize("seconds", [0.03, 0.3])
def test_killing_a_restore_leaves_the_old_content_or_the_new(store_url, tmp_path, seconds):
    backup = tmp_path / "backup.sqlite"
    with EventStore.open(tmp_path / "other.sqlite") as other:
        other.add_events(events_to_frame(imported_events()))
        other.backup(backup)
    article = numbered_article(5)
    with EventStore.open(store_url) as store:
        store.add_article(article, events_of(article, 5), [])
    with writer(store_url, "restore", backup) as process:
        said = killed_after(process, 0, seconds)
    with EventStore.open(store_url) as store:
        wait_for_the_server(store)
        there = (store.counts()["articles"], store.counts()["events"])
        assert there in {(1, 5), (0, IMPORTED_ROWS)}
        assert there == (0, IMPORTED_ROWS) or not said
        check_integrity(store)
