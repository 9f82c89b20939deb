"""The quality floors of the extractor: measures the corpora and pins what must not be lost.

    make quality                                   measure and compare with the floors
    make quality ARGS=--pin                        raise the floors to today's figures
    make quality ARGS='--pin --lower "reason"'     also where today's are lower, and say why

A floor stands a small margin below what was measured, with the digest of the corpus it was measured
on: another corpus is not comparable and fails until it is pinned.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from event_scoring import EventScore, score_articles, score_items
from link_scoring import links_of_texts, score_links
from toponym_scoring import score_corpus

from extract.commands import toponym_to_dict
from extract.pipeline import extract_events
from extract.rows import row_article
from extract.toponym_extraction import extract_toponyms
from geodata.schema import event_to_dict

Row = Mapping[str, Any]
Measures = Mapping[str, float]

TESTS = Path(__file__).parent
GOLD = TESTS / "gold"
SHARED = TESTS.parents[1] / "shared" / "eval"
FLOORS_FILE = TESTS / "floors.json"
# So that another machine's rounding or one sentence read otherwise is no alarm.
MARGIN = 0.005
# The measures of events that have a bar of their own.
RATES = ("place within 25 km", "actor type", "actor name", "date where stated")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Marked texts and how they are measured; `texts` stand apart where they are not ours."""

    gold: Path
    measured: Callable[["Corpus"], Measures]
    texts: Path | None = None

    @property
    def missing(self) -> Path | None:
        """The first of its files that is not at hand, None when all are."""
        return next((p for p in (self.gold, self.texts) if p and not p.exists()), None)


@dataclass(frozen=True, slots=True)
class Floor:
    """What a corpus must reach by measure, on which corpus, and why it was lowered if it was."""

    digest: str
    measures: Measures
    reason: str = ""


def toponyms_measured(corpus: Corpus) -> Measures:
    """Read the corpus' texts as the command does; exact F1 and the share within 161 km."""
    rows = list(gold_rows(corpus.gold))
    predictions = {
        str(row["id"]): [
            toponym_to_dict(toponym, row["text"])
            for toponym in extract_toponyms(row_article(row, source="the gold"))
        ]
        for row in rows
    }
    score = score_corpus(rows, predictions)
    return {"f1": score.f1, "acc161": score.acc161}


def items_measured(corpus: Corpus, half: str, language: str | None = None) -> Measures:
    """Measure one half of the items, those of one language; their texts may stand apart."""
    items = [
        row
        for row in gold_rows(corpus.gold)
        if row["half"] == half and language in (None, row.get("language"))
    ]
    wanted = {item["id"] for item in items}
    texts = [row for row in gold_rows(corpus.texts or corpus.gold) if row["id"] in wanted]
    return event_measures(score_items(items, events_of_texts(texts)))


def articles_measured(corpus: Corpus, language: str) -> Measures:
    """Measure the gold articles of one language."""
    rows = [row for row in gold_rows(corpus.gold) if row["language"] == language]
    return event_measures(score_articles(rows, events_of_texts(rows)))


def links_measured(corpus: Corpus) -> Measures:
    """Link the gold's reports in a store; B-cubed F1, and which share of linked pairs is right."""
    rows = list(gold_rows(corpus.gold))
    gold = {str(row["id"]): row["happening"] for row in rows}
    score = score_links(gold, links_of_texts(rows))
    return {"b3 f1": score.b3_f1, "pair precision": score.pair_precision}


def event_measures(score: EventScore) -> Measures:
    return {
        "type f1": score.type_f1,
        "no false event": 1 - score.rates["false event"].rate
        if "false event" in score.rates
        else 1,
        **{name: score.rates[name].rate for name in RATES if name in score.rates},
    }


def events_of_texts(rows: Iterable[Row]) -> dict[str, list[dict[str, Any]]]:
    """Return the events of each row, as the command writes them, by its id."""
    return {
        str(row["id"]): [
            event_to_dict(event)
            for event in extract_events(row_article(row, source="the gold")).events
        ]
        for row in rows
    }


TOPONYM_CORPORA: Mapping[str, Path] = {
    "own": GOLD / "toponyms.jsonl",
    "geovirus": SHARED / "geovirus.jsonl",
    "trnews_dev": SHARED / "trnews_dev.jsonl",
}
CORPORA: Mapping[str, Corpus] = {
    **{name: Corpus(path, toponyms_measured) for name, path in TOPONYM_CORPORA.items()},
    **{
        f"event items, {half} half": Corpus(
            GOLD / "events" / "items.jsonl",
            partial(items_measured, half=half),
            SHARED / "current_events.jsonl",
        )
        for half in ("develop", "report")
    },
    **{
        f"event reports, {language}, {half} half": Corpus(
            GOLD / "events" / "reports.jsonl",
            partial(items_measured, half=half, language=language),
        )
        for language in ("en", "fr", "ar")
        for half in ("develop", "report")
    },
    **{
        f"event articles, {language}{more}": Corpus(
            GOLD / "events" / file, partial(articles_measured, language=language)
        )
        for file, more in (("articles.jsonl", ""), ("more_articles.jsonl", ", more"))
        for language in ("en", "fr", "ar")
    },
    "linking": Corpus(GOLD / "events" / "linking.jsonl", links_measured),
}


def floors() -> dict[str, Floor]:
    rows = json.loads(FLOORS_FILE.read_text(encoding="utf-8")) if FLOORS_FILE.exists() else {}
    return {name: Floor(**row) for name, row in rows.items()}


def digest_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def gold_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def below(measures: Measures, floor: Floor) -> list[str]:
    """Return what is below the floor, in words; [] when nothing is."""
    return [
        f"{name} {measures.get(name, 0.0):.4f} is below {least:.4f}"
        for name, least in floor.measures.items()
        if measures.get(name, 0.0) < least
    ]


def pinned(measures: Measures, digest: str, old: Floor | None, reason: str | None) -> Floor:
    """Return the floor to pin. Raises ValueError when it would be lower and no reason is given."""
    new = {name: round(max(value - MARGIN, 0.0), 4) for name, value in measures.items()}
    comparable = old is not None and old.digest == digest
    before = old.measures if old is not None and comparable else {}
    lower = [name for name, least in before.items() if new.get(name, 0.0) < least]
    if lower and not reason:
        raise ValueError(f"{', '.join(lower)} would fall: give --lower and a reason")
    if comparable and not lower:
        return Floor(digest, new, reason=old.reason if old else "")
    return Floor(digest, new, reason=reason or "")


def main() -> int:
    options = _options()
    old, new, worst = floors(), floors(), 0
    for name, corpus in CORPORA.items():
        if corpus.missing:
            print(f"{name}: skipped, {corpus.missing.name} isn't there")
            continue
        measures = corpus.measured(corpus)
        print(f"{name}: " + ", ".join(f"{key} {value:.3f}" for key, value in measures.items()))
        if options.pin:
            new[name] = pinned(measures, digest_of(corpus.gold), old.get(name), options.lower)
        elif name in old and (faults := below(measures, old[name])):
            print("  " + "; ".join(faults))
            worst = 1
    if options.pin:
        rows = {
            name: {"digest": floor.digest, "measures": dict(floor.measures), "reason": floor.reason}
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
