"""Batches: everything once, in order, in one process or two, and again after any end."""

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from extract_fakes import extract_and_die, extract_events, extract_or_fail

from extract.batch import SKIPPED_SHOWN, IngestCount, ingest
from extract.errors import WorkerError
from extract.readers import read_articles
from geodata.errors import StoreUnavailableError
from geodata.model import Skipped, article_id_of
from geodata.store import EventStore


def text_of(number):
    return f"Number {number}. The crossing at Ghat was closed. Nowhere was it open."


@pytest.fixture
def rows(tmp_path):
    return write_rows(tmp_path / "rows.jsonl", 40)


def write_rows(path, number):
    lines = [json.dumps({"text": text_of(n), "published": "2014-05-30"}) for n in range(number)]
    path.write_text("\n".join(lines))
    return path


def ingest_into(folder, inputs, **options):
    return ingest(inputs, **{"extract": extract_events, "store_url": f"{folder}/s"} | options)


def content(folder):
    with EventStore.open(folder / "s") as store:
        return (
            store.articles().to_csv(),
            store.events().to_csv(),
            store.toponyms().to_csv(),
            store.skipped()[["source", "reason", "remedy"]].to_csv(),
        )


def test_an_ingest_counts_what_it_stored(tmp_path, rows):
    with rows.open("a") as file:
        file.write('\n{"text": "cut\n{"text": "Undated, and nothing else."}\n')
    count = ingest_into(tmp_path, [rows, tmp_path / "gone.txt"])
    assert (count.articles_added, count.articles_known, count.events_added) == (41, 0, 40)
    assert (count.toponyms, count.unresolved, count.without_date) == (80, 40, 1)
    assert (count.skipped, count.interrupted) == (2, False)
    assert [item.source for item in count.skipped_first] == [
        f"{rows}:41",
        str(tmp_path / "gone.txt"),
    ]
    with EventStore.open(tmp_path / "s") as store:
        assert store.counts() == {"articles": 41, "events": 40, "toponyms": 80, "skipped": 2}
        article = store.article(article_id_of(text_of(3)))
    assert (article.text, article.published) == (text_of(3), date(2014, 5, 30))


def test_reading_again_adds_nothing(tmp_path, rows):
    ingest_into(tmp_path, [rows])
    before = content(tmp_path)

    def extract_nothing(article):
        raise AssertionError(f"{article.title} was extracted again")

    again = ingest_into(tmp_path, [rows], extract=extract_nothing)
    assert again == IngestCount(articles_known=40)
    assert content(tmp_path) == before


def test_an_article_that_comes_twice_is_added_once(tmp_path, rows):
    reflowed = tmp_path / "again.txt"
    reflowed.write_text(text_of(0).replace(" ", "\n"))
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        count = ingest_into(folder, [rows, reflowed, rows], jobs=jobs)
        assert (count.articles_added, count.articles_known) == (40, 41)


def test_two_processes_do_what_one_does_in_the_same_order(tmp_path, rows):
    contents, orders = [], []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        order = []
        inputs = [rows, tmp_path / "gone.txt", rows]
        count = ingest_into(folder, inputs, jobs=jobs, progress=order.append)
        assert (count.articles_added, count.events_added, count.skipped) == (40, 40, 1)
        contents.append(content(folder))
        orders.append([getattr(item, "title", item.source) for item in order])
    assert contents[0] == contents[1]
    assert orders[0] == orders[1]
    assert len(orders[0]) == 81


@pytest.mark.parametrize(("jobs", "most"), [(1, 1), (2, 2 * 3 * 8)])
def test_reading_stays_close_to_writing_so_that_memory_stays_flat(tmp_path, jobs, most):
    rows = write_rows(tmp_path / "rows.jsonl", 200)
    started, stored, ahead = [], [], []

    def read(inputs, published):
        for item in read_articles(inputs, published=published):
            started.append(item)
            ahead.append(len(started) - len(stored))
            yield item

    ingest_into(tmp_path, [rows], jobs=jobs, read=read, progress=stored.append)
    assert len(stored) == 200
    assert max(ahead) <= most


