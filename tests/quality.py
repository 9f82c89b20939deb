"""The quality floors of the geoparser: measures the corpora and pins what must not be lost.

    make quality                                   measure and compare with the floors
    make quality ARGS=--pin                        raise the floors to today's figures
    make quality ARGS='--pin --lower "reason"'     also where today's are lower, and say why

A floor stands a small margin below what was measured, with the digest of the corpus it was measured
on: another corpus is not comparable and fails until it is pinned.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from toponym_scoring import Score, score_corpus

from extract.commands import toponym_to_dict
from extract.rows import row_article
from extract.toponym_extraction import extract_toponyms

TESTS = Path(__file__).parent
SHARED = TESTS.parents[1] / "shared" / "eval"
FLOORS_FILE = TESTS / "floors.json"
CORPORA: Mapping[str, Path] = {
    "own": TESTS / "gold" / "toponyms.jsonl",
    "geovirus": SHARED / "geovirus.jsonl",
    "trnews_dev": SHARED / "trnews_dev.jsonl",
}
MEASURES = ("f1", "acc161")
# So that another machine's rounding or one sentence read otherwise is no alarm.
MARGIN = 0.005


@dataclass(frozen=True, slots=True)
class Floor:
    """What a corpus must reach, on which corpus, and why it was lowered if it was."""

    digest: str
    f1: float
    acc161: float
    reason: str = ""


def floors() -> dict[str, Floor]:
    rows = json.loads(FLOORS_FILE.read_text(encoding="utf-8")) if FLOORS_FILE.exists() else {}
    return {name: Floor(**row) for name, row in rows.items()}


def digest_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def measured(path: Path) -> Score:
    """Read the corpus' texts as the command does, and score them."""
    rows = list(gold_rows(path))
    return score_corpus(rows, {str(row["id"]): predicted(row) for row in rows})


def gold_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def predicted(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = extract_toponyms(row_article(row, source="the gold"))
    return [toponym_to_dict(toponym, row["text"]) for toponym in found]


def below(score: Score, floor: Floor) -> list[str]:
    """Return what is below the floor, in words; [] when nothing is."""
    return [
        f"{name} {getattr(score, name):.4f} is below {getattr(floor, name):.4f}"
        for name in MEASURES
        if getattr(score, name) < getattr(floor, name)
    ]


def pinned(score: Score, digest: str, old: Floor | None, reason: str | None) -> Floor:
    """Return the floor to pin. Raises ValueError when it would be lower and no reason is given."""
    new = {name: round(max(getattr(score, name) - MARGIN, 0.0), 4) for name in MEASURES}
    comparable = old is not None and old.digest == digest
    lower = [name for name in MEASURES if comparable and new[name] < getattr(old, name)]
    if lower and not reason:
        raise ValueError(f"{', '.join(lower)} would fall: give --lower and a reason")
    if comparable and not lower:
        return Floor(digest=digest, **new, reason=old.reason if old else "")
    return Floor(digest=digest, **new, reason=reason or "")


def main() -> int:
    options = _options()
    old, new, worst = floors(), floors(), 0
    for name, path in CORPORA.items():
        if not path.exists():
            print(f"{name}: skipped, {path.name} isn't there")
            continue
        score = measured(path)
        print(
            f"{name}: exact P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}, "
            f"within 161 km {score.acc161:.3f} ({score.gold} toponyms)"
        )
        if options.pin:
            new[name] = pinned(score, digest_of(path), old.get(name), options.lower)
        elif name in old and (faults := below(score, old[name])):
            print("  " + "; ".join(faults))
            worst = 1
    if options.pin:
        rows = {
            name: {key: getattr(floor, key) for key in ("digest", *MEASURES, "reason")}
            for name, floor in sorted(new.items())
        }
        FLOORS_FILE.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return worst


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pin", action="store_true", help="write today's figures as floors")
    parser.add_argument("--lower", metavar="REASON", help="lower a floor, and say why")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
