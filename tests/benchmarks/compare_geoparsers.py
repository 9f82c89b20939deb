"""Compares Borderwatch with its peers on the same texts, in one run, and prints one table.

    make compare                        the corpora of tests/quality.py
    make compare ARGS='gold.jsonl ...'  corpora of one's own, as toponym_scoring.py describes them
    make compare ARGS='--rounds 3'      each system three times; a text's smallest time counts

Peers that only find names (spaCy, geotext, flashgeotext) are given what their users mostly give
them: the most populous namesake, out of Borderwatch's own gazetteer, so that what is compared is
reading and resolving, and not whose list of places is longer. The peers are installed from PyPI
into build-cache/peers, apart from Borderwatch's packages; each system runs in a process of its own.
Texts in other languages than English are left out: the models are English ones.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from quality import TOPONYM_CORPORA, gold_rows
from toponym_scoring import Score, score_corpus

from extract.actor_lexicon import demonym_country
from extract.resolve import country_place
from extract.text import tokens_of
from extract.toponym_extraction import opened_gazetteer
from geodata.model import Place

HERE = Path(__file__).parent
ENVIRONMENT = HERE.parents[1] / "build-cache" / "peers"
PYTHON = ENVIRONMENT / "bin" / "python"
OURS = "Borderwatch"
SYSTEMS = {
    OURS: "borderwatch",
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
    peak_mb: float


def main() -> int:
    options = _options()
    install_peers()
    corpora = {path.stem: path for path in options.gold} or TOPONYM_CORPORA
    results = []
    for name, path in corpora.items():
        if not path.exists():
            print(f"{path.name} isn't there: left out", file=sys.stderr)
            continue
        rows = [row for row in gold_rows(path) if row.get("language", "en") == "en"]
        results += [measured(system, name, rows, options.rounds) for system in SYSTEMS]
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


def measured(system: str, corpus: str, rows: Sequence[Row], rounds: int) -> Measured:
    """Run the system over the corpus's texts in as many processes as there are rounds."""
    runs = [_run(system, rows) for _ in range(rounds)]
    first, peaks = runs[0][:-1], [run[-1]["peak_mb"] for run in runs]
    times = [[item["seconds"] for item in run[:-1]] for run in runs]
    texts = {str(row["id"]): row["text"] for row in rows}
    answers = {
        str(item["id"]): [answer(texts[str(item["id"])], found) for found in item["mentions"]]
        for item in first
    }
    seconds = sum(map(min, zip(*times, strict=True)))
    return Measured(system, corpus, score_corpus(rows, answers), len(rows) / seconds, max(peaks))


def _run(system: str, rows: Sequence[Row]) -> list[Row]:
    lines = "".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in rows)
    python = sys.executable if system == OURS else PYTHON
    done = subprocess.run(
        [python, HERE / "run_system.py", SYSTEMS[system]],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
        # One core each.
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def answer(text: str, mention: Row) -> Row:
    """Return the mention as toponym_scoring.py reads it; one without a point gets a namesake's."""
    if "latitude" in mention:
        return mention
    place = most_populous(text[mention["start"] : mention["end"]])
    point = (place.latitude, place.longitude) if place else (None, None)
    return {**mention, "latitude": point[0], "longitude": point[1]}


@cache
def most_populous(name: str) -> Place | None:
    """Return the place of exactly that name with the most people, or a demonym's country."""
    places = [candidate.place for candidate in opened_gazetteer().exact(name)]
    if places:
        return max(places, key=lambda place: place.population)
    tokens = tokens_of(name)
    code = demonym_country(tokens[0]) if len(tokens) == 1 else None
    return country_place(code, opened_gazetteer())


def table(results: Iterable[Measured]) -> str:
    """Return the results as a Markdown table, a line for each system and corpus."""
    head = "| corpus | system | exact P | R | F1 | within 161 km | articles/s | memory, MB |"
    lines = [head, "|---|---|---|---|---|---|---|---|"]
    for result in results:
        score = result.score
        shares = (score.precision, score.recall, score.f1, score.acc161)
        cells = [result.corpus, result.system, *(f"{share:.3f}" for share in shares)]
        cells += [f"{result.per_second:,.0f}", f"{result.peak_mb:.0f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", nargs="*", type=Path, help="gold JSON lines; none: tests/quality's")
    parser.add_argument("--rounds", type=int, default=1, help="how often each system runs")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