def test_many_skipped_are_all_counted_and_stored_but_only_the_first_kept(tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text("{cut\n" * 50)
    count = ingest_into(tmp_path, [rows])
    assert (count.skipped, len(count.skipped_first)) == (50, SKIPPED_SHOWN)
    assert count.skipped_first[0].source == f"{rows}:1"
    assert all(isinstance(item, Skipped) for item in count.skipped_first)
    with EventStore.open(tmp_path / "s") as store:
        assert len(store.skipped()) == 50


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_keeps_what_is_counted_and_the_next_call_goes_on(tmp_path, rows, jobs):
    def interrupt(item):
        if item.text == text_of(7):
            raise KeyboardInterrupt

    first = ingest_into(tmp_path, [rows], jobs=jobs, progress=interrupt)
    assert (first.articles_added, first.interrupted) == (8, True)
    second = ingest_into(tmp_path, [rows], jobs=jobs)
    assert (second.articles_added, second.articles_known) == (32, 8)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_that_the_extractor_fails_on_is_kept_as_skipped_and_the_rest_is_read(
    tmp_path, rows, jobs
):
    with rows.open("a") as file:
        file.write('\n{"text": "This one will fail.", "source": "agency"}\n{"text": "Last one."}\n')
    count = ingest_into(tmp_path, [rows], extract=extract_or_fail, jobs=jobs)
    assert (count.articles_added, count.skipped) == (41, 1)
    assert count.skipped_first[0].source == "agency"
    assert "KeyError" in count.skipped_first[0].reason


def test_a_process_that_dies_is_told_and_the_next_call_goes_on(tmp_path, rows):
    rows.write_text(rows.read_text() + '\n{"text": "Here we die."}')
    with pytest.raises(WorkerError, match="fewer --jobs"):
        ingest_into(tmp_path, [rows], jobs=2, extract=extract_and_die)
    count = ingest_into(tmp_path, [rows])
    assert count.articles_added + count.articles_known == 41


def test_a_store_that_cannot_be_opened_is_told_before_anything_is_read(tmp_path, rows):
    def read(inputs, published):
        raise AssertionError("something was read")

    with pytest.raises(StoreUnavailableError):
        ingest_into(tmp_path / "no" / "folder\x00", [rows], read=read)


@contextmanager
def ingesting(store, jobs, file):
    tests = Path(__file__).parent
    process = subprocess.Popen(
        [sys.executable, tests / "extract_fakes.py", store, str(jobs), file],
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(tests.parent), str(tests)))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


@pytest.mark.parametrize("jobs", [1, 2])
def test_control_c_ends_all_processes_and_says_so_once(tmp_path, jobs):
    rows = write_rows(tmp_path / "rows.jsonl", 2_000)
    with ingesting(tmp_path / "s", jobs, rows) as process:
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        said, complaints = process.communicate(timeout=60)
        assert complaints == ""
        assert said.splitlines()[-1].startswith("interrupted ")
        assert process.returncode == 0
    with EventStore.open(tmp_path / "s") as store:
        counts = store.counts()
    assert 1 <= counts["articles"] < 2_000
    assert counts["events"] == counts["articles"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_ingest_leaves_whole_articles_and_goes_on(tmp_path, jobs):
    rows = write_rows(tmp_path / "rows.jsonl", 300)
    with ingesting(tmp_path / "s", jobs, rows) as process:
        said = [process.stdout.readline() for _ in range(20)]
        process.kill()
        said += process.stdout.readlines()  # ends only when the workers have ended too
    finished = said.count("done\n")
    assert finished >= 20
    with EventStore.open(tmp_path / "s") as store:
        counts = store.counts()
    assert finished <= counts["articles"] <= finished + 1
    assert counts["events"] == counts["articles"] == counts["toponyms"] // 2
    count = ingest_into(tmp_path, [rows])
    assert count.articles_known == counts["articles"]
    assert count.articles_added == 300 - counts["articles"]
