"""Word lists as data files, each row with a source, and the one place that reads them."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from geodata.errors import DataFileError
from geodata.names import fold

LEXICON_FOLDER = Path(__file__).parent


@cache
def lexicon(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of `<name>.csv` in file order, by column name.

    Raises DataFileError when the file is missing or is no table.
    """
    path = LEXICON_FOLDER / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(file, strict=True))
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        message = f"the word list {path.name} can't be read: {error}; restore it"
        raise DataFileError(message) from error


def words(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several words set apart by "|"."""
    return tuple(part.strip() for part in (row.get(column) or "").split("|") if part.strip())


@cache
def cue_words(kind: str) -> frozenset[str]:
    """Return the folded words of one kind in cues.csv: "locative", "place_noun", "speech" ..."""
    return frozenset(fold(row["word"]) for row in lexicon("cues") if row["kind"] == kind)


def word_classes(folded: str) -> frozenset[str]:
    """Return the kinds of cue that a folded word is, with "title" and "given_name"."""
    return _classes().get(folded, frozenset())


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    """Return every cue word with its kinds; of several kinds it has them all."""
    found: dict[str, set[str]] = {}
    for row in lexicon("cues"):
        found.setdefault(fold(row["word"]), set()).add(row["kind"])
    for row in lexicon("titles"):
        for word in fold(row["title"]).split():
            found.setdefault(word, set()).add("title")
    for row in (*lexicon("given_names"), *lexicon("person_names")):
        found.setdefault(fold(row["name"]), set()).add(row.get("kind", "given_name"))
    for row in lexicon("arabic_words"):
        found.setdefault(fold(row["word"]), set()).add("common_word")
    for row in lexicon("dictionary_words"):
        found.setdefault(fold(row["word"]), set()).add("dictionary_word")
    return MappingProxyType({word: frozenset(kinds) for word, kinds in found.items()})
