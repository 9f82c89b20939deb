"""Scores links against the happenings of `gold/events/linking.jsonl`: B-cubed and pairs.

A report is its main event; one without an event is alone.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extract.link import link_pending
from extract.pipeline import extract_events
from extract.rows import row_article
from geodata.store import EventStore


@dataclass(frozen=True, slots=True)
class LinkScore:
    """How `n` reports were grouped: B-cubed (Bagga and Baldwin, 1998), and pairs as counts."""

    n: int
    b3_precision: float
    b3_recall: float
    pairs_right: int
    pairs_linked: int
    pairs_gold: int

    @property
    def b3_f1(self) -> float:
        return _f1(self.b3_precision, self.b3_recall)

    @property
    def pair_precision(self) -> float:
        """1 where nothing was linked."""
        return self.pairs_right / self.pairs_linked if self.pairs_linked else 1.0

    @property
    def pair_recall(self) -> float:
        return self.pairs_right / self.pairs_gold if self.pairs_gold else 1.0

    def __str__(self) -> str:
        return (
            f"B3 P {self.b3_precision:.3f} R {self.b3_recall:.3f} F1 {self.b3_f1:.3f}, pairs "
            f"P {self.pair_precision:.3f} ({self.pairs_right} of {self.pairs_linked}) "
            f"R {self.pair_recall:.3f} ({self.pairs_right} of {self.pairs_gold}); n {self.n}"
        )


def links_of_texts(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the link_id of each row's main event, linked in a store all at once; none if alone."""
    main = {}
    with TemporaryDirectory() as folder, EventStore.open(Path(folder) / "store.sqlite") as store:
        for row in rows:
            found = extract_events(row_article(row, source="the gold"))
            store.add_article(found.article, found.events, found.toponyms)
            if found.events:
                main[str(row["id"])] = found.events[0].event_id
        link_pending(store)
        events = store.events()
    linked = events[events["link_id"].notna()]
    link_ids = dict(zip(linked["event_id"], linked["link_id"], strict=True))
    return {name: link_ids[event_id] for name, event_id in main.items() if event_id in link_ids}


def score_links(gold: Mapping[str, Hashable], links: Mapping[str, Hashable | None]) -> LinkScore:
    """Return the scores of `links` (a group by report; None or missing: alone) against `gold`."""
    given = {name: ("alone", name) if links.get(name) is None else links[name] for name in gold}
    ours, theirs = Counter(given.values()), Counter(gold.values())
    both = Counter((given[name], gold[name]) for name in gold)
    n = len(gold)
    return LinkScore(
        n=n,
        b3_precision=sum(both[given[i], gold[i]] / ours[given[i]] for i in gold) / n,
        b3_recall=sum(both[given[i], gold[i]] / theirs[gold[i]] for i in gold) / n,
        pairs_right=_pairs(both),
        pairs_linked=_pairs(ours),
        pairs_gold=_pairs(theirs),
    )


def _pairs(groups: "Counter[Hashable]") -> int:
    return sum(size * (size - 1) // 2 for size in groups.values())


def _f1(precision: float, recall: float) -> float:
    total = precision + recall
    return 2 * precision * recall / total if total else 0.0
