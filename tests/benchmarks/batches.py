"""Shows the memory and processor time of `ingest` over many articles, and that it can be killed.

    .venv/bin/python tests/benchmarks/batches.py
    ... --articles 1000 5000 10000 --jobs 1 2
    ... --articles 2000 --jobs 2 --kill

The articles are the repository's own 30 in ever new cuts: some of their paragraphs, and a sentence
that names three of the gazetteer's places, so that words and names never seen keep coming.
Each run is a process of its own with an empty SQLite store. Memory is the highest so far (VmHWM) of
the process and of each of its own; seconds are of the processor, all processes together. With
--kill the run is killed halfway and started again, and the store compared with one of a whole run.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold" / "events" / "articles.jsonl"
HEADER = f"{'jobs':>4}{'articles':>10}{'MB':>8}{'MB of each process':>22}{'ms an article':>15}"


def main() -> int:
    options = _options()
    if options.child:
        file, store, jobs, *marks = options.child
        ingest(file, store, int(jobs), [int(mark) for mark in marks])
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        file.write_text(
            "".join(articles(max(options.articles), options.paragraphs)), encoding="utf-8"
        )
        for jobs in options.jobs:
            print(HEADER)
            store = Path(folder) / f"whole-{jobs}.db"
            subprocess.run(_command(file, store, jobs, options.articles), check=True, cwd=ROOT)
            if options.kill:
                broken = Path(folder) / f"killed-{jobs}.db"
                _run_and_kill(_command(file, broken, jobs, options.articles))
                stored = content(broken)[0].count("\n") - 1
                print(f"killed after {stored:,} articles; again:")
                subprocess.run(_command(file, broken, jobs, options.articles), check=True, cwd=ROOT)
                same = content(broken) == content(store)
                print("the store is the same" if same else "the store is ANOTHER")
    return 0


def articles(number: int, paragraphs_kept: int) -> Iterator[str]:
    """Yield so many articles as JSON lines, the same on every run."""
    sys.path.insert(0, str(ROOT))
    from geodata.gazetteer import Gazetteer

    names = sorted({place.name for place in Gazetteer.open().places()})
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    draw = random.Random(number)
    for ordinal in range(number):
        row = gold[ordinal % len(gold)]
        headline, *paragraphs = row["text"].split("\n\n")
        kept = sorted(draw.sample(range(len(paragraphs)), min(paragraphs_kept, len(paragraphs))))
        first, second, third = draw.sample(names, 3)
        written = f"The road from {first} to {second} was open, {third} heard on day {ordinal}."
        text = "\n\n".join([headline, *(paragraphs[index] for index in kept), written])
        yield json.dumps({"text": text, "published": row["published"]}) + "\n"


def ingest(file: str, store: str, jobs: int, marks: Sequence[int]) -> None:
    """Ingest the file and print a line at each mark."""
    sys.path.insert(0, str(ROOT))
    from extract.pipeline import ingest as ingest_files

    done = 0

    def count(_: object) -> None:
        nonlocal done
        done += 1
        if done in marks:
            own, *others = [os.getpid(), *_children()]
            peaks = [_peak_mb(pid) for pid in (own, *others)]
            seconds = time.process_time() + sum(map(_seconds, others))
            each = " ".join(f"{peak:.0f}" for peak in peaks)
            line = f"{jobs:>4}{done:>10,}{sum(peaks):>8.0f}{each:>22}{seconds / done * 1e3:>15.1f}"
            print(line, flush=True)

    result = ingest_files([file], store_url=f"sqlite:///{store}", jobs=jobs, progress=count)
    print(f"{result.articles_added:,} added with {result.events_added:,} events, ", end="")
    print(f"{result.articles_known:,} known, {result.skipped:,} skipped", flush=True)


def _children() -> list[int]:
    paths = Path("/proc/self/task").glob("*/children")
    return sorted({int(pid) for path in paths for pid in path.read_text().split()})


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _run_and_kill(command: Sequence[str]) -> None:
    """Run the command and kill it without warning at its first mark."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout
        process.stdout.readline()
        process.kill()


def content(store: Path) -> tuple[str, ...]:
    """Return the ids and texts that the store holds."""
    sys.path.insert(0, str(ROOT))
    from geodata.store import EventStore

    with EventStore.open(f"sqlite:///{store}") as opened:
        frames = opened.articles(), opened.events(), opened.toponyms()
    ordered = (frame.sort_values(list(frame.columns[:2])) for frame in frames)
    return tuple(frame.to_csv(index=False) for frame in ordered)


def _command(file: Path, store: Path, jobs: int, marks: Sequence[int]) -> list[str]:
    given = [str(file), str(store), str(jobs), *map(str, marks)]
    return [sys.executable, __file__, "--child", *given]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--articles", nargs="+", type=int, default=[1000, 5000, 10_000])
    parser.add_argument("--jobs", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--paragraphs", type=int, default=3, help="of an article, beside its title")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
