"""Prints what the text filter takes at a store's size, beside SQLite's FTS5 on the same texts.

    .venv/bin/python tests/benchmarks/many_events.py 1000000 var/million.sqlite
    .venv/bin/python tests/benchmarks/text_search.py var/million.sqlite

Seconds are of the processor, not of the clock, so that other work on the machine counts less. The
index's "first" query is that of a program that has just opened it. FTS5's tables are made in a
temporary folder from the index's folded texts; what each finds of a word's other spellings is asked
of small texts as they are written.
"""

import argparse
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pyarrow as pa

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from geodata.search_text import SEARCH_TEXT, matches  # noqa: E402
from geodata.selection import Selection  # noqa: E402
from geodata.store import EventStore  # noqa: E402

TOKENIZERS = {
    "unicode61": "unicode61 remove_diacritics 2",
    "trigram": "trigram",
}
# One that stands in many texts, one in few, one in none, and two at once.
QUERIES = ("gunmen", "gao", "zanzibar", "smugglers wells")
SPELLINGS = (
    ("accent", "Une attaque à Kidal a blessé des réfugiés", "refugies"),
    ("ligature", "le cœur de la ville", "coeur"),
    ("part of a word", "Les contrebandiers ont fui", "contreband"),
    ("hamza", "هجوم على أدرار", "ادرار"),
    ("taa marbuta", "مدينة غدامس", "مدينه"),
    ("alif maksura", "مستشفى", "مستشفي"),
    ("vowel signs", "مُسَلَّحون", "مسلحون"),
    ("tatweel", "الحـــدود", "الحدود"),
    ("with the article", "والحدود مغلقة", "حدود"),
)
REPEATS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", type=Path)
    store = parser.parse_args().store
    cores = os.cpu_count()
    print(f"{store.name}; {platform.processor() or platform.machine()}, {cores} cores; ", end="")
    print(f"SQLite {sqlite3.sqlite_version}, Arrow {pa.__version__}")
    texts = measure_index(store)
    with TemporaryDirectory() as folder:
        for name, tokenizer in TOKENIZERS.items():
            measure_fts(name, tokenizer, texts, Path(folder) / f"{name}.sqlite")
    show_spellings()


def measure_index(path: Path) -> pa.ChunkedArray:
    with EventStore.open(path) as store:
        store.index()  # makes the file where it is missing
        seconds, index = timed(store.index)
    say("index", "open", seconds)
    for query in QUERIES:
        first, found = timed(lambda text=query: index.select(Selection(text=text)))
        again = min(
            timed(lambda text=query: index.select(Selection(text=text)))[0] for _ in range(REPEATS)
        )
        say("index", f"{query!r} first, again", first, again, found=len(found))
    texts: pa.ChunkedArray = index.frame[SEARCH_TEXT].array.__arrow_array__()
    print(f"{'index':<10}{'texts':<32}{texts.nbytes / 1e6:,.0f} MB")
    return texts


def measure_fts(name: str, tokenizer: str, texts: pa.ChunkedArray, file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute(
        f"CREATE VIRTUAL TABLE found USING fts5(t, content='', tokenize='{tokenizer}')"
    )
    seconds, _ = timed(lambda: fill(connection, texts))
    say(name, "build", seconds)
    print(f"{name:<10}{'size':<32}{file.stat().st_size / 1e6:,.0f} MB")
    for query in QUERIES:
        first, rows = timed(lambda text=query: rows_of(connection, text))
        again = min(timed(lambda text=query: rows_of(connection, text))[0] for _ in range(REPEATS))
        say(name, f"{query!r} first, again", first, again, found=len(rows))
    connection.close()


def fill(connection: sqlite3.Connection, texts: pa.ChunkedArray) -> None:
    with connection:
        for start in range(0, len(texts), 50_000):
            some = texts.slice(start, 50_000).to_pylist()
            connection.executemany(
                "INSERT INTO found(rowid, t) VALUES (?, ?)", enumerate(some, start)
            )


def rows_of(connection: sqlite3.Connection, query: str) -> list[tuple[int]]:
    words = " ".join('"' + word.replace('"', '""') + '"' for word in query.split())
    return connection.execute("SELECT rowid FROM found WHERE found MATCH ?", (words,)).fetchall()


def show_spellings() -> None:
    for what, text, query in SPELLINGS:
        answers = {"index": bool(matches(pd.DataFrame({"quote": [text]}), query)[0])}
        for name, tokenizer in TOKENIZERS.items():
            connection = sqlite3.connect(":memory:")
            connection.execute(f"CREATE VIRTUAL TABLE found USING fts5(t, tokenize='{tokenizer}')")
            connection.execute("INSERT INTO found VALUES (?)", (text,))
            answers[name] = bool(rows_of(connection, query))
            connection.close()
        shown = ", ".join(
            f"{name} {'found' if hit else 'not found'}" for name, hit in answers.items()
        )
        print(f"{what:<20}{shown}")


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    answer = act()
    return time.process_time() - start, answer


def say(what: str, act: str, *seconds: float, found: int | None = None) -> None:
    figures = ", ".join(f"{one:.3f} s" for one in seconds)
    rows = "" if found is None else f" ({found:,} found)"
    print(f"{what:<10}{act:<32}{figures}{rows}", flush=True)


if __name__ == "__main__":
    main()
