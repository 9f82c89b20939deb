"""Compares Borderwatch with its peers on the same texts, in one run, and prints one table.

    make compare                        the corpora of tests/quality.py
    make compare ARGS='gold.jsonl ...'  corpora of one's own, as toponym_scoring.py describes them

Peers that only find names (spaCy, geotext, flashgeotext) are given what their users mostly give
them: the most populous namesake, out of Borderwatch's own gazetteer, so that what is compared is
reading and resolving, and not whose list of places is longer. The peers are installed from PyPI
into build-cache/peers, apart from Borderwatch's packages. Texts in other languages than English
are left out: the models are English ones.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from quality import CORPORA, gold_rows
from toponym_scoring import Score, score_corpus

from extract.actor_lexicon import demonym_country
from extract.commands import toponym_to_dict
from extract.resolve import country_place
from extract.rows import row_article
from extract.text import tokens_of
from extract.toponym_extraction import extract_toponyms
from geodata.gazetteer import Gazetteer
from geodata.model import Place

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parents[1] / "build-cache" / "peers"
PYTHON = ENVIRONMENT / "bin" / "python"
PEERS = {
    "spaCy md + most populous": "spacy_md",
    "spaCy sm + most populous": "spacy_sm",
    "geotext + most populous": "geotext",
    "flashgeotext + most populous": "flashgeotext",
}
Row = Mapping[str, Any]
Answers = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one system made of one corpus."""

    system: str
    corpus: str
    score: Score
    per_second: float


def main() -> int:
    options = _options()
    install_peers()
    corpora = {path.stem: path for path in options.gold} or CORPORA
    results = [
        result
        for name, path in corpora.items()
        if _is_there(path)
        for result in compared(name, [row for row in gold_rows(path) if _is_english(row)])
    ]
    print(table(results))
    return 0


def install_peers() -> None:
    """Make the peers' environment once. Raises CalledProcessError when pip can't."""
    if PYTHON.exists():
        return
    subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", HERE / "peers.txt"], check=True)
    unchecked = ["--no-deps", "--ignore-requires-python"]
    subprocess.run([*pip, *unchecked, "-r", HERE / "peers-any-python.txt"], check=True)


def compared(corpus: str, rows: Sequence[Row]) -> Iterable[Measured]:
    """Yield what each system makes of the corpus, ours first."""
    answers, seconds = ours(rows)
    yield Measured("Borderwatch", corpus, score_corpus(rows, answers), len(rows) / seconds)
    for title, system in PEERS.items():
        answers, seconds = peers(system, rows)
        yield Measured(title, corpus, score_corpus(rows, answers), len(rows) / seconds)


def ours(rows: Sequence[Row]) -> tuple[Answers, float]:
    """Return our toponyms by id, and the seconds they took without opening the gazetteer."""
    extract_toponyms(row_article(rows[0], source="a comparison"))
    start = time.perf_counter()
    found = {str(row["id"]): extract_toponyms(row_article(row, source="")) for row in rows}
    seconds = time.perf_counter() - start
    texts = {str(row["id"]): row["text"] for row in rows}
    answers = {
        name: [toponym_to_dict(toponym, texts[name]) for toponym in toponyms]
        for name, toponyms in found.items()
    }
    return answers, seconds


def peers(system: str, rows: Sequence[Row]) -> tuple[Answers, float]:
    """Return the peer's mentions by id, at the most populous namesake, and its seconds."""
    lines = "".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in rows)
    command = [PYTHON, HERE / "run_peer.py", system]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    *found, timing = map(json.loads, done.stdout.splitlines())
    texts = {row["id"]: row["text"] for row in rows}
    answers = {
        str(item["id"]): [answer(texts[item["id"]], *span) for span in item["mentions"]]
        for item in found
    }
    return answers, timing["seconds"]


def answer(text: str, start: int, end: int) -> Row:
    place = most_populous(text[start:end])
    point = (place.latitude, place.longitude) if place else (None, None)
    return {"start": start, "end": end, "latitude": point[0], "longitude": point[1]}


@cache
def most_populous(name: str) -> Place | None:
    """Return the place of exactly that name with the most people, or a demonym's country."""
    places = [candidate.place for candidate in gazetteer().exact(name)]
    if places:
        return max(places, key=lambda place: place.population)
    tokens = tokens_of(name)
    code = demonym_country(tokens[0]) if len(tokens) == 1 else None
    return country_place(code, gazetteer())


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def table(results: Iterable[Measured]) -> str:
    """Return the results as a Markdown table, a line for each system and corpus."""
    head = "| corpus | system | exact P | R | F1 | within 161 km | articles/s |"
    lines = [head, "|---|---|---|---|---|---|---|"]
    for result in results:
        score = result.score
        shares = (score.precision, score.recall, score.f1, score.acc161)
        cells = [result.corpus, result.system, *(f"{share:.3f}" for share in shares)]
        lines.append(f"| {' | '.join(cells)} | {result.per_second:.0f} |")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "\n".join([*lines, "", f"This process, Borderwatch's: {peak_mb:.0f} MB at most."])


def _is_english(row: Row) -> bool:
    return row.get("language", "en") == "en"


def _is_there(path: Path) -> bool:
    if not path.exists():
        print(f"{path.name} isn't there: left out", file=sys.stderr)
    return path.exists()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", nargs="*", type=Path, help="gold JSON lines; none: tests/quality's")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
