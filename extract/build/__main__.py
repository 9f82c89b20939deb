"""`python -m extract.build`: makes what the judging of names needs.

`weights` fits lexicon/judge.csv to the marked texts in build/texts; `words` makes the long word
lists from the packages pinned in requirements-dev.txt.
"""

import argparse
import sys
from pathlib import Path

from extract.build import weights, word_lists
from extract.build.texts import TEXTS_FOLDER, read_texts
from extract.errors import ExtractError
from extract.lexicon import LEXICON_FOLDER
from geodata.errors import GeodataError
from geodata.gazetteer import Gazetteer


def main(arguments: list[str] | None = None) -> int:
    """Build what is asked for into the lexicon and say what was made."""
    options = _parser().parse_args(arguments)
    try:
        if options.what == "words":
            for path in word_lists.build(options.out):
                print(f"{path.name} written")
        else:
            _build_weights(options.texts, options.out)
    except (ExtractError, GeodataError) as error:
        print(f"extract.build: {error}", file=sys.stderr)
        return 1
    return 0


def _build_weights(texts_folder: Path, out: Path) -> None:
    texts = read_texts(texts_folder)
    found = weights.examples(texts, Gazetteer.open())
    spans = sum(len(example.labels) for example in found)
    alone, pooled = weights.fit(found)
    rows = weights.write(out / "judge.csv", alone, pooled)
    print(f"judge.csv: {rows} features, fitted to {spans:,} spans of {len(texts)} texts")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m extract.build", description=__doc__)
    parser.add_argument("what", nargs="?", default="weights", choices=["weights", "words"])
    parser.add_argument("--texts", type=Path, default=TEXTS_FOLDER, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=LEXICON_FOLDER, metavar="FOLDER")
    return parser


if __name__ == "__main__":
    sys.exit(main())
