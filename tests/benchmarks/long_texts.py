"""Shows how the time and memory that `python -m extract toponyms` takes grow with a text's length.

    .venv/bin/python tests/benchmarks/long_texts.py
    ... --texts english arabic --sizes 10000 1000000

Each text is one JSON line, answered in a process of its own; what is loaded on first use is loaded
before and not counted in the seconds, but is in the memory. The news are the repository's own gold
texts in ever new order; the others are what a broken page or somebody hostile sends. Seconds are
of the processor, so that other programs don't count.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold" / "toponyms.jsonl"
SIZES = (10_000, 100_000, 1_000_000)
LARGEST = 10_000_000
# These alone are read at the largest size: what is linear to a million is shown, and takes long.
NEWS = ("english", "arabic")
WARM_UP = "Troops left Ghat in Libya for Djanet. Nothing was heard near Amassine."

Maker = Callable[[int], str]


def main() -> int:
    options = _options()
    if options.one:
        kind, size = options.one
        print(json.dumps(measured(kind, int(size))))
        return 0
    print(f"{'text':18}{'characters':>12}{'seconds':>10}{'us/char':>9}{'MB':>7}{'toponyms':>10}")
    for kind in options.texts:
        sizes = options.sizes or (*SIZES, *([LARGEST] if kind in NEWS else []))
        for size in sizes:
            print(_line(kind, _in_own_process(kind, size)), flush=True)
    return 0


def measured(kind: str, size: int) -> dict[str, Any]:
    """Answer one text of this kind and size; return what it took."""
    sys.path.insert(0, str(ROOT))
    from extract.commands import answer_lines, toponyms_answer
    from extract.pipeline import extract_toponyms

    def answered(text: str) -> str:
        line, out, faults = json.dumps({"id": 1, "text": text}), StringIO(), []
        answer = toponyms_answer(extract_toponyms)
        if answer_lines(BytesIO(line.encode()), out, answer=answer, report=faults.append):
            raise SystemExit(f"{kind}, {size}: {faults}")
        return out.getvalue()

    answered(WARM_UP)
    text = TEXTS[kind](size)
    start = time.process_time()
    answer = answered(text)
    seconds = time.process_time() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    toponyms = json.loads(answer)["toponyms"]
    wrong = sum(t["text"] != text[t["start"] : t["end"]] for t in toponyms)
    if wrong:
        raise SystemExit(f"{kind}, {size}: {wrong} toponyms aren't where they say")
    return {"characters": len(text), "seconds": seconds, "mb": peak_mb, "toponyms": len(toponyms)}


def _in_own_process(kind: str, size: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", kind, str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    row: dict[str, Any] = json.loads(done.stdout)
    return row


def _line(kind: str, row: Mapping[str, Any]) -> str:
    each = row["seconds"] / row["characters"] * 1e6
    return (
        f"{kind:18}{row['characters']:>12,}{row['seconds']:>10.1f}{each:>9.1f}"
        f"{row['mb']:>7.0f}{row['toponyms']:>10,}"
    )


def news(language: str) -> Maker:
    def make(size: int) -> str:
        rows = map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())
        texts = [row["text"] for row in rows if row["language"] == language]
        return "".join(_endless(texts, size))[:size]

    return make


def _endless(texts: Sequence[str], size: int) -> Iterator[str]:
    shuffled = random.Random(size)
    written = 0
    while written < size:
        for text in shuffled.sample(texts, len(texts)):
            yield f"{text}\n\n"
            written += len(text) + 2


def towns(size: int) -> str:
    """A list of the region's towns with commas: thousands of different names in one sentence."""
    from geodata.gazetteer import Gazetteer

    wanted = {"DZ", "LY", "ML", "NE", "TD", "TN"}
    names = [place.name for place in Gazetteer.open().places() if place.country_code in wanted]
    random.Random(size).shuffle(names)
    return ", ".join(names * (size // 10 // len(names) + 1))[:size]


def repeated(piece: str) -> Maker:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


TEXTS: Mapping[str, Maker] = MappingProxyType(
    {
        "english": news("en"),
        "arabic": news("ar"),
        "capitals": lambda size: news("en")(size).upper()[:size],
        "no sentence ends": lambda size: news("en")(size).replace(".", "").replace("\n", " "),
        "one word": repeated("Ghat "),
        "hyphens": repeated("Gao-"),
        "towns": towns,
        "tri-border areas": repeated("The tri-border area of Mali. "),
        "digits": repeated("1"),
        "one long word": repeated("Ab"),
        "leader dots": lambda size: "." * (size - 1) + "x",
        "combining marks": lambda size: "Ghat" + "\u0301\u0323" * (size // 2 - 2),
        "emoji": repeated("🚁"),
    }
)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--texts", nargs="+", choices=TEXTS, default=list(TEXTS), metavar="TEXT")
    parser.add_argument("--sizes", nargs="+", type=int, metavar="CHARACTERS")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
